package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Given;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.RevisionChoice;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

class DriftTest {

  private static final String API = "api";

  /** From v2 to v1. */
  private static final Plan PLAN = new Planned().service(API, two()).plan();

  @Test
  void a_workload_that_is_as_planned_with_has_not_drifted() {
    assertThat(drift(PLAN, two())).isEmpty();
  }

  @Test
  void numbers_and_verdicts_that_allow_the_way_back_are_no_drift() {
    Given moved =
        Given.workload(API)
            .revision(7, "rs-1", Given.FIRST.plusSeconds(3600), Given.template("v1"))
            .judged(Health.HEALTHY, "k3f9")
            .revision(8, "rs-2", Given.FIRST.plusSeconds(7200), Given.template("v2"));

    assertThat(drift(PLAN, moved)).isEmpty();
  }

  @Test
  void a_workload_that_is_gone_or_was_never_looked_at_is_named() {
    assertThat(Drift.between(PLAN, Map.of())).containsExactly(new Drift(ref(), "is gone"));
    assertThat(Drift.between(PLAN, Map.of(ref(), refused(ErrorCode.WORKLOAD_NOT_FOUND))))
        .containsExactly(new Drift(ref(), "is gone"));
    assertThat(Drift.between(PLAN, Map.of(ref(), refused(ErrorCode.FORBIDDEN))))
        .containsExactly(new Drift(ref(), "can't be looked at: Because."));
  }

  @Test
  void another_object_of_the_same_name_says_nothing_else() {
    WorkloadState again = two().paused().state();
    var recreated =
        new WorkloadState(
            again.ref(),
            "uid-new",
            again.template(),
            again.revisions(),
            again.changedAt(),
            again.paused(),
            3,
            3,
            false,
            again.lastApplied());

    assertThat(Drift.between(PLAN, Map.of(ref(), Answer.given(recreated))))
        .containsExactly(
            new Drift(ref(), "is another object of that name (UID uid-new, not uid-api)"));
  }

  @Test
  void a_release_since_then_is_told_with_what_it_changed() {
    assertThat(drift(PLAN, two().revision("v3")))
        .containsExactly(
            "runs revision 3 (v3); the plan takes it from revision 2 (v2): image of app "
                + Given.image("app", "v2")
                + " → "
                + Given.image("app", "v3"));
  }

  @Test
  void a_flag_switched_on_the_same_version_is_drift_and_a_secret_is_not_told() {
    Given switched =
        two().revision(Given.template("v2", Map.of("API_PASSWORD", "hunter2", "VIDEO", "off")));

    assertThat(drift(PLAN, switched))
        .singleElement()
        .asString()
        .contains("runs revision 3 (v2)", "env of app VIDEO none → off", "env of app API_PASSWORD")
        .doesNotContain("hunter2");
  }

  @Test
  void more_changes_than_can_be_read_are_counted() {
    Given many =
        two().revision(Given.template("v2", Map.of("A", "1", "B", "2", "C", "3", "D", "4")));

    assertThat(drift(PLAN, many)).singleElement().asString().endsWith(", and 1 more");
  }

  @Test
  void a_workload_that_runs_the_target_already_is_told_so() {
    assertThat(drift(PLAN, two().goneBackTo(1)))
        .containsExactly("already runs the target, revision 3 (v1)");
  }

  @Test
  void it_runs_the_target_already_where_it_was_reached_with_its_flags_kept() {
    Given flagged =
        Given.workload(API)
            .revision(Given.template("v1", Map.of("VIDEO", "on")))
            .revision(Given.template("v2", Map.of("VIDEO", "off")));
    Plan plan = new Planned().service(API, flagged, "VIDEO").plan();
    assertThat(drift(plan, flagged)).isEmpty();

    assertThat(drift(plan, flagged.revision(Given.template("v1", Map.of("VIDEO", "off")))))
        .containsExactly("already runs the target, revision 3 (v1)");
  }

  @Test
  void a_workload_paused_since_then_is_drift_unless_the_plan_resumes_it() {
    assertThat(drift(PLAN, two().paused())).containsExactly("its rollout is paused");

    Plan resuming = new Planned().service(API, two().paused()).resumePaused().plan();
    assertThat(drift(resuming, two().paused())).isEmpty();
  }

  @Test
  void a_target_that_is_no_longer_kept_or_has_another_template_is_named() {
    Given pruned =
        Given.workload(API)
            .revision(2, "rs-2", Given.FIRST.plusSeconds(7200), Given.template("v2"));
    Given edited =
        Given.workload(API).revision(Given.template("v1", Map.of("BY", "hand"))).revision("v2");

    assertThat(drift(PLAN, pruned))
        .containsExactly("its target, revision 1 (v1), is no longer kept");
    assertThat(drift(PLAN, edited))
        .containsExactly("its target, revision 1 (v1), has another template than it had");
  }

  @Test
  void a_target_that_became_bad_or_vulnerable_is_named_with_who_says_so() {
    assertThat(drift(PLAN, judged(Health.BAD)))
        .containsExactly("its target, revision 1 (v1), is now recorded bad by run k3f9");
    assertThat(drift(PLAN, judged(Health.VULNERABLE)))
        .containsExactly("its target, revision 1 (v1), is now recorded vulnerable by run k3f9");
  }

  @Test
  void a_target_that_was_bad_when_somebody_said_why_is_no_news_but_vulnerable_is() {
    Plan overridden =
        new Planned()
            .service(API, judged(Health.BAD))
            .choose(new RevisionChoice.Number(1))
            .overrideVerdict()
            .plan();

    assertThat(drift(overridden, judged(Health.BAD))).isEmpty();
    assertThat(drift(overridden, judged(Health.VULNERABLE))).hasSize(1);
  }

  @Test
  void every_difference_is_told_and_not_the_first_alone() {
    Given all = judged(Health.BAD).revision("v3").paused();

    assertThat(drift(PLAN, all)).hasSize(3);
  }

  @Test
  void what_the_plan_leaves_alone_must_be_as_it_was_too() {
    Given back = two().judged(Health.BAD, "k3f9").goneBackTo(1).judged(Health.HEALTHY, "k3f9");
    Plan plan = new Planned().service(API, back).plan();
    assertThat(plan.alreadySo()).isTrue();
    assertThat(drift(plan, back)).isEmpty();

    assertThat(
            drift(
                plan,
                back.revision(4, "rs-4", Given.FIRST.plusSeconds(9000), Given.template("v3"))))
        .containsExactly("runs revision 4 (v3); the plan leaves it at revision 3 (v1)");
  }

  private static List<String> drift(Plan plan, Given now) {
    Map<WorkloadRef, Answer<WorkloadState>> observed = new HashMap<>();
    observed.put(now.state().ref(), Answer.given(now.state()));
    return Drift.between(plan, observed).stream().map(Drift::words).toList();
  }

  private static Given two() {
    return Given.workload(API).revision("v1").revision("v2");
  }

  private static Given judged(Health health) {
    return Given.workload(API).revision("v1").judged(health, "k3f9").revision("v2");
  }

  private static WorkloadRef ref() {
    return WorkloadRef.deployment(API);
  }

  private static Answer<WorkloadState> refused(ErrorCode code) {
    return Answer.refused(Problem.unchanged(code, "Cannot.", "Because.", ""));
  }
}
