package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Given;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

class UndoTest {

  private static final String API = "api";
  private static final String RUN = "0131-k3f9m";

  /** From v2 to v1. */
  private static final Plan PLAN = new Planned().service(API, two()).plan();

  @Test
  void what_the_run_changed_goes_back_to_the_revision_it_left_whatever_its_number_is() {
    Given after =
        Given.workload(API)
            .revision(12, "rs-2", Given.FIRST.plusSeconds(7200), Given.template("v2"))
            .revision(13, "rs-1", Given.FIRST.plusSeconds(3600), Given.template("v1"));

    Plan undo = plan(PLAN, after);

    Action.RollBack step = Planned.rollBack(undo, API);
    assertThat(step.assumption().target()).isEqualTo("rs-2");
    assertThat(step.to()).isEqualTo(12);
    assertThat(step.toVersion()).isEqualTo("v2");
    assertThat(undo.reason()).isEqualTo("undo of run 0131-k3f9m: it was not the release");
    assertThat(undo.workloads().getFirst().reason()).isEqualTo("what run 0131-k3f9m left");
  }

  @Test
  void an_undo_records_no_verdict() {
    Plan undo = plan(PLAN, two().goneBackTo(1));

    assertThat(undo.steps()).extracting(step -> step.id().value()).contains("check-pods/api");
    assertThat(undo.steps()).noneMatch(s -> s.action() instanceof Action.RecordVerdicts);
  }

  @Test
  void an_undo_can_be_undone_though_it_records_no_id_of_what_it_left() {
    Plan undo = plan(PLAN, two().goneBackTo(1));
    Given after =
        Given.workload(API)
            .revision(3, "rs-1", Given.FIRST.plusSeconds(3600), Given.template("v1"))
            .revision(4, "rs-2", Given.FIRST.plusSeconds(7200), Given.template("v2"));

    assertThat(Planned.rollBack(plan(undo, after), API).assumption().target()).isEqualTo("rs-1");
  }

  @Test
  void never_back_to_bad_until_somebody_says_why_which_the_plan_then_keeps() {
    Given after = two().judged(Health.BAD, RUN).goneBackTo(1);

    Problem refused = Planned.problem(answer(PLAN, after, Optional.empty()));
    assertThat(refused.code()).isEqualTo(ErrorCode.TARGET_RECORDED_BAD);
    assertThat(refused.sentence())
        .contains("revision 2 (v2)", "recorded bad by run " + RUN, "--override-verdict REASON")
        .doesNotContain("Choose another");

    assertThat(answer(PLAN, after, Optional.of("the cause was the cache")))
        .isInstanceOfSatisfying(
            Answer.Given.class,
            given ->
                assertThat(((Plan) given.value()).findings())
                    .extracting(Finding::text)
                    .contains(
                        "revision 2 (v2) is recorded bad and is gone to all the same: the cause"
                            + " was the cache"));
  }

  @Test
  void a_workload_that_was_taken_back_already_is_left_alone() {
    Given back =
        Given.workload(API)
            .revision(3, "rs-1", Given.FIRST.plusSeconds(3600), Given.template("v1"))
            .revision(4, "rs-2", Given.FIRST.plusSeconds(7200), Given.template("v2"));

    assertThat(drift(PLAN, back)).isEmpty();
    assertThat(plan(PLAN, back).alreadySo()).isTrue();
  }

  @Test
  void what_somebody_has_changed_since_is_told_in_words() {
    Given released =
        two()
            .goneBackTo(1)
            .revision(4, "rs-4", Given.FIRST.plusSeconds(9000), Given.template("v3"));

    assertThat(drift(PLAN, released))
        .containsExactly(
            "runs revision 4 (v3); the run left it with v1: image of app "
                + Given.image("app", "v1")
                + " → "
                + Given.image("app", "v3"));
  }

  @Test
  void what_was_left_must_still_be_kept_and_be_the_same_object() {
    Given pruned =
        Given.workload(API)
            .revision(3, "rs-1", Given.FIRST.plusSeconds(3600), Given.template("v1"));

    assertThat(drift(PLAN, pruned))
        .containsExactly("what it ran before, revision 2 (v2), is no longer kept");
    assertThat(new Undo(PLAN, steps(PLAN), RUN).drift(Map.of()))
        .containsExactly(new Drift(WorkloadRef.deployment(API), "is gone"));
  }

  @Test
  void a_run_that_kept_flags_is_known_by_what_it_put_together() {
    Given before =
        Given.workload(API)
            .revision(Given.template("v1", Map.of("VIDEO", "on")))
            .revision(Given.template("v2", Map.of("VIDEO", "off")));
    Plan plan = new Planned().service(API, before, "VIDEO").plan();
    Given after = before.revision(Given.template("v1", Map.of("VIDEO", "off")));

    assertThat(drift(plan, after)).isEmpty();
    assertThat(Planned.rollBack(plan(plan, after), API).assumption().target()).isEqualTo("rs-2");
    assertThat(
            drift(
                plan,
                after.revision(
                    4,
                    "rs-4",
                    Given.FIRST.plusSeconds(90_000),
                    Given.template("v1", Map.of("VIDEO", "on")))))
        .singleElement()
        .asString()
        .startsWith("runs revision 4 (v1); the run left it with v1");
  }

  @Test
  void a_switch_that_is_off_now_stays_off() {
    Given before =
        Given.workload(API)
            .revision(Given.template("v1", Map.of("VIDEO", "off")))
            .revision(Given.template("v2", Map.of("VIDEO", "on")));
    Plan plan = new Planned().service(API, before, "VIDEO").exact().plan();
    Given after = before.goneBackTo(1);
    var undo = new Undo(plan, steps(plan), RUN);
    var observed = observed(after);

    Plan kept =
        given(
            Planner.plan(
                undo.request(
                    asked(Optional.empty()), _ -> new TreeSet<>(Set.of("VIDEO")), observed),
                "prod/stario",
                observed,
                Planned.NOW,
                new Redactor()));

    assertThat(Planned.rollBack(kept, API).carried())
        .containsExactly(new CarriedFlag("app", "VIDEO", "on", "off"));
  }

  @Test
  void only_what_the_run_changed_is_undone_in_the_order_and_with_the_checks_of_its_plan() {
    var health =
        new HealthCheck(
            "health", "GET", "http://a/health", 200, Optional.empty(), Duration.ofSeconds(5));
    Plan plan =
        new Planned()
            .service("front", Set.of("back"), List.of(health), "front")
            .service("back", Set.of(), List.of(), "back", "back-worker")
            .service("other", Set.of(), List.of(), "other")
            .plan();
    Map<WorkloadRef, Answer<WorkloadState>> observed = new HashMap<>();
    for (String name : List.of("front", "back", "back-worker", "other")) {
      Given after = Given.workload(name).revision("v1").revision("v2").goneBackTo(1);
      observed.put(after.state().ref(), Answer.given(after.state()));
    }
    Set<StepId> changed =
        Set.of(
            new StepId("roll-back/front"),
            new StepId("roll-back/back"),
            new StepId("roll-back/back-worker"));
    var undo = new Undo(plan, changed, RUN);

    Plan back =
        given(
            Planner.plan(
                undo.request(asked(Optional.empty()), UndoTest::noFlags, observed),
                "prod/stario",
                observed,
                Planned.NOW,
                new Redactor()));

    assertThat(back.services()).containsExactlyInAnyOrder("front", "back");
    assertThat(Planned.step(back, "roll-back/front").after())
        .extracting(StepId::value)
        .containsExactly("roll-back/back", "roll-back/back-worker");
    assertThat(Planned.step(back, "check-health/front").action())
        .isEqualTo(Planned.step(plan, "check-health/front").action());
  }

  @Test
  void a_store_is_never_undone_by_itself_and_its_way_back_is_told() {
    var change =
        new Action.StoreChange(
            "queue-quarantine",
            "queue/video",
            new TreeMap<>(),
            Danger.DESTRUCTIVE,
            false,
            OnFailure.STOP,
            Duration.ofSeconds(5),
            "looked at",
            "none",
            "stario queue restore video");
    List<Step> steps = new ArrayList<>(PLAN.steps());
    steps.add(Step.of(new StepId("quarantine/video"), API, change, Set.of(), Set.of(), 1, ""));
    Plan plan =
        Plan.of(
            PLAN.environment(),
            PLAN.target(),
            PLAN.madeAt(),
            "",
            false,
            PLAN.workloads(),
            steps,
            List.of());

    assertThat(new Undo(plan, steps(plan), RUN).leftToPeople())
        .containsExactly(
            new Finding(
                Finding.Weight.WARNING,
                "queue/video",
                "queue-quarantine is not undone by this. Its way back: stario queue restore"
                    + " video"));
    assertThat(new Undo(plan, Set.of(new StepId("roll-back/api")), RUN).leftToPeople()).isEmpty();
  }

  @Test
  void a_run_that_changed_nothing_leaves_nothing_to_undo() {
    var undo = new Undo(PLAN, Set.of(), RUN);
    var observed = observed(two());

    Plan nothing =
        given(
            Planner.plan(
                undo.request(asked(Optional.empty()), UndoTest::noFlags, observed),
                "prod/stario",
                observed,
                Planned.NOW,
                new Redactor()));

    assertThat(undo.drift(observed)).isEmpty();
    assertThat(nothing.alreadySo()).isTrue();
    assertThat(nothing.workloads()).isEmpty();
  }

  private static Plan plan(Plan of, Given now) {
    return given(answer(of, now, Optional.empty()));
  }

  private static Answer<Plan> answer(Plan of, Given now, Optional<String> override) {
    var observed = observed(now);
    Request request =
        new Undo(of, steps(of), RUN).request(asked(override), UndoTest::noFlags, observed);
    return Planner.plan(request, "prod/stario", observed, Planned.NOW, new Redactor());
  }

  private static Plan given(Answer<Plan> answer) {
    return switch (answer) {
      case Answer.Given<Plan>(Plan plan) -> plan;
      case Answer.Refused<Plan>(Problem problem) -> throw new AssertionError(problem.sentence());
    };
  }

  private static List<String> drift(Plan plan, Given now) {
    return new Undo(plan, steps(plan), RUN)
        .drift(observed(now)).stream().map(Drift::words).toList();
  }

  private static Map<WorkloadRef, Answer<WorkloadState>> observed(Given now) {
    return Map.of(now.state().ref(), Answer.given(now.state()));
  }

  private static Set<StepId> steps(Plan plan) {
    return plan.steps().stream().map(Step::id).collect(Collectors.toSet());
  }

  private static SortedSet<String> noFlags(String service) {
    return new TreeSet<>();
  }

  private static Request asked(Optional<String> override) {
    var environment =
        new Environment(
            "production",
            Optional.of("prod"),
            "stario",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Request previous = Request.previous(new Scope(environment, List.of()));
    return new Request(
        previous.scope(),
        previous.choice(),
        previous.since(),
        false,
        false,
        new TreeSet<>(),
        false,
        override,
        false,
        false,
        "it was not the release",
        previous.rolloutLimit());
  }

  private static Given two() {
    return Given.workload(API).revision("v1").revision("v2");
  }
}
