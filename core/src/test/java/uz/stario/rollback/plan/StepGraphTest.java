package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.plan.Planned.step;
import static uz.stario.rollback.release.Given.workload;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.FailurePolicy;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.PodCheck;
import uz.stario.rollback.playbook.ScrapeCheck;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.playbook.Threshold;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.RevisionChoice;
import uz.stario.rollback.release.WorkloadRef;

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
  void in_an_emergency_what_people_meet_can_come_before_what_it_calls() {
    Plan plan =
        new Planned()
            .service("gateway", Set.of("video"), List.of(), "gateway")
            .service("video", Set.of("queue"), List.of(), "gen")
            .service("queue", Set.of(), List.of(), "queue")
            .usersFirst()
            .plan();

    assertThat(step(plan, "roll-back/gateway").wave()).isEqualTo(1);
    assertThat(step(plan, "roll-back/gen").wave()).isEqualTo(2);
    assertThat(step(plan, "roll-back/queue").wave()).isEqualTo(3);
    assertThat(after(plan, "roll-back/gen")).containsExactly("roll-back/gateway");
    assertThat(needs(plan, "roll-back/gen")).isEmpty();
  }

  @Test
  void what_depends_on_a_service_can_be_left_alone_where_that_one_fails() {
    Plan plan =
        new Planned()
            .service("video", Set.of("queue"), List.of(), "gen", "worker")
            .onFailure(FailurePolicy.HALT_DEPENDENTS)
            .service("gateway", Set.of("video"), List.of(), "gateway")
            .service("queue", Set.of(), List.of(), "queue")
            .service("lone", Set.of("queue"), List.of(), "lone")
            .plan();

    assertThat(needs(plan, "roll-back/gateway"))
        .containsExactly("roll-back/gen", "roll-back/worker");
    assertThat(needs(plan, "roll-back/gen")).isEmpty();
    assertThat(needs(plan, "roll-back/worker")).containsExactly("roll-back/gen");
    assertThat(needs(plan, "roll-back/queue")).isEmpty();
    assertThat(needs(plan, "roll-back/lone")).isEmpty();
  }

  @Test
  void a_dependent_through_a_service_that_is_left_alone_is_one_too() {
    Plan plan =
        new Planned()
            .service("video", Set.of(), List.of(), "video")
            .onFailure(FailurePolicy.HALT_DEPENDENTS)
            .service("web", Set.of("gateway"), List.of(), "web")
            .service("gateway", Set.of("video"), List.of(), "gateway")
            .observed(workload("gateway").revision("v1").judged(Health.HEALTHY, "k3f9"))
            .plan();

    assertThat(needs(plan, "roll-back/web")).containsExactly("roll-back/video");
  }

  @Test
  void every_later_wave_can_be_left_alone_where_a_service_fails() {
    Plan plan =
        new Planned()
            .service("queue", Set.of(), List.of(), "queue")
            .onFailure(FailurePolicy.HALT)
            .service("lone", Set.of(), List.of(), "lone")
            .service("video", Set.of("lone"), List.of(), "video")
            .plan();

    assertThat(needs(plan, "roll-back/video")).containsExactly("roll-back/queue");
    assertThat(needs(plan, "roll-back/lone")).isEmpty();
  }

  @Test
  void where_users_come_first_nothing_is_left_of_dependents_that_were_before() {
    Plan plan =
        new Planned()
            .service("video", Set.of(), List.of(), "video")
            .service("gateway", Set.of("video"), List.of(), "gateway")
            .onFailure(FailurePolicy.HALT_DEPENDENTS)
            .usersFirst()
            .plan();

    assertThat(needs(plan, "roll-back/gateway")).isEmpty();
    assertThat(needs(plan, "roll-back/video")).isEmpty();
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

  @Test
  void a_check_of_another_kind_is_made_as_a_health_check_is_and_given_the_time_that_it_needs() {
    var pods = new PodCheck("no crash loop", WorkloadRef.deployment("api"), 2, seconds(15));
    var growth =
        new ScrapeCheck(
            "it counts",
            "http://api/metrics",
            new ScrapeCheck.Growth("n"),
            new Threshold(Threshold.Comparison.ABOVE, 0),
            seconds(10),
            1,
            seconds(5));

    Plan plan = new Planned().service("api", Set.of(), List.of(pods, growth), "api").plan();

    assertThat(after(plan, "check-no crash loop/api")).containsExactly("roll-back/api");
    assertThat(needs(plan, "check-no crash loop/api")).containsExactly("roll-back/api");
    assertThat(needs(plan, "record-verdicts/api"))
        .contains("check-no crash loop/api", "check-it counts/api");
    assertThat(step(plan, "check-no crash loop/api").action())
        .isEqualTo(
            new Action.RunCheck("api", pods, Duration.ZERO, seconds(30), seconds(30 + 15 + 5)));
    assertThat(step(plan, "check-it counts/api").action())
        .isEqualTo(
            new Action.RunCheck(
                "api",
                growth,
                Duration.ZERO,
                seconds(30 + 10 + 5),
                seconds(30 + 10 + 5 + 5 + 10 + 5 + 5)));
    assertThat(step(plan, "check-it counts/api").command())
        .isEqualTo("curl -fsS http://api/metrics | grep n");
  }

  @Test
  void a_check_of_the_platform_comes_after_all_rollbacks_and_no_verdict_waits_for_it() {
    var smoke = new ScriptCheck("smoke tests", List.of("./smoke"), new TreeMap<>(), seconds(60));

    Plan plan =
        new Planned()
            .service("a", Set.of(), List.of(), "a")
            .service("b", Set.of(), List.of(), "b")
            .platform(smoke)
            .plan();

    assertThat(after(plan, "check-smoke tests")).containsExactly("roll-back/a", "roll-back/b");
    assertThat(needs(plan, "check-smoke tests")).isEmpty();
    assertThat(needs(plan, "record-verdicts/a")).containsExactly("check-pods/a");
    assertThat(step(plan, "check-smoke tests").service()).isEmpty();
  }

  @Test
  void where_nothing_is_rolled_back_nothing_is_checked() {
    var smoke = new ScriptCheck("smoke tests", List.of("./smoke"), new TreeMap<>(), seconds(60));
    Plan plan =
        new Planned()
            .platform(smoke)
            .service("a", workload("a").revision("v1"))
            .leaveUnable()
            .plan();
    assertThat(plan.steps()).isEmpty();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static List<String> after(Plan plan, String id) {
    return step(plan, id).after().stream().map(StepId::value).toList();
  }

  private static List<String> needs(Plan plan, String id) {
    return step(plan, id).needs().stream().map(StepId::value).toList();
  }
}
