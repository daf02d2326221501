package uz.stario.rollback.app.cli.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;

class PastRunsTest {

  private static final Instant START = Instant.parse("2026-01-31T10:05:00Z");
  private static final List<String> BOTH = List.of("web", "orders");

  @Test
  void without_past_runs_nobody_knows() {
    assertThat(PastRuns.usual(List.of(), plan("web"))).isEmpty();
  }

  @Test
  void the_usual_time_is_the_median() {
    assertThat(usual(40, 900, 30)).contains(Duration.ofSeconds(40));
    assertThat(usual(40, 900, 30, 50)).contains(Duration.ofSeconds(45));
  }

  @Test
  void only_completed_runs_of_the_same_services_and_environment_count() {
    Plan plan = plan("orders", "web");

    assertThat(
            PastRuns.usual(
                List.of(
                    run(10, RunResult.PARTWAY, "production", BOTH),
                    run(20, RunResult.COMPLETE, "staging", BOTH),
                    run(30, RunResult.COMPLETE, "production", List.of("web")),
                    run(-40, RunResult.COMPLETE, "production", BOTH),
                    run(50, RunResult.COMPLETE, "production", BOTH)),
                plan))
        .contains(Duration.ofSeconds(50));
  }

  private static Optional<Duration> usual(long... seconds) {
    return PastRuns.usual(
        Arrays.stream(seconds)
            .mapToObj(s -> run(s, RunResult.COMPLETE, "production", List.of("web")))
            .toList(),
        plan("web"));
  }

  private static Journal.Summary run(
      long seconds, RunResult result, String environment, List<String> services) {
    return new Journal.Summary(
        new RunId("0131-k3f9m"),
        START,
        Optional.of(START.plusSeconds(seconds)),
        Optional.of(result),
        environment,
        services,
        "olim@laptop");
  }

  private static Plan plan(String... services) {
    return Plan.of(
        "production",
        "prod/stario",
        START,
        "",
        false,
        Stream.of(services)
            .map(name ->
                new WorkloadPlan(
                    name,
                    WorkloadRef.deployment(name),
                    2,
                    "v2",
                    1,
                    "v1",
                    Health.UNKNOWN,
                    "",
                    false,
                    List.of(),
                    List.of()))
            .toList(),
        List.of(),
        List.of());
  }
}
