package uz.stario.rollback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.run.Steps.at;
import static uz.stario.rollback.run.Steps.check;
import static uz.stario.rollback.run.Steps.quarantine;
import static uz.stario.rollback.run.Steps.rollBack;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.problem.ExitCode;

/** What a process does with a run that another has left, and with what must not be done twice. */
class ResumeTest {

  private static final EffectOutcome LOST = new EffectOutcome.Unknown("connection reset");

  private Steps steps = new Steps(rollBack("api"), check("health", "api"));

  @AfterEach
  void the_journal_replays_to_the_same_state() {
    assertThat(Run.replay(Steps.ID, steps.journal)).contains(steps.run());
  }

  private void queue() {
    steps = new Steps(quarantine("queue"), rollBack("api"), rollBack("web", "queue"));
  }

  @Test
  void an_intent_without_an_outcome_that_may_be_repeated_is_repeated_as_one_that_may_have_run() {
    steps.resumed(100);

    assertThat(steps.commands)
        .containsExactly(
            new Command.Perform(new StepId("api"), 2),
            new Command.SetTimer(new StepId("api"), TimerKind.DEADLINE, at(700)));
    assertThat(steps.step("api").mayHaveRun()).isTrue();

    steps.ended(101, "api", new EffectOutcome.AlreadySo("so", "7")).complete(102, "api");

    assertThat(steps.outcome("api")).contains(new StepOutcome.Succeeded("3 of 3 ready"));
  }

  @Test
  void a_wait_is_taken_up_from_the_mark_of_its_effect_with_time_anew() {
    steps.applied(1, "api");
    steps.resumed(5_000);

    assertThat(steps.commands)
        .containsExactly(
            new Command.Watch(new StepId("api"), "7"),
            new Command.SetTimer(new StepId("api"), TimerKind.DEADLINE, at(5_600)));
  }

  @Test
  void a_retry_is_made_at_once() {
    steps.ended(1, "api", new EffectOutcome.NotYet("busy", false));
    steps.resumed(50);

    assertThat(steps.commands).contains(new Command.Perform(new StepId("api"), 2));
  }

  @Test
  void what_has_ended_is_left_alone_and_what_was_next_begins() {
    steps.applied(1, "api").complete(2, "api");
    steps.resumed(50);

    assertThat(steps.commands).contains(new Command.Perform(new StepId("health"), 2));
    assertThat(steps.step("api").attempts()).isEqualTo(1);
  }

  @Test
  void an_intent_that_must_not_be_repeated_is_looked_at_and_never_simply_repeated() {
    queue();
    steps.resumed(100);

    assertThat(steps.commands).contains(new Command.Look(new StepId("queue"), 1));
    assertThat(steps.commands)
        .noneMatch(c -> c instanceof Command.Perform p && p.step().value().equals("queue"));
  }

  @Test
  void what_is_seen_to_be_done_is_done() {
    queue();
    steps.ended(1, "queue", LOST);

    assertThat(steps.commands).containsExactly(new Command.Look(new StepId("queue"), 1));

    steps.looked(2, "queue", new Sight.Done("the quarantine is there", ""));

    assertThat(steps.outcome("queue"))
        .contains(new StepOutcome.Succeeded("the quarantine is there"));
  }

  @Test
  void what_is_seen_not_to_be_done_is_done_again() {
    queue();
    steps.ended(1, "queue", LOST).looked(2, "queue", new Sight.NotDone("no quarantine"));

    assertThat(steps.commands).containsExactly(new Command.Perform(new StepId("queue"), 2));
    assertThat(steps.step("queue").mayHaveRun()).isFalse();
  }

  @Test
  void what_cannot_be_seen_is_asked_about_after_three_looks() {
    queue();
    steps.applied(1, "api").complete(2, "api");
    steps.ended(3, "queue", LOST);
    for (int look = 1; look <= 3; look++) {
      steps.looked(3 + look, "queue", new Sight.CannotTell("no answer"));
      if (look < 3) {
        steps.fires(4 + look, "queue", TimerKind.RETRY);
        assertThat(steps.commands).containsExactly(new Command.Look(new StepId("queue"), look + 1));
      }
    }

    assertThat(steps.step("queue").question().orElseThrow())
        .contains("connection reset")
        .contains("no answer");
    assertThat(steps.run().asks()).isTrue();
    assertThat(steps.run().exit()).isEqualTo(ExitCode.PARTWAY);
    assertThat(steps.step("web").state()).isEqualTo(StepState.PENDING);
    assertThat(Report.of(steps.run()).next())
        .containsExactly(
            "stario resume k3f9 --treat queue=done --reason …",
            "stario resume k3f9 --treat queue=not-done --reason …");
  }

  @Test
  void a_run_does_not_ask_while_something_of_it_is_under_way() {
    queue();
    steps.fires(600, "queue", TimerKind.DEADLINE);

    assertThat(steps.step("queue").state()).isEqualTo(StepState.ASKING);
    assertThat(steps.run().asks()).isFalse();
  }

  @Test
  void a_persons_word_that_it_is_done_ends_the_step() {
    queue();
    steps.fires(600, "queue", TimerKind.DEADLINE).resumed(900);

    assertThat(steps.step("queue").state()).isEqualTo(StepState.ASKING);

    steps.treated(901, "queue", true);

    assertThat(steps.outcome("queue"))
        .contains(new StepOutcome.Succeeded("taken for done by zuhra@bastion: I looked"));
    assertThat(steps.step("web").state()).isEqualTo(StepState.ACTING);
  }

  @Test
  void a_persons_word_that_it_is_not_done_has_it_done() {
    queue();
    steps.fires(600, "queue", TimerKind.DEADLINE).resumed(900).treated(901, "queue", false);

    assertThat(steps.commands).contains(new Command.Perform(new StepId("queue"), 2));
  }

  @Test
  void asking_to_stop_ends_a_run_that_asks_as_unknown() {
    queue();
    steps.applied(1, "api").complete(2, "api").fires(600, "queue", TimerKind.DEADLINE).stop(601);

    assertThat(steps.outcome("queue").orElseThrow()).isInstanceOf(StepOutcome.Unknown.class);
    assertThat(steps.run().result()).contains(RunResult.PARTWAY);
  }

  @Test
  void after_a_step_that_must_not_fail_nothing_new_begins() {
    steps = new Steps(quarantine("queue"), rollBack("later", "queue"));
    steps.ended(1, "queue", new EffectOutcome.Refused("the queue has grown"));

    assertThat(steps.run().stop().orElseThrow().cause()).isEqualTo(Stopping.Cause.FAILED);
    assertThat(steps.outcome("later").orElseThrow()).isInstanceOf(StepOutcome.Skipped.class);
    assertThat(steps.run().result()).contains(RunResult.FAILED);
  }

  @Test
  void a_lost_lock_stops_the_run_as_a_person_would() {
    steps.applied(1, "api").happens(new RunEvent.LockLost(at(2), "run x has it"));

    assertThat(steps.run().result()).contains(RunResult.PARTWAY);
    assertThat(steps.outcome("health").orElseThrow()).isInstanceOf(StepOutcome.Skipped.class);
  }

  @Test
  void who_resumes_a_run_that_someone_asked_to_stop_wants_it_to_go_on() {
    steps.stop(1).resumed(50);

    assertThat(steps.run().stopping()).isFalse();
  }
}
