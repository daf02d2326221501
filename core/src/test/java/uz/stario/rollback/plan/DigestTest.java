package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.release.Given.template;
import static uz.stario.rollback.release.Given.workload;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.ApprovalRule;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.release.Given;
import uz.stario.rollback.release.WorkloadRef;

class DigestTest {

  @Test
  void the_digest_fits_the_plan_it_was_made_for_and_no_other() {
    Plan plan =
        new Planned().service("api", Given.workload("api").revision("v1").revision("v2")).plan();
    Plan elsewhere =
        new Plan(
            plan.environment(),
            "other/stario",
            plan.madeAt(),
            plan.reason(),
            plan.emergency(),
            plan.workloads(),
            plan.steps(),
            plan.findings(),
            plan.digest());

    assertThat(plan.digestFits()).isTrue();
    assertThat(elsewhere.digestFits()).isFalse();
  }

  @Test
  void the_same_plan_made_twice_has_one_digest() {
    assertThat(planned().plan().digest())
        .isEqualTo(planned().plan().digest())
        .matches("[0-9a-f]{64}");
  }

  @Test
  void the_time_the_reason_and_the_findings_do_not_count() {
    Plan later =
        planned()
            .madeAt(Planned.NOW.plusSeconds(60))
            .because("too many errors")
            .carry("NOT_THERE")
            .plan();

    assertThat(later.findings()).isNotEmpty();
    assertThat(later.digest()).isEqualTo(planned().plan().digest());
  }

  @Test
  void another_limit_another_target_another_service_or_another_world_is_another_plan() {
    assertThat(
            Set.of(
                planned().plan().digest(),
                planned().limit(Duration.ofMinutes(1)).plan().digest(),
                planned().context("other").plan().digest(),
                planned().service("more", Set.of(), List.of(), "more").plan().digest(),
                planned()
                    .observed(workload("api").revision("v1").revision("v2").revision("v3"))
                    .plan()
                    .digest(),
                planned()
                    .observed(
                        workload("api").revision("v1").revision(template("v2", Map.of("A", "b"))))
                    .plan()
                    .digest()))
        .hasSize(6);
  }

  @Test
  void any_change_of_a_step_changes_it() {
    Step step = planned().plan().steps().getFirst();
    String before = digest(step);
    Action.RollBack was = (Action.RollBack) step.action();

    assertThat(
            List.of(
                new Step(new StepId("x"), step.service(), was, step.after(), step.needs(), 1, ""),
                new Step(step.id(), "x", was, step.after(), step.needs(), 1, step.command()),
                with(step, new TreeSet<>(Set.of(new StepId("x"))), step.needs(), was),
                with(step, step.after(), new TreeSet<>(Set.of(new StepId("x"))), was),
                with(step, carrying(was, List.of(new CarriedFlag("app", "A", "1", "2")))),
                with(step, assuming(was, new Assumption("other", "t", "rs-1", "u")))))
        .extracting(DigestTest::digest)
        .doesNotContain(before)
        .doesNotHaveDuplicates();
  }

  @Test
  void whether_and_how_a_second_person_has_to_approve_is_part_of_it() {
    Plan plan = planned().plan();
    Duration hour = Duration.ofHours(1);

    assertThat(
            Stream.of(
                    new ApprovalRule(ApprovalRule.From.DISRUPTIVE, hour, false, false),
                    new ApprovalRule(ApprovalRule.From.DESTRUCTIVE, hour, false, false),
                    new ApprovalRule(
                        ApprovalRule.From.DISRUPTIVE, hour.plusSeconds(1), false, false),
                    new ApprovalRule(ApprovalRule.From.DISRUPTIVE, hour, true, false),
                    new ApprovalRule(ApprovalRule.From.DISRUPTIVE, hour, false, true))
                .map(rule -> plan.with(Optional.of(rule)).digest()))
        .doesNotHaveDuplicates()
        .doesNotContain(plan.digest());
    assertThat(plan.with(Optional.empty()).digest()).isEqualTo(plan.digest());
    assertThat(components(ApprovalRule.class)).isEqualTo("of within attested breakGlass");
  }

  @Test
  void a_value_cannot_pass_for_two() {
    Step step = planned().plan().steps().getFirst();
    Action.RollBack was = (Action.RollBack) step.action();
    var two = List.of(new CarriedFlag("app", "A", "", "1"), new CarriedFlag("app", "B", "", "2"));
    String forged = "1], CarriedFlag[container=app, name=B, restored=, kept=2";
    var one = List.of(new CarriedFlag("app", "A", "", forged));

    assertThat(one).hasToString(two.toString());
    assertThat(digest(with(step, carrying(was, one))))
        .isNotEqualTo(digest(with(step, carrying(was, two))));
  }

  @Test
  void every_component_is_in_it_and_a_new_one_is_not_forgotten() {
    assertThat(components(Step.class)).isEqualTo("id service action after needs wave command");
    assertThat(components(Action.RollBack.class))
        .isEqualTo("workload assumption from fromVersion to toVersion carried resume limit");
    assertThat(components(Assumption.class)).isEqualTo("uid template target targetTemplate");
    assertThat(components(CarriedFlag.class)).isEqualTo("container name restored kept");
    assertThat(components(Action.Restart.class)).isEqualTo("workload namespace limit");
    assertThat(components(Action.CheckPods.class)).isEqualTo("workload limit");
    assertThat(components(Action.CheckHealth.class)).isEqualTo("service check limit");
    assertThat(components(HealthCheck.class))
        .isEqualTo("name method url status bodyContains limit");
    assertThat(components(Action.RecordVerdicts.class)).isEqualTo("workload left goneTo");
  }

  private static String components(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(" "));
  }

  private static Planned planned() {
    return new Planned().service("api", Set.of(), List.of(), "api", "worker");
  }

  private static String digest(Step step) {
    return Digest.of("production", "prod/stario", List.of(step), Optional.empty());
  }

  private static Step with(Step step, Action action) {
    return with(step, step.after(), step.needs(), action);
  }

  private static Step with(Step step, Set<StepId> after, Set<StepId> needs, Action action) {
    return Step.of(step.id(), step.service(), action, after, needs, step.wave(), step.command());
  }

  private static Action carrying(Action.RollBack was, List<CarriedFlag> carried) {
    return new Action.RollBack(
        was.workload(),
        was.assumption(),
        was.from(),
        was.fromVersion(),
        was.to(),
        was.toVersion(),
        carried,
        was.resume(),
        was.limit());
  }

  private static Action assuming(Action.RollBack was, Assumption assumption) {
    return new Action.RollBack(
        WorkloadRef.deployment(was.workload().name()),
        assumption,
        was.from(),
        was.fromVersion(),
        was.to(),
        was.toVersion(),
        was.carried(),
        was.resume(),
        was.limit());
  }
}
