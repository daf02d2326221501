package uz.stario.rollback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.run.Steps.at;
import static uz.stario.rollback.run.Steps.check;
import static uz.stario.rollback.run.Steps.ids;
import static uz.stario.rollback.run.Steps.rollBack;
import static uz.stario.rollback.run.Steps.verdicts;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.StepId;

class DecisionTest {

  private Steps steps = new Steps(rollBack("api"), check("health", "api"), verdicts("v", "health"));

  @AfterEach
  void the_journal_replays_to_the_same_state() {
    assertThat(Run.replay(Steps.ID, steps.journal)).contains(steps.run());
  }

  @Test
  void what_comes_first_begins_with_an_intent_and_a_deadline() {
    assertThat(steps.commands)
        .containsExactly(
            new Command.Perform(new StepId("api"), 1),
            new Command.SetTimer(new StepId("api"), TimerKind.DEADLINE, at(600)));
    assertThat(steps.step("api").state()).isEqualTo(StepState.ACTING);
    assertThat(steps.step("health").state()).isEqualTo(StepState.PENDING);
  }

  @Test
  void an_applied_roll_back_is_watched_from_its_mark() {
    steps.applied(1, "api");

    assertThat(steps.commands).containsExactly(new Command.Watch(new StepId("api"), "7"));
    assertThat(steps.step("api").state()).isEqualTo(StepState.WAITING);
  }

  @Test
  void a_run_that_goes_well_is_complete() {
    steps.applied(1, "api").complete(9, "api");
    steps.ended(10, "health", new EffectOutcome.Applied("200", ""));
    steps.ended(11, "v", new EffectOutcome.Applied("recorded", ""));

    assertThat(steps.outcome("api")).contains(new StepOutcome.Succeeded("3 of 3 ready"));
    assertThat(steps.run().result()).contains(RunResult.COMPLETE);
    assertThat(steps.run().endedAt()).contains(at(11));
  }

  @Test
  void what_needed_no_change_is_already_done() {
    steps.ended(1, "api", new EffectOutcome.AlreadySo("so", "7")).complete(2, "api");
    steps.ended(3, "health", new EffectOutcome.Applied("200", ""));
    steps.ended(4, "v", new EffectOutcome.AlreadySo("recorded", ""));

    assertThat(steps.outcome("api")).contains(new StepOutcome.AlreadyDone("3 of 3 ready"));
    assertThat(steps.run().result()).contains(RunResult.ALREADY_SO);
  }

  @Test
  void a_lost_answer_is_tried_again_and_what_is_then_so_was_this_runs_doing() {
    steps.ended(1, "api", new EffectOutcome.Unknown("connection reset"));

    assertThat(steps.commands)
        .containsExactly(new Command.SetTimer(new StepId("api"), TimerKind.RETRY, at(2)));

    steps.fires(2, "api", TimerKind.RETRY);

    assertThat(steps.commands).containsExactly(new Command.Perform(new StepId("api"), 2));

    steps.ended(3, "api", new EffectOutcome.AlreadySo("so", "7")).complete(4, "api");

    assertThat(steps.outcome("api")).contains(new StepOutcome.Succeeded("3 of 3 ready"));
  }

  @Test
  void a_refusal_after_a_lost_answer_is_unknown() {
    steps.ended(1, "api", new EffectOutcome.Unknown("connection reset"));
    steps.fires(2, "api", TimerKind.RETRY);
    steps.ended(3, "api", new EffectOutcome.Refused("someone changed it"));

    assertThat(steps.outcome("api")).contains(new StepOutcome.Unknown("someone changed it"));
    assertThat(steps.run().result()).contains(RunResult.PARTWAY);
  }

  @Test
  void a_refused_roll_back_fails_the_run_and_skips_what_needs_it() {
    steps.ended(1, "api", new EffectOutcome.Refused("someone changed it"));

    assertThat(steps.outcome("api")).contains(new StepOutcome.Failed("someone changed it", ""));
    assertThat(steps.outcome("health")).contains(new StepOutcome.Skipped("api did not succeed"));
    assertThat(steps.outcome("v")).contains(new StepOutcome.Skipped("health did not succeed"));
    assertThat(steps.run().result()).contains(RunResult.FAILED);
  }

  @Test
  void a_step_goes_on_when_what_it_only_comes_after_has_failed() {
    steps = new Steps(rollBack("a"), rollBack("b", "a"));
    steps.ended(1, "a", new EffectOutcome.Refused("no"));

    assertThat(steps.step("b").state()).isEqualTo(StepState.ACTING);
  }

  @Test
  void a_step_waits_for_all_that_comes_before_it() {
    steps = new Steps(rollBack("a"), rollBack("b"), rollBack("c", "a", "b"));
    steps.ended(1, "a", new EffectOutcome.Refused("no"));

    assertThat(steps.step("c").state()).isEqualTo(StepState.PENDING);

    steps.applied(2, "b").complete(3, "b");

    assertThat(steps.step("c").state()).isEqualTo(StepState.ACTING);
  }

  @Test
  void a_step_whose_need_failed_still_waits_for_what_it_comes_after() {
    steps =
        new Steps(rollBack("a"), rollBack("b"), rollBack("c", ids("b"), ids("a")), rollBack("d"));
    steps.ended(1, "a", new EffectOutcome.Refused("no"));

    assertThat(steps.outcome("c")).isEmpty();

    steps.ended(2, "b", new EffectOutcome.Refused("no"));

    assertThat(steps.outcome("c")).contains(new StepOutcome.Skipped("a did not succeed"));
  }

  @Test
  void the_deadline_ends_a_wait_and_says_what_was_changed() {
    steps.applied(1, "api");
    steps.seen(5, "api", new Observation.Progress("1 of 3"));
    steps.fires(600, "api", TimerKind.DEADLINE);

    assertThat(steps.outcome("api"))
        .contains(
            new StepOutcome.TimedOut(
                "out of time after 10m: 1 of 3",
                "deployment/api has the template of v1; its rollout is not complete"));
    assertThat(steps.run().result()).contains(RunResult.PARTWAY);
  }

  @Test
  void the_deadline_of_an_effect_without_an_answer_leaves_it_unknown() {
    steps.fires(600, "api", TimerKind.DEADLINE);

    assertThat(steps.outcome("api"))
        .contains(new StepOutcome.Unknown("out of time after 10m: no answer"));
  }

  @Test
  void a_check_that_never_passed_is_out_of_time_and_one_that_could_not_tell_unknown() {
    steps = new Steps(check("failing"), check("silent"));
    steps.ended(1, "failing", new EffectOutcome.NotYet("503", false));
    steps.ended(1, "silent", new EffectOutcome.NotYet("no route", true));
    steps.fires(30, "failing", TimerKind.DEADLINE).fires(30, "silent", TimerKind.DEADLINE);

    assertThat(steps.outcome("failing"))
        .contains(new StepOutcome.TimedOut("out of time after 30s: 503", ""));
    assertThat(steps.outcome("silent"))
        .contains(new StepOutcome.Unknown("out of time after 30s: no route"));
  }

  @Test
  void trouble_is_borne_for_its_time_and_no_longer() {
    steps.applied(1, "api").seen(10, "api", new Observation.Trouble("ImagePullBackOff"));

    assertThat(steps.commands)
        .containsExactly(new Command.SetTimer(new StepId("api"), TimerKind.PATIENCE, at(40)));

    steps.seen(20, "api", new Observation.Trouble("ErrImagePull"));

    assertThat(steps.commands).isEmpty();

    steps.fires(40, "api", TimerKind.PATIENCE);

    assertThat(steps.outcome("api"))
        .contains(
            new StepOutcome.Failed(
                "ErrImagePull",
                "deployment/api has the template of v1; its rollout is not complete"));
  }

  @Test
  void trouble_that_went_away_is_forgotten() {
    steps.applied(1, "api").seen(10, "api", new Observation.Trouble("Unschedulable"));
    steps.seen(20, "api", new Observation.Progress("2 of 3"));
    steps.fires(40, "api", TimerKind.PATIENCE);

    assertThat(steps.outcome("api")).isEmpty();

    steps.seen(50, "api", new Observation.Trouble("Unschedulable"));

    assertThat(steps.commands)
        .containsExactly(new Command.SetTimer(new StepId("api"), TimerKind.PATIENCE, at(80)));
  }

  @Test
  void a_timer_that_comes_early_is_set_again() {
    steps.applied(1, "api").seen(10, "api", new Observation.Trouble("Unschedulable"));
    steps.fires(39, "api", TimerKind.PATIENCE);

    assertThat(steps.outcome("api")).isEmpty();
    assertThat(steps.commands)
        .containsExactly(new Command.SetTimer(new StepId("api"), TimerKind.PATIENCE, at(40)));
  }

  @Test
  void a_rollout_that_will_not_complete_fails_at_once() {
    steps.applied(1, "api").seen(2, "api", new Observation.Lost("deleted"));

    assertThat(steps.outcome("api"))
        .contains(
            new StepOutcome.Failed(
                "deleted", "deployment/api has the template of v1; its rollout is not complete"));
  }

  @Test
  void a_stop_before_the_answer_lets_the_effect_end_and_begins_nothing_more() {
    steps.stop(1);

    assertThat(steps.step("api").state()).isEqualTo(StepState.ACTING);

    steps.applied(2, "api");

    assertThat(steps.commands).isEmpty();
    assertThat(steps.outcome("api"))
        .contains(
            new StepOutcome.Unknown(
                "stopped while the rollout was going on; it goes on by itself"));
    assertThat(steps.outcome("health"))
        .contains(new StepOutcome.Skipped("stopped before it began"));
    assertThat(steps.run().result()).contains(RunResult.PARTWAY);
  }

  @Test
  void a_stop_gives_up_a_wait_and_ends_each_step_once() {
    steps.applied(1, "api").stop(2);

    assertThat(steps.journal.stream().filter(e -> e instanceof RunEvent.StepEnded)).hasSize(3);
    assertThat(steps.run().result()).contains(RunResult.PARTWAY);
  }

  @Test
  void a_stop_while_trying_again_changes_nothing_and_says_so() {
    steps.ended(1, "api", new EffectOutcome.NotYet("conflict", false)).stop(2);

    assertThat(steps.outcome("api"))
        .contains(new StepOutcome.Skipped("stopped before it came off"));
    assertThat(steps.run().result()).contains(RunResult.STOPPED);
  }

  @Test
  void a_stop_after_a_lost_answer_leaves_it_unknown() {
    steps.ended(1, "api", new EffectOutcome.Unknown("reset")).stop(2);

    assertThat(steps.outcome("api"))
        .contains(new StepOutcome.Unknown("stopped; an earlier answer was lost"));
    assertThat(steps.run().result()).contains(RunResult.PARTWAY);
  }

  @Test
  void a_stop_that_comes_too_late_for_the_last_effect_spoils_nothing() {
    steps = new Steps(check("health"));
    steps.stop(1).ended(2, "health", new EffectOutcome.Applied("200", ""));

    assertThat(steps.outcome("health")).contains(new StepOutcome.Succeeded("200"));
  }

  @Test
  void late_and_repeated_events_change_nothing() {
    steps.ended(1, "api", new EffectOutcome.NotYet("conflict", false));
    steps.fires(2, "api", TimerKind.RETRY);
    nothing(s -> s.ended(3, "api", 1, new EffectOutcome.NotYet("conflict", false)));
    nothing(s -> s.ended(3, "api", 1, new EffectOutcome.Applied("late", "3")));
    nothing(s -> s.fires(3, "api", TimerKind.RETRY));
    nothing(s -> s.complete(3, "api"));

    steps.ended(4, "api", 2, new EffectOutcome.Applied("patched", "7"));
    nothing(s -> s.ended(5, "api", 2, new EffectOutcome.Applied("patched", "7")));
    nothing(s -> s.fires(5, "api", TimerKind.PATIENCE));
    steps.seen(5, "api", new Observation.Progress("1 of 3"));
    nothing(s -> s.seen(6, "api", new Observation.Progress("1 of 3")));

    steps.complete(7, "api");
    nothing(s -> s.complete(8, "api"));
    nothing(s -> s.seen(8, "api", new Observation.Lost("deleted")));
    nothing(s -> s.fires(8, "api", TimerKind.DEADLINE));
    nothing(s -> s.fires(8, "v", TimerKind.DEADLINE));

    steps.stop(9);
    nothing(s -> s.stop(10));
  }

  @Test
  void a_plan_without_steps_ends_at_once_already_so() {
    steps = new Steps();

    assertThat(steps.run().result()).contains(RunResult.ALREADY_SO);
  }

  @Test
  void after_the_end_nothing_is_decided() {
    steps = new Steps();

    assertThat(Decision.decide(steps.run(), new RunEvent.StopAsked(at(1), "olim"))).isEmpty();
    assertThat(steps.run().expects(new RunEvent.StopAsked(at(1), "olim"))).isFalse();
  }

  @Test
  void several_steps_begin_together() {
    steps = new Steps(rollBack("a"), rollBack("b", Set.of(), Set.of()), rollBack("c", "a"));

    assertThat(steps.commands.stream().filter(c -> c instanceof Command.Perform)).hasSize(2);
  }

  private void nothing(java.util.function.Consumer<Steps> event) {
    Run before = steps.run();
    event.accept(steps);
    assertThat(steps.run()).isEqualTo(before);
    assertThat(steps.commands).isEmpty();
  }
}
