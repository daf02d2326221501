package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.plan.Planned.step;
import static uz.stario.rollback.release.Given.workload;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.RevisionChoice;

class StepGraphTest {

  @Test
  void the_workloads_of_a_service_are_rolled_back_one_after_the_other() {
    Plan plan = new Planned().service("video", Set.of(), List.of(), "gen", "worker").plan();

    assertThat(needs(plan, "roll-back/gen")).isEmpty();
    assertThat(needs(plan, "roll-back/worker")).containsExactly("roll-back/gen");
    assertThat(step(plan, "roll-back/worker").wave()).isEqualTo(1);
  }

  @Test
  void services_that_do_not_depend_on_each_other_share_a_wave() {
    Plan plan =
        new Planned()
            .service("a", Set.of(), List.of(), "a")
            .service("b", Set.of(), List.of(), "b")
            .plan();

    assertThat(step(plan, "roll-back/a").wave()).isEqualTo(1);
    assertThat(step(plan, "roll-back/b").wave()).isEqualTo(1);
    assertThat(after(plan, "roll-back/b")).isEmpty();
  }

  @Test
  void a_service_comes_after_what_it_depends_on_but_does_not_need_it_to_succeed() {
    Plan plan =
        new Planned()
            .service("gateway", Set.of("video"), List.of(), "gateway")
            .service("video", Set.of(), List.of(), "gen", "worker")
            .plan();

    assertThat(step(plan, "roll-back/gateway").wave()).isEqualTo(2);
    assertThat(after(plan, "roll-back/gateway"))
        .containsExactly("roll-back/gen", "roll-back/worker");
    assertThat(needs(plan, "roll-back/gateway")).isEmpty();
  }

  @Test
  void a_dependency_that_is_not_asked_for_does_not_count() {
    Plan plan = new Planned().service("gateway", Set.of("video"), List.of(), "gateway").plan();

    assertThat(step(plan, "roll-back/gateway").wave()).isEqualTo(1);
  }

  @Test
  void an_order_through_a_service_that_is_left_alone_holds() {
    Plan plan =
        new Planned()
            .service("web", Set.of("gateway"), List.of(), "web")
            .service("gateway", Set.of("video"), List.of(), "gateway")
            .service("video", Set.of(), List.of(), "video")
            .observed(workload("gateway").revision("v1").judged(Health.HEALTHY, "k3f9"))
            .plan();

    assertThat(plan.step(new StepId("roll-back/gateway"))).isEmpty();
    assertThat(after(plan, "roll-back/web")).containsExactly("roll-back/video");
    assertThat(step(plan, "roll-back/web").wave()).isEqualTo(2);
    assertThat(after(plan, "check-pods/video")).contains("roll-back/web", "roll-back/video");
  }

  @Test
  void a_check_comes_after_the_roll_backs_of_all_joined_services_but_needs_only_its_own() {
    Plan plan =
        new Planned()
            .service("gateway", Set.of("video"), List.of(), "gateway")
            .service("video", Set.of(), List.of(health("health")), "video")
            .service("lone", Set.of(), List.of(), "lone")
            .plan();

    assertThat(after(plan, "check-health/video"))
        .containsExactly("roll-back/gateway", "roll-back/video");
    assertThat(needs(plan, "check-health/video")).containsExactly("roll-back/video");
    assertThat(after(plan, "check-pods/lone")).containsExactly("roll-back/lone");
  }

  @Test
  void verdicts_need_every_check_of_their_service() {
    Plan plan =
        new Planned().service("video", Set.of(), List.of(health("health")), "gen", "worker").plan();

    assertThat(needs(plan, "record-verdicts/gen"))
        .containsExactly("check-health/video", "check-pods/gen", "check-pods/worker");
    assertThat(step(plan, "record-verdicts/gen").action())
        .isEqualTo(
            new Action.RecordVerdicts(
                uz.stario.rollback.release.WorkloadRef.deployment("gen"), "rs-2", "rs-1"));
  }

  @Test
  void a_vulnerable_version_that_runs_well_is_not_recorded_healthy() {
    Plan plan =
        new Planned()
            .service(
                "api", workload("api").revision("v1").judged(Health.VULNERABLE, "").revision("v2"))
            .choose(new RevisionChoice.Number(1))
            .overrideVerdict()
            .plan();

    assertThat(((Action.RecordVerdicts) step(plan, "record-verdicts/api").action()).goneTo())
        .isEmpty();
  }

  @Test
  void no_two_steps_have_one_id_whatever_checks_are_called() {
    Plan plan =
        new Planned()
            .service(
                "api", Set.of(), List.of(health("pods"), health("health"), health("health")), "api")
            .plan();

    assertThat(plan.steps()).extracting(Step::id).doesNotHaveDuplicates().hasSize(6);
    assertThat(needs(plan, "record-verdicts/api"))
        .containsExactly(
            "check-health/api", "check-health/api-2", "check-pods/api", "check-pods/api-2");
  }

  @Test
  void a_workload_of_two_services_is_rolled_back_once_and_both_wait_for_it() {
    Plan plan =
        new Planned()
            .service("a", Set.of(), List.of(health("health")), "shared", "a")
            .service("b", Set.of(), List.of(health("health")), "shared", "b")
            .plan();

    assertThat(plan.steps()).extracting(Step::id).doesNotHaveDuplicates();
    assertThat(plan.workloads()).hasSize(3);
    assertThat(needs(plan, "roll-back/b")).containsExactly("roll-back/shared");
    assertThat(needs(plan, "check-health/b")).containsExactly("roll-back/b", "roll-back/shared");
  }

  @Test
  void a_service_named_twice_is_planned_once() {
    Plan plan =
        new Planned()
            .service("a", Set.of(), List.of(health("health")), "a")
            .service("a", Set.of(), List.of(health("health")), "a")
            .plan();

    assertThat(plan.steps()).extracting(Step::id).doesNotHaveDuplicates().hasSize(4);
  }

  @Test
  void every_step_names_only_steps_before_it_even_when_services_depend_in_a_circle() {
    Plan plan =
        new Planned()
            .service("a", Set.of("c"), List.of(health("health")), "a1", "a2")
            .service("b", Set.of("a"), List.of(), "b")
            .service("c", Set.of("b", "c"), List.of(), "c")
            .service("d", Set.of("b"), List.of(health("health")), "d")
            .plan();

    Set<StepId> before = new HashSet<>();
    for (Step step : plan.steps()) {
      assertThat(before).containsAll(step.after()).containsAll(step.needs());
      before.add(step.id());
    }
    assertThat(before).hasSize(17);
  }

  static HealthCheck health(String name) {
    return new HealthCheck(
        name, "GET", "https://stario.example/health", 200, Optional.empty(), Duration.ofSeconds(5));
  }

  private static List<String> after(Plan plan, String id) {
    return step(plan, id).after().stream().map(StepId::value).toList();
  }

  private static List<String> needs(Plan plan, String id) {
    return step(plan, id).needs().stream().map(StepId::value).toList();
  }
}
