package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.adapters.kubernetes.ApprovalStage.given;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Approvals.Approval;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunId;

/** What the answers to a forbidden try say about the names in approvals. */
class ApprovalAnswersTest {

  private static final RunId RUN = new RunId("1122-k3f9m");
  private static final String STATUS =
      "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"%s\",\"code\":%d}";

  private int looks;
  private final ScriptedServer server = new ScriptedServer();
  private final KubernetesWorkloads workloads =
      HttpAnswersTest.connect(server.url(), Duration.ofSeconds(30));

  @AfterEach
  void close() {
    workloads.close();
    server.close();
  }

  @Test
  void only_a_refusal_in_the_policys_own_words_vouches() {
    assertThat(attested(403, "ValidatingAdmissionPolicy 'x' denied: " + LeaseApprovals.OWN_NAME))
        .isFalse();
    assertThat(ApprovalStage.shipped("approval-policy.yaml")).contains(LeaseApprovals.OWN_NAME);
  }

  @Test
  void another_refusal_does_not() {
    assertThat(attested(403, "User \\\"olim\\\" cannot create resource \\\"leases\\\"")).isTrue();
  }

  @Test
  void another_policy_does_not() {
    assertThat(attested(403, "ValidatingAdmissionPolicy 'x' denied: no leases on Sundays"))
        .isTrue();
  }

  @Test
  void what_is_tried_has_no_effect_and_is_in_nobodys_name() {
    attested(201, "");

    ScriptedServer.Asked tried = server.asked("POST").getFirst();
    assertThat(tried.query()).isEqualTo("dryRun=All");
    assertThat(tried.body()).doesNotContain("zuhra").contains("stario-approval-probe-");
  }

  @Test
  void where_the_server_is_in_trouble_nothing_is_said_about_names() {
    lists();
    server.on("POST", "/leases", 503, STATUS.formatted("etcd: no leader", 503));

    assertThat(workloads.approvals().given(RUN)).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void who_waits_watches_and_tries_out_names_only_when_the_approvals_have_changed() {
    var feed = new ScriptedServer.Feed();
    server.on("GET", "/leases", 200, "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[]}");
    server.on("WATCH", "/leases", feed);
    server.on("POST", "/leases", 403, STATUS.formatted("cannot create", 403));
    Approvals waiting = workloads.approvals();
    looks(waiting, 5);
    assertThat(server.asked("GET")).hasSize(3);

    feed.say("ADDED", lease("zuhra", "7"));
    await(() -> looks(waiting, 1) == 1);
    looks(waiting, 5);

    assertThat(server.asked("POST")).hasSize(1);
    assertThat(server.asked("GET")).hasSizeLessThan(4 + looks / 10);
    feed.say("ADDED", lease("anvar", "8"));
    await(() -> looks(waiting, 1) == 2);
    looks(waiting, 5);
    assertThat(server.asked("POST")).hasSize(2);
    feed.say("DELETED", lease("zuhra", "9"));
    await(() -> looks(waiting, 1) == 1);
    assertThat(server.asked("WATCH")).hasSize(1);
    assertThat(server.asked("WATCH").getFirst().query())
        .contains("labelSelector=rollback.stario.uz/run=1122-k3f9m", "resourceVersion=5");
  }

  @Test
  void where_watching_is_not_allowed_each_look_lists() {
    server.on("GET", "/leases", 200, "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[]}");
    server.on("WATCH", "/leases", 403, STATUS.formatted("cannot watch", 403));
    Approvals waiting = workloads.approvals();
    looks(waiting, 3);

    await(() -> {
      int before = server.asked("GET").size();
      looks(waiting, 3);
      return server.asked("GET").size() == before + 3;
    });

    assertThat(server.asked("WATCH")).hasSizeBetween(1, 2);
  }

  /** How many approvals the last of so many looks has shown. */
  private int looks(Approvals waiting, int times) {
    int seen = 0;
    for (int i = 0; i < times; i++) {
      looks++;
      seen = given(waiting.given(RUN)).size();
    }
    return seen;
  }

  private static String lease(String by, String version) {
    ObjectNode lease = ApprovalLease.of(RUN, by, "ab");
    lease.withObject("metadata").put("resourceVersion", version);
    return Json.write(lease);
  }

  private static void await(BooleanSupplier so) {
    Instant end = Instant.now().plusSeconds(30);
    while (!so.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
    }
  }

  private boolean attested(int status, String message) {
    lists();
    server.on("POST", "/leases", status, STATUS.formatted(message, status));
    List<Approval> found = given(workloads.approvals().given(RUN));
    assertThat(found).hasSize(1);
    return found.getFirst().attested();
  }

  private void lists() {
    ObjectNode list = Json.object();
    list.putArray("items").add(ApprovalLease.of(RUN, "zuhra", "ab"));
    server.on("GET", "/leases", 200, Json.write(list));
  }
}
