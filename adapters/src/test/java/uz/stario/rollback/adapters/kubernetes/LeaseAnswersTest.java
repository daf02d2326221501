package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Processes;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.port.Targets.Acquiring;
import uz.stario.rollback.port.Targets.Lease;
import uz.stario.rollback.port.Targets.Renewal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.RegistryTargets;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.SettableClock;

/** What becomes of a lock when the API server answers otherwise, or not at all. */
class LeaseAnswersTest {

  private static final String STATUS =
      "{\"kind\":\"Status\",\"reason\":\"%s\",\"message\":\"%s\",\"code\":%d}";

  private final ScriptedServer server = new ScriptedServer();
  private final KubernetesWorkloads workloads =
      HttpAnswersTest.connect(server.url(), Duration.ofSeconds(30));

  @AfterEach
  void close() {
    workloads.close();
    server.close();
  }

  @Test
  void a_lock_that_is_made_by_another_in_the_same_moment_is_looked_at_again() {
    server.on("GET", "/leases/stario-rollback", 404, STATUS.formatted("NotFound", "no", 404));
    server.on("POST", "/leases", 409, STATUS.formatted("AlreadyExists", "exists", 409));
    server.on("POST", "/leases", 201, "{}");

    assertThat(acquire()).isInstanceOf(Acquiring.Held.class);
    assertThat(server.asked("GET")).hasSize(2);
  }

  @Test
  void a_reset_connection_is_looked_into_and_what_was_written_is_found() {
    String[] written = {""};
    server.on(
        "GET",
        "/leases/stario-rollback",
        exchange ->
            ScriptedServer.reply(
                exchange,
                written[0].isEmpty() ? 404 : 200,
                written[0].isEmpty() ? STATUS.formatted("NotFound", "no", 404) : written[0]));
    server.on(
        "POST",
        "/leases",
        exchange -> {
          written[0] = server.asked("POST").getLast().body();
          exchange.close();
        });

    assertThat(acquire()).isInstanceOf(Acquiring.Held.class);
    assertThat(server.asked("POST")).isNotEmpty();
    assertThat(server.asked("PUT")).isEmpty();
  }

  @Test
  void a_server_in_trouble_is_asked_three_times_and_quoted() {
    server.on("GET", "/leases/stario-rollback", 404, STATUS.formatted("NotFound", "no", 404));
    server.on("POST", "/leases", 500, STATUS.formatted("InternalError", "etcd: no leader", 500));

    Problem problem = refused(acquire());

    assertThat(problem.code()).isEqualTo(ErrorCode.CLUSTER_ERROR);
    assertThat(problem.why()).contains("etcd: no leader");
    assertThat(server.asked("POST")).hasSize(3);
  }

  @Test
  void too_many_requests_are_not_made_more() {
    server.on("GET", "/leases/stario-rollback", 429, STATUS.formatted("TooManyRequests", "x", 429));

    assertThat(refused(acquire()).next()).contains("Try again");
    assertThat(server.asked("GET")).hasSize(1);
  }

  @Test
  void a_right_that_was_taken_away_leaves_the_hold_unsure() throws IOException {
    server.on("GET", "/leases/stario-rollback", 404, STATUS.formatted("NotFound", "no", 404));
    server.on("POST", "/leases", 201, "{}");
    server.on(
        "GET", "/leases/stario-rollback", 403, STATUS.formatted("Forbidden", "cannot get", 403));
    Lease lease = ((Acquiring.Held) acquire()).lease();

    assertThat(lease.renew("n"))
        .isInstanceOfSatisfying(
            Renewal.Unsure.class,
            unsure -> assertThat(unsure.problem().code()).isEqualTo(ErrorCode.FORBIDDEN));
  }

  private static Problem refused(Acquiring answer) {
    assertThat(answer).isInstanceOf(Acquiring.Refused.class);
    return ((Acquiring.Refused) answer).problem();
  }

  private Acquiring acquire() {
    return new RegistryTargets(
            workloads.locks(), new SettableClock(Fixtures.NOW), Processes.UNKNOWN)
        .acquire(
            new TreeSet<>(List.of(new TargetKey("deployment/api"))),
            new RunId("r"),
            new Owner("olim", "laptop", "", 1, Fixtures.NOW),
            List.of());
  }
}
