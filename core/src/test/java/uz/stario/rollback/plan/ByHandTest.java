package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.plan.Planned.step;
import static uz.stario.rollback.release.Given.template;
import static uz.stario.rollback.release.Given.workload;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.HealthCheck;

class ByHandTest {

  @Test
  void a_roll_back_is_an_undo_and_a_status() {
    Plan plan = new Planned().service("api", Set.of(), List.of(), "api").plan();

    assertThat(step(plan, "roll-back/api").command())
        .isEqualTo(
            "kubectl rollout undo deployment/api --to-revision=1 -n stario"
                + " && kubectl rollout status deployment/api -n stario");
  }

  @Test
  void a_context_a_pause_and_a_carried_flag_are_in_it() {
    Plan plan =
        new Planned()
            .service(
                "api",
                workload("api")
                    .revision(template("v1", Map.of("VOICE", "on")))
                    .revision(template("v2", Map.of("VOICE", "off; rm -rf 'x'")))
                    .paused(),
                "VOICE")
            .context("prod")
            .resumePaused()
            .plan();

    assertThat(step(plan, "roll-back/api").command())
        .isEqualTo(
            "kubectl rollout resume deployment/api -n stario --context prod"
                + " && kubectl rollout undo deployment/api --to-revision=1 -n stario --context prod"
                + " && kubectl set env deployment/api -c app 'VOICE=off; rm -rf '\\''x'\\'''"
                + " -n stario --context prod"
                + " && kubectl rollout status deployment/api -n stario --context prod");
  }

  @Test
  void a_secret_that_is_carried_is_not_shown() {
    Plan plan =
        new Planned()
            .service(
                "api",
                workload("api")
                    .revision(template("v1", Map.of("API_TOKEN", "old")))
                    .revision(template("v2", Map.of("API_TOKEN", "hunter2"))),
                "API_TOKEN")
            .plan();

    assertThat(step(plan, "roll-back/api").command())
        .contains(" -c app API_TOKEN=•••• ")
        .doesNotContain("hunter2");
  }

  @Test
  void checks_and_verdicts_have_their_commands() {
    Plan plan =
        new Planned()
            .service(
                "api",
                Set.of(),
                List.of(
                    StepGraphTest.health("health"),
                    new HealthCheck(
                        "quiz",
                        "POST",
                        "https://stario.example/quiz?a=1&b=2",
                        200,
                        Optional.empty(),
                        Duration.ofSeconds(5))),
                "api")
            .plan();

    assertThat(step(plan, "check-pods/api").command()).isEqualTo("kubectl get pods -n stario");
    assertThat(step(plan, "check-health/api").command())
        .isEqualTo("curl -fsS https://stario.example/health");
    assertThat(step(plan, "check-quiz/api").command())
        .isEqualTo("curl -fsS -X POST 'https://stario.example/quiz?a=1&b=2'");
    assertThat(step(plan, "record-verdicts/api").command())
        .isEqualTo("kubectl annotate replicaset/rs-2 rollback.stario.uz/verdict=… -n stario");
  }
}
