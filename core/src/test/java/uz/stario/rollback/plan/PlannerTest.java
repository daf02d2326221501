package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.plan.Planned.problem;
import static uz.stario.rollback.release.Given.FIRST;
import static uz.stario.rollback.release.Given.template;
import static uz.stario.rollback.release.Given.workload;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Finding.Weight;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Given;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.RevisionChoice;

class PlannerTest {

  @Test
  void a_plan_says_from_where_to_where_and_what_changes() {
    Plan plan = new Planned().service("api", workload("api").revision("v1").revision("v2")).plan();

    WorkloadPlan api = plan.workloads().getFirst();
    assertThat(api.from()).isEqualTo(2);
    assertThat(api.fromVersion()).isEqualTo("v2");
    assertThat(api.to()).isEqualTo(1);
    assertThat(api.toVersion()).isEqualTo("v1");
    assertThat(api.differences())
        .containsExactly(
            new Difference(
                "image",
                "app",
                "registry.example:5000/stario/app:v2",
                "registry.example:5000/stario/app:v1"));
    assertThat(plan.alreadySo()).isFalse();
  }

  @Test
  void a_plan_assumes_what_it_saw() {
    Plan plan = new Planned().service("api", workload("api").revision("v1").revision("v2")).plan();

    assertThat(Planned.rollBack(plan, "api").assumption())
        .isEqualTo(
            new Assumption(
                "uid-api", template("v2").fingerprint(), "rs-1", template("v1").fingerprint()));
  }

  @Test
  void a_workload_that_runs_the_target_is_already_so_and_gets_no_step() {
    Plan plan =
        new Planned()
            .service("api", workload("api").revision("v1").revision("v2"))
            .choose(new RevisionChoice.Version("v2"))
            .plan();

    assertThat(plan.alreadySo()).isTrue();
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void a_target_that_differs_only_in_carried_flags_is_already_so() {
    Plan plan =
        new Planned()
            .service(
                "api",
                workload("api")
                    .revision(template("v1", Map.of("VOICE", "true")))
                    .revision(template("v1", Map.of("VOICE", "false"))),
                "VOICE")
            .choose(new RevisionChoice.Number(1))
            .plan();

    assertThat(plan.alreadySo()).isTrue();
  }

  @Test
  void a_paused_workload_is_refused_and_the_flag_that_helps_named() {
    Problem problem =
        problem(
            new Planned()
                .service("api", workload("api").revision("v1").revision("v2").paused())
                .answer());

    assertThat(problem.code()).isEqualTo(ErrorCode.WORKLOAD_PAUSED);
    assertThat(problem.next()).contains("--resume-paused");
  }

  @Test
  void a_paused_workload_is_resumed_and_rolled_back_in_one_step_when_asked() {
    Plan plan =
        new Planned()
            .service("api", workload("api").revision("v1").revision("v2").paused())
            .resumePaused()
            .plan();

    assertThat(Planned.rollBack(plan, "api").resume()).isTrue();
  }

  @Test
  void only_what_is_paused_is_resumed() {
    Plan plan =
        new Planned()
            .service("api", workload("api").revision("v1").revision("v2"))
            .resumePaused()
            .plan();

    assertThat(Planned.rollBack(plan, "api").resume()).isFalse();
  }

  @Test
  void a_paused_workload_that_is_already_so_is_warned_of() {
    Plan plan =
        new Planned()
            .service("api", workload("api").revision("v1").revision("v2").paused())
            .choose(new RevisionChoice.Version("v2"))
            .plan();

    assertThat(plan.findings(Weight.WARNING))
        .singleElement()
        .satisfies(f -> assertThat(f.text()).contains("paused"));
  }

  @Test
  void a_declared_flag_keeps_the_value_it_has_now() {
    Plan plan = new Planned().service("api", killed(), "VOICE").plan();

    assertThat(Planned.rollBack(plan, "api").carried())
        .containsExactly(new CarriedFlag("app", "VOICE", "true", "false"));
    assertThat(plan.workloads().getFirst().differences())
        .extracting(Difference::what)
        .containsExactly("image");
  }

  @Test
  void exact_restores_flags_too_and_warns_of_it() {
    Plan plan = new Planned().service("api", killed(), "VOICE").exact().plan();

    assertThat(Planned.rollBack(plan, "api").carried()).isEmpty();
    assertThat(plan.findings(Weight.WARNING))
        .extracting(Finding::text)
        .containsExactly(
            "VOICE was changed to \"false\" on v2 and goes back to \"true\" (--exact).");
  }

  @Test
  void an_undeclared_variable_that_somebody_changed_is_warned_of() {
    Plan plan = new Planned().service("api", killed()).plan();

    assertThat(plan.findings(Weight.WARNING))
        .extracting(Finding::text)
        .containsExactly(
            "VOICE was changed to \"false\" on v2 and goes back to \"true\"; --carry VOICE keeps"
                + " it.");
  }

  @Test
  void a_variable_that_the_release_itself_changed_is_no_surprise() {
    Plan plan =
        new Planned()
            .service(
                "api",
                workload("api")
                    .revision(template("v1", Map.of("MODE", "old")))
                    .revision(template("v2", Map.of("MODE", "new"))))
            .plan();

    assertThat(plan.findings()).isEmpty();
  }

  @Test
  void carry_keeps_an_undeclared_variable_even_with_exact() {
    Plan plan = new Planned().service("api", killed()).carry("VOICE").exact().plan();

    assertThat(Planned.rollBack(plan, "api").carried())
        .containsExactly(new CarriedFlag("app", "VOICE", "true", "false"));
  }

  @Test
  void carrying_what_does_not_exist_is_warned_of() {
    Plan plan = new Planned().service("api", killed(), "VOICE").carry("VIOCE").plan();

    assertThat(plan.findings(Weight.WARNING))
        .extracting(Finding::text)
        .containsExactly("--carry VIOCE keeps nothing: no container has it now.");
  }

  @Test
  void a_flag_that_the_target_never_had_is_carried_too() {
    Plan plan =
        new Planned()
            .service(
                "api",
                workload("api")
                    .revision(template("v1"))
                    .revision(template("v2", Map.of("VOICE", "false"))),
                "VOICE")
            .plan();

    assertThat(Planned.rollBack(plan, "api").carried())
        .containsExactly(new CarriedFlag("app", "VOICE", "", "false"));
  }

  @Test
  void a_flag_that_is_gone_now_comes_back_as_the_target_had_it() {
    Plan plan =
        new Planned()
            .service(
                "api",
                workload("api")
                    .revision(template("v1", Map.of("VOICE", "true")))
                    .revision(template("v2")),
                "VOICE")
            .plan();

    assertThat(Planned.rollBack(plan, "api").carried()).isEmpty();
  }

  @Test
  void a_secret_is_masked_in_the_warning() {
    Plan plan =
        new Planned()
            .service(
                "api",
                workload("api")
                    .revision(template("v1", Map.of("JWT_SECRET", "old")))
                    .revision(template("v2", Map.of("JWT_SECRET", "old")))
                    .revision(template("v2", Map.of("JWT_SECRET", "hunter2"))))
            .plan();

    assertThat(plan.findings(Weight.WARNING))
        .singleElement()
        .satisfies(f -> assertThat(f.text()).contains("••••").doesNotContain("hunter2"));
  }

  @Test
  void a_plan_holds_no_secret_for_it_goes_to_files_and_journals() {
    Plan plan =
        new Planned()
            .service(
                "api",
                workload("api")
                    .revision(template("v1", Map.of("API_TOKEN", "hunter1")))
                    .revision(template("v2", Map.of("API_TOKEN", "hunter2"))),
                "API_TOKEN")
            .plan();

    assertThat(Planned.rollBack(plan, "api").carried())
        .containsExactly(new CarriedFlag("app", "API_TOKEN", "••••", "••••"));
    assertThat(plan.steps().toString() + plan.workloads()).doesNotContain("hunter");
    assertThat(plan.workloads().getFirst().differences())
        .extracting(Difference::what)
        .containsExactly("image");
  }

  @Test
  void what_has_not_changed_since_is_left_alone_and_listed() {
    Plan plan =
        new Planned()
            .service("api", workload("api").revision("v1").revision("v2"))
            .service("video", workload("video").revision("v1").revision("v2").revision("v3"))
            .since(FIRST.plusSeconds(3 * 3600))
            .plan();

    assertThat(plan.services()).containsExactly("video");
    assertThat(plan.findings(Weight.NOTE))
        .singleElement()
        .satisfies(f -> {
          assertThat(f.about()).isEqualTo("deployment/api");
          assertThat(f.text()).startsWith("Left alone: unchanged since ");
        });
  }

  @Test
  void what_somebody_has_taken_back_since_has_changed_though_its_revision_is_old() {
    Instant since = FIRST.plusSeconds(10 * 3600);
    Given video = workload("video").revision("v1").revision("v2").revision("v3");
    Plan plan =
        new Planned()
            .service("video", video.goneBackTo(2, since.plusSeconds(60)))
            .since(since)
            .plan();

    assertThat(plan.services()).containsExactly("video");
    assertThat(plan.findings(Weight.NOTE)).isEmpty();
  }

  @Test
  void one_workload_that_has_nothing_to_go_back_to_refuses_the_whole_plan() {
    Planned planned =
        new Planned()
            .service("api", workload("api").revision("v1"))
            .service("video", workload("video").revision("v1").revision("v2"));

    assertThat(problem(planned.answer()).code()).isEqualTo(ErrorCode.NO_HISTORY);
  }

  @Test
  void it_is_left_alone_and_listed_when_asked() {
    Plan plan =
        new Planned()
            .service("api", workload("api").revision("v1"))
            .service("video", workload("video").revision("v1").revision("v2"))
            .leaveUnable()
            .plan();

    assertThat(plan.services()).containsExactly("video");
    assertThat(plan.findings(Weight.NOTE)).extracting(Finding::about).contains("deployment/api");
  }

  @Test
  void what_could_not_be_looked_at_is_left_alone_with_a_warning() {
    Plan plan =
        new Planned()
            .refused("api", forbidden())
            .service("video", workload("video").revision("v1").revision("v2"))
            .leaveUnable()
            .plan();

    assertThat(plan.findings(Weight.WARNING))
        .extracting(Finding::about)
        .containsExactly("deployment/api");
  }

  @Test
  void where_nothing_could_be_looked_at_the_plan_is_refused_and_not_already_so() {
    Planned planned = new Planned().refused("api", forbidden()).leaveUnable();

    assertThat(problem(planned.answer())).isEqualTo(forbidden());
  }

  @Test
  void the_next_kubectl_apply_that_brings_the_version_back_is_warned_of() {
    Plan plan =
        new Planned()
            .service(
                "api", workload("api").revision("v1").revision("v2").lastApplied(template("v2")))
            .plan();

    assertThat(plan.findings(Weight.WARNING))
        .singleElement()
        .satisfies(f -> assertThat(f.text()).contains("kubectl apply").contains("brings v2 back"));
  }

  @Test
  void what_kubectl_apply_will_never_remove_is_warned_of() {
    Plan plan =
        new Planned()
            .service(
                "api",
                workload("api")
                    .revision(template("v1", Map.of("GHOST", "1")))
                    .revision("v2")
                    .lastApplied(template("v3")))
            .plan();

    assertThat(plan.findings(Weight.WARNING))
        .singleElement()
        .satisfies(f -> assertThat(f.text()).startsWith("The target has GHOST in app, which"));
  }

  @Test
  void a_version_recorded_bad_is_gone_to_only_with_a_reason() {
    Planned planned =
        new Planned()
            .service(
                "api", workload("api").revision("v1").judged(Health.BAD, "k3f9").revision("v2"))
            .choose(new RevisionChoice.Number(1));

    assertThat(problem(planned.answer()).code()).isEqualTo(ErrorCode.TARGET_RECORDED_BAD);
    assertThat(planned.overrideVerdict().plan().workloads().getFirst().toHealth())
        .isEqualTo(Health.BAD);
  }

  private static uz.stario.rollback.release.Given killed() {
    return workload("api")
        .revision(template("v1", Map.of("VOICE", "true")))
        .revision(template("v2", Map.of("VOICE", "true")))
        .revision(template("v2", Map.of("VOICE", "false")));
  }

  private static Problem forbidden() {
    return Problem.unchanged(
        ErrorCode.FORBIDDEN, "Cannot look.", "You may not get deployments.", "Ask for the right.");
  }
}
