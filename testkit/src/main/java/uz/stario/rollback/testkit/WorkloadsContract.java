package uz.stario.rollback.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Assumption;
import uz.stario.rollback.plan.CarriedFlag;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.verify.PodState;

/** What every {@link Workloads} does, on an environment that the implementation sets up. */
public abstract class WorkloadsContract {

  /** An empty environment in which tests do what people and pipelines do. */
  public interface Stage extends AutoCloseable {

    Workloads workloads();

    /** An image that runs; each version another. */
    String image(int version);

    /** An image that no registry has. */
    String missingImage();

    /** Makes a workload of one container, {@code app}. */
    void create(String name, String image, int replicas);

    void setImage(String name, String image);

    void setEnv(String name, String variable, String value);

    void scale(String name, int replicas);

    void pause(String name);

    void delete(String name);

    /** Sets something in the template that our types have no place for. */
    void setUnusualField(String name);

    boolean hasUnusualField(String name);

    /** Copies the verdict on a version onto the workload itself, as kubectl's undo does. */
    void copyVerdict(String name, int version);

    @Override
    void close();
  }

  private static final RunId RUN = new RunId("20260102-a1b2");
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final Verdict HEALTHY = new Verdict(Health.HEALTHY, RUN.value(), AT);
  private static final Verdict BAD = new Verdict(Health.BAD, RUN.value(), AT);
  private static final WorkloadRef API = WorkloadRef.deployment("api-gateway");

  /** The longest any of this takes on a real cluster of one busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private @Nullable Stage opened;

  protected abstract Stage open();

  @BeforeEach
  final void open_the_stage() {
    opened = open();
  }

  @AfterEach
  final void close_the_stage() {
    stage().close();
  }

  @Test
  void a_workload_is_observed_with_all_its_revisions() {
    released(1, 2);

    WorkloadState state = observed();

    assertThat(state.uid()).isNotEmpty();
    assertThat(state.desired()).isEqualTo(2);
    assertThat(state.available()).isEqualTo(2);
    assertThat(state.paused()).isFalse();
    assertThat(state.revisions()).extracting(Revision::number).containsExactly(2L, 1L);
    assertThat(state.current().orElseThrow().number()).isEqualTo(2);
    assertThat(state.template().images()).containsExactly("app=" + stage().image(2));
    assertThat(target(state, 1).template().images()).containsExactly("app=" + stage().image(1));
    assertThat(target(state, 1).verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void all_workloads_are_observed_when_none_is_named() {
    stage().create("api-gateway", stage().image(1), 1);
    stage().create("billing", stage().image(1), 1);

    assertThat(given(stage().workloads().observe(Set.of())).keySet())
        .containsExactlyInAnyOrder(API, WorkloadRef.deployment("billing"));
  }

  @Test
  void a_workload_that_is_not_there_is_a_problem_that_names_the_nearest() {
    stage().create("api-gateway", stage().image(1), 1);
    WorkloadRef mistyped = WorkloadRef.deployment("api-gatewya");

    Answer<?> answer = given(stage().workloads().observe(Set.of(mistyped))).get(mistyped);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(ErrorCode.WORKLOAD_NOT_FOUND);
              assertThat(refused.problem().sentence()).contains("api-gateway");
            });
  }

  @Test
  void one_that_is_not_there_does_not_hide_the_others() {
    stage().create("api-gateway", stage().image(1), 1);
    WorkloadRef absent = WorkloadRef.deployment("billing");

    var answers = given(stage().workloads().observe(Set.of(API, absent)));

    assertThat(answers.get(API)).isInstanceOf(Answer.Given.class);
    assertThat(answers.get(absent)).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void a_rollback_gives_the_workload_the_earlier_template_and_completes() {
    released(1, 2);
    WorkloadState before = observed();

    String mark = applied(rollBack(before, 1));

    assertThat(awaited(mark)).isInstanceOf(Observation.Complete.class);
    WorkloadState after = observed();
    assertThat(after.template().fingerprint())
        .isEqualTo(target(before, 1).template().fingerprint());
    assertThat(after.current().orElseThrow().number()).isEqualTo(3);
    assertThat(after.current().orElseThrow().id()).isEqualTo(target(before, 1).id());
    assertThat(after.current().orElseThrow().changeCause()).contains(RUN.value());
    assertThat(after.desired()).isEqualTo(before.desired());
  }

  @Test
  void the_same_rollback_twice_changes_nothing_the_second_time() {
    released(1, 2);
    WorkloadState before = observed();
    applied(rollBack(before, 1));

    EffectOutcome second = rollBack(before, 1);

    assertThat(second).isInstanceOf(EffectOutcome.AlreadySo.class);
    assertThat(awaited(((EffectOutcome.AlreadySo) second).mark()))
        .isInstanceOf(Observation.Complete.class);
    assertThat(observed().current().orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void a_restart_makes_new_pods_of_the_same_images_and_completes() {
    released(1, 2);
    WorkloadState before = observed();

    String mark = applied(stage().workloads().restart(API, RUN, AT));

    assertThat(awaited(mark)).isInstanceOf(Observation.Complete.class);
    WorkloadState after = observed();
    assertThat(after.template().images()).isEqualTo(before.template().images());
    assertThat(after.template().fingerprint()).isNotEqualTo(before.template().fingerprint());
    assertThat(after.current().orElseThrow().number()).isEqualTo(3);
    assertThat(after.available()).isEqualTo(before.desired());
  }

  @Test
  void a_run_restarts_a_workload_once_and_another_run_once_more() {
    released(1, 2);
    applied(stage().workloads().restart(API, RUN, AT));

    EffectOutcome second = stage().workloads().restart(API, RUN, AT.plusSeconds(5));

    assertThat(second).isInstanceOf(EffectOutcome.AlreadySo.class);
    assertThat(awaited(((EffectOutcome.AlreadySo) second).mark()))
        .isInstanceOf(Observation.Complete.class);
    assertThat(observed().current().orElseThrow().number()).isEqualTo(3);

    RunId other = new RunId("20260102-c3d4");
    String mark = applied(stage().workloads().restart(API, other, AT.plusSeconds(9)));
    assertThat(awaited(mark)).isInstanceOf(Observation.Complete.class);
    assertThat(observed().current().orElseThrow().number()).isEqualTo(4);
    // A run that was left, and is taken up again after another one.
    assertThat(stage().workloads().restart(API, RUN, AT.plusSeconds(12)))
        .isInstanceOf(EffectOutcome.AlreadySo.class);
    assertThat(observed().current().orElseThrow().number()).isEqualTo(4);
  }

  @Test
  void what_is_paused_or_not_there_is_not_restarted() {
    released(1, 2);
    stage().pause("api-gateway");
    String before = observed().template().fingerprint();

    EffectOutcome paused = stage().workloads().restart(API, RUN, AT);
    EffectOutcome absent = stage().workloads().restart(WorkloadRef.deployment("billing"), RUN, AT);

    assertThat(paused).isInstanceOf(EffectOutcome.Refused.class);
    assertThat(paused.detail()).contains("paused");
    assertThat(absent).isInstanceOf(EffectOutcome.Refused.class);
    assertThat(observed().template().fingerprint()).isEqualTo(before);
  }

  @Test
  void another_namespace_has_workloads_of_its_own() {
    released(1);
    Workloads elsewhere = stage().workloads().in("kube-system");

    assertThat(elsewhere.place()).endsWith("/kube-system");
    assertThat(elsewhere.observe(Set.of(API)).then(all -> requireNonNull(all.get(API))))
        .isInstanceOf(Answer.Refused.class);
    assertThat(elsewhere.restart(API, RUN, AT)).isInstanceOf(EffectOutcome.Refused.class);
    assertThat(stage().workloads().in("kube-system")).isSameAs(elsewhere);
  }

  @Test
  void a_template_that_has_changed_since_the_plan_is_refused_and_the_change_is_named() {
    released(1, 2);
    WorkloadState planned = observed();
    stage().setImage("api-gateway", stage().image(3));

    EffectOutcome outcome = rollBack(planned, 1);

    assertThat(outcome).isInstanceOf(EffectOutcome.Refused.class);
    assertThat(outcome.detail()).contains("changed since the plan", "image of app");
    assertThat(observed().template().images()).containsExactly("app=" + stage().image(3));
  }

  @Test
  void a_workload_made_anew_under_the_same_name_is_refused() {
    released(1, 2);
    WorkloadState planned = observed();
    stage().delete("api-gateway");
    released(1, 2);

    assertThat(rollBack(planned, 1)).isInstanceOf(EffectOutcome.Refused.class);
  }

  @Test
  void a_concurrent_scale_is_no_conflict_and_is_kept() {
    released(1, 2);
    WorkloadState planned = observed();
    stage().scale("api-gateway", 3);

    String mark = applied(rollBack(planned, 1));

    assertThat(awaited(mark)).isInstanceOf(Observation.Complete.class);
    assertThat(observed().desired()).isEqualTo(3);
  }

  @Test
  void a_paused_workload_is_refused_unless_it_may_be_resumed() {
    released(1, 2);
    stage().pause("api-gateway");
    WorkloadState planned = observed();
    assertThat(planned.paused()).isTrue();

    EffectOutcome refused = rollBack(planned, 1);
    assertThat(refused).isInstanceOf(EffectOutcome.Refused.class);
    assertThat(refused.detail()).contains("paused");

    String mark = applied(stage().workloads().rollBack(action(planned, 1, List.of(), true), RUN));
    assertThat(awaited(mark)).isInstanceOf(Observation.Complete.class);
    assertThat(observed().paused()).isFalse();
  }

  @Test
  void a_carried_flag_keeps_its_present_value() {
    released(1, 2);
    stage().setEnv("api-gateway", "NEW_BILLING", "false");
    WorkloadState planned = rolledOut();
    CarriedFlag killed = new CarriedFlag("app", "NEW_BILLING", "", "false");

    String mark =
        applied(stage().workloads().rollBack(action(planned, 1, List.of(killed), false), RUN));

    assertThat(awaited(mark)).isInstanceOf(Observation.Complete.class);
    WorkloadState after = observed();
    assertThat(after.template().images()).containsExactly("app=" + stage().image(1));
    assertThat(after.template().containers().getFirst().env())
        .containsEntry("NEW_BILLING", "false");
  }

  @Test
  void the_revision_that_carried_flags_made_new_is_the_one_that_gets_the_verdict() {
    released(1, 2);
    stage().setEnv("api-gateway", "NEW_BILLING", "false");
    WorkloadState planned = rolledOut();
    CarriedFlag killed = new CarriedFlag("app", "NEW_BILLING", "", "false");
    awaited(applied(stage().workloads().rollBack(action(planned, 1, List.of(killed), false), RUN)));

    applied(stage().workloads().record(API, Action.RecordVerdicts.PRESENT, HEALTHY));

    WorkloadState after = observed();
    assertThat(after.current().orElseThrow().verdict()).isEqualTo(HEALTHY);
    assertThat(target(after, 1).verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void what_somebody_released_right_after_us_is_not_the_revision_that_we_made() {
    released(1, 2);
    awaited(applied(rollBack(observed(), 1)));
    stage().setImage("api-gateway", stage().image(3));
    rolledOut();

    applied(stage().workloads().record(API, Action.RecordVerdicts.PRESENT, HEALTHY));

    WorkloadState after = observed();
    assertThat(after.current().orElseThrow().verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void without_a_rollback_of_ours_no_revision_is_the_one_we_made() {
    released(1, 2);

    assertThat(stage().workloads().record(API, Action.RecordVerdicts.PRESENT, HEALTHY))
        .isInstanceOf(EffectOutcome.Refused.class);
  }

  @Test
  void what_our_types_have_no_place_for_survives_a_rollback() {
    stage().create("api-gateway", stage().image(1), 1);
    rolledOut();
    stage().setUnusualField("api-gateway");
    rolledOut();
    stage().setImage("api-gateway", stage().image(2));
    WorkloadState planned = rolledOut();

    applied(rollBack(planned, 2));

    assertThat(stage().hasUnusualField("api-gateway")).isTrue();
    applied(rollBack(observed(), 1));
    assertThat(stage().hasUnusualField("api-gateway")).isFalse();
  }

  @Test
  void a_verdict_is_read_back_and_the_next_release_is_not_born_with_it() {
    released(1, 2);
    WorkloadState state = observed();

    applied(stage().workloads().record(API, target(state, 2).id(), BAD));
    applied(stage().workloads().record(API, target(state, 1).id(), HEALTHY));
    assertThat(target(observed(), 2).verdict()).isEqualTo(BAD);
    assertThat(target(observed(), 1).verdict()).isEqualTo(HEALTHY);

    applied(rollBack(observed(), 1));
    stage().setImage("api-gateway", stage().image(3));
    WorkloadState next = rolledOut();
    assertThat(next.current().orElseThrow().verdict()).isEqualTo(Verdict.NONE);
    assertThat(target(next, 2).verdict()).isEqualTo(BAD);
  }

  @Test
  void a_verdict_stays_though_an_undo_by_hand_left_another_on_the_workload() {
    released(1, 2);
    applied(stage().workloads().record(API, target(observed(), 1).id(), BAD));
    stage().copyVerdict("api-gateway", 1);

    applied(stage().workloads().record(API, target(observed(), 2).id(), HEALTHY));

    // Whatever else changes makes the controller look at its annotations again.
    stage().scale("api-gateway", 3);
    WorkloadState state = rolledOut();
    assertThat(target(state, 2).verdict()).isEqualTo(HEALTHY);
    assertThat(target(state, 1).verdict()).isEqualTo(BAD);
  }

  @Test
  void a_verdict_says_who_gave_it_where_that_was_no_run() {
    released(1, 2);
    Verdict marked = new Verdict(Health.VULNERABLE, "", Fixtures.NOW, "anna (CVE-2026-1)");

    applied(stage().workloads().record(API, target(observed(), 1).id(), marked));

    assertThat(target(observed(), 1).verdict()).isEqualTo(marked);
  }

  @Test
  void the_same_verdict_twice_is_no_change() {
    released(1, 2);
    String id = target(observed(), 1).id();
    applied(stage().workloads().record(API, id, BAD));
    observed();

    assertThat(stage().workloads().record(API, id, BAD))
        .isInstanceOf(EffectOutcome.AlreadySo.class);
  }

  @Test
  void a_verdict_on_a_revision_that_is_not_there_is_refused() {
    released(1, 2);

    assertThat(
            stage()
                .workloads()
                .record(API, "no-such-revision", new Verdict(Health.BAD, "", Instant.EPOCH)))
        .isInstanceOf(EffectOutcome.Refused.class);
  }

  @Test
  void an_image_that_cannot_be_pulled_is_told_instead_of_waited_for() {
    WorkloadState planned = releasedAfterAMissingImage();

    String mark = applied(rollBack(planned, 1));

    BlockingQueue<Observation> seen = new LinkedBlockingQueue<>();
    try (Subscription _ = stage().workloads().await(API, mark, seen::add)) {
      Observation trouble = first(seen, Observation.Trouble.class);
      assertThat(trouble.detail()).contains("image", "app");
    }
  }

  @Test
  void a_workload_deleted_midway_is_lost() {
    WorkloadState planned = releasedAfterAMissingImage();
    String mark = applied(rollBack(planned, 1));
    BlockingQueue<Observation> seen = new LinkedBlockingQueue<>();

    try (Subscription _ = stage().workloads().await(API, mark, seen::add)) {
      next(seen);
      stage().delete("api-gateway");

      assertThat(first(seen, Observation.Lost.class).detail()).contains("deleted");
    }
  }

  @Test
  void a_workload_changed_by_someone_else_midway_is_lost() {
    WorkloadState planned = releasedAfterAMissingImage();
    String mark = applied(rollBack(planned, 1));
    BlockingQueue<Observation> seen = new LinkedBlockingQueue<>();

    try (Subscription _ = stage().workloads().await(API, mark, seen::add)) {
      next(seen);
      stage().setImage("api-gateway", stage().image(3));

      assertThat(first(seen, Observation.Lost.class).detail()).contains("changed");
    }
  }

  @Test
  void the_pods_of_the_present_revision_are_told_and_no_others() {
    released(1, 2);

    List<PodState> pods = given(stage().workloads().pods(API));

    assertThat(pods).hasSize(2).allMatch(PodState::ready);
    assertThat(pods).extracting(PodState::image).containsOnly(stage().image(2));
  }

  /** Releases versions one after the other with two replicas, each rolled out. */
  private void released(int... versions) {
    for (int version : versions) {
      if (version == versions[0]) {
        stage().create("api-gateway", stage().image(version), 2);
      } else {
        stage().setImage("api-gateway", stage().image(version));
      }
      rolledOut();
    }
  }

  private WorkloadState releasedAfterAMissingImage() {
    stage().create("api-gateway", stage().missingImage(), 1);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (observed().current().isEmpty()) {
      assertThat(System.nanoTime()).as("no revision was made").isLessThan(end);
    }
    stage().setImage("api-gateway", stage().image(2));
    return rolledOut();
  }

  private WorkloadState rolledOut() {
    observed();
    assertThat(awaited("")).isInstanceOf(Observation.Complete.class);
    return observed();
  }

  private WorkloadState observed() {
    Answer<WorkloadState> answer = given(stage().workloads().observe(Set.of(API))).get(API);
    return given(answer);
  }

  private EffectOutcome rollBack(WorkloadState planned, long to) {
    return stage().workloads().rollBack(action(planned, to, List.of(), false), RUN);
  }

  private static Action.RollBack action(
      WorkloadState planned, long to, List<CarriedFlag> carried, boolean resume) {
    Revision target = target(planned, to);
    return new Action.RollBack(
        API,
        new Assumption(
            planned.uid(),
            planned.template().fingerprint(),
            target.id(),
            target.template().fingerprint()),
        planned.current().map(Revision::number).orElse(0L),
        planned.template().version(),
        to,
        target.version(),
        carried,
        resume,
        PATIENCE);
  }

  private static Revision target(WorkloadState state, long number) {
    return state.revisions().stream().filter(r -> r.number() == number).findFirst().orElseThrow();
  }

  /** How a rollout ends. */
  private Observation awaited(String mark) {
    BlockingQueue<Observation> seen = new LinkedBlockingQueue<>();
    try (Subscription _ = stage().workloads().await(API, mark, seen::add)) {
      while (true) {
        switch (next(seen)) {
          case Observation.Complete complete -> {
            return complete;
          }
          case Observation.Lost lost -> {
            return lost;
          }
          case Observation.Progress progress -> {}
          case Observation.Trouble trouble -> {}
        }
      }
    }
  }

  private static Observation first(
      BlockingQueue<Observation> seen, Class<? extends Observation> kind) {
    while (true) {
      Observation observation = next(seen);
      if (kind.isInstance(observation)) {
        return observation;
      }
    }
  }

  private static Observation next(BlockingQueue<Observation> seen) {
    try {
      Observation observation = seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return observation == null ? fail("nothing was told within " + PATIENCE) : observation;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail("interrupted");
    }
  }

  private static String applied(EffectOutcome outcome) {
    assertThat(outcome).isInstanceOf(EffectOutcome.Applied.class);
    return ((EffectOutcome.Applied) outcome).mark();
  }

  private static <T> T given(@Nullable Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(T value) -> value;
      case Answer.Refused<T>(var problem) -> fail(problem.sentence());
      case null -> fail("no answer");
    };
  }

  private Stage stage() {
    if (opened == null) {
      throw new IllegalStateException("not opened");
    }
    return opened;
  }
}
