package uz.stario.rollback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.run.Steps.check;
import static uz.stario.rollback.run.Steps.restart;
import static uz.stario.rollback.run.Steps.rollBack;
import static uz.stario.rollback.run.Steps.verdicts;

import org.junit.jupiter.api.Test;
import uz.stario.rollback.problem.ExitCode;

class ResultsTest {

  private static final EffectOutcome REFUSED = new EffectOutcome.Refused("no");
  private static final EffectOutcome APPLIED = new EffectOutcome.Applied("done", "");

  @Test
  void a_failed_check_leaves_the_run_unverified() {
    Steps steps = new Steps(rollBack("a"), check("health", "a"));
    steps.applied(1, "a").complete(2, "a").ended(3, "health", REFUSED);

    assertResult(steps, RunResult.UNVERIFIED, ExitCode.UNVERIFIED);
  }

  @Test
  void a_verdict_that_cannot_be_written_does_not_spoil_a_rollback() {
    Steps steps = new Steps(rollBack("a"), check("health", "a"), verdicts("v", "health"));
    steps.applied(1, "a").complete(2, "a").ended(3, "health", APPLIED).ended(4, "v", REFUSED);

    assertResult(steps, RunResult.COMPLETE, ExitCode.DONE);
  }

  @Test
  void one_of_two_rolled_back_is_partway() {
    Steps steps = new Steps(rollBack("a"), rollBack("b"));
    steps.applied(1, "a").complete(2, "a").ended(3, "b", REFUSED);

    assertResult(steps, RunResult.PARTWAY, ExitCode.PARTWAY);
  }

  @Test
  void a_restart_that_does_not_come_to_its_end_is_partway_and_says_that_it_began() {
    Steps steps = new Steps(rollBack("a"), restart("ingress", "a"));
    steps.applied(1, "a").complete(2, "a");
    steps.applied(3, "ingress").fires(700, "ingress", TimerKind.DEADLINE);

    assertResult(steps, RunResult.PARTWAY, ExitCode.PARTWAY);
    assertThat(Report.of(steps.run()).changed())
        .anyMatch(line ->
            line.startsWith("deployment/ingress in elsewhere restarts; its rollout is not"));
  }

  @Test
  void all_refused_is_failed_for_nothing_was_changed() {
    Steps steps = new Steps(rollBack("a"), rollBack("b"));
    steps.ended(1, "a", REFUSED).ended(2, "b", REFUSED);

    assertResult(steps, RunResult.FAILED, ExitCode.FAILED);
  }

  @Test
  void refused_for_want_of_a_permission_exits_as_not_authorised() {
    Steps steps = new Steps(rollBack("a"));
    steps.ended(1, "a", new EffectOutcome.Refused("the credentials are not accepted", true));

    assertThat(steps.run().result()).contains(RunResult.FAILED);
    assertThat(steps.run().exit()).isEqualTo(ExitCode.NOT_AUTHORISED);
  }

  @Test
  void refused_with_words_alike_but_for_another_reason_is_failed() {
    Steps steps = new Steps(rollBack("a"));
    steps.ended(1, "a", new EffectOutcome.Refused("no permission to speak of"));

    assertThat(steps.run().exit()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void an_effect_that_nobody_knows_of_is_partway() {
    Steps steps = new Steps(rollBack("a"));
    steps.fires(600, "a", TimerKind.DEADLINE);

    assertResult(steps, RunResult.PARTWAY, ExitCode.PARTWAY);
  }

  @Test
  void stopped_before_any_change_is_interrupted() {
    Steps steps = new Steps(rollBack("a"));
    steps.stop(1).ended(2, "a", new EffectOutcome.NotYet("conflict", false));

    assertResult(steps, RunResult.STOPPED, ExitCode.INTERRUPTED);
  }

  @Test
  void rolled_back_but_stopped_before_the_checks_is_partway() {
    Steps steps = new Steps(rollBack("a"), check("health", "a"));
    steps.applied(1, "a").complete(2, "a").stop(3);
    steps.ended(4, "health", new EffectOutcome.NotYet("503", false));

    assertResult(steps, RunResult.PARTWAY, ExitCode.PARTWAY);
  }

  private static void assertResult(Steps steps, RunResult result, ExitCode exit) {
    assertThat(steps.run().result()).contains(result);
    assertThat(result.exit()).isEqualTo(exit);
  }
}
