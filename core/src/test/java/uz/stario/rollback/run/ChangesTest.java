package uz.stario.rollback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.run.Steps.check;
import static uz.stario.rollback.run.Steps.ids;
import static uz.stario.rollback.run.Steps.quarantine;
import static uz.stario.rollback.run.Steps.restart;
import static uz.stario.rollback.run.Steps.rollBack;
import static uz.stario.rollback.run.Steps.verdicts;

import org.junit.jupiter.api.Test;

class ChangesTest {

  private static final EffectOutcome APPLIED = new EffectOutcome.Applied("done", "");

  @Test
  void what_a_run_did_is_what_it_changed_and_looking_changes_nothing() {
    Steps steps =
        new Steps(rollBack("a"), quarantine("q"), check("health", "a"), verdicts("v", "health"));
    steps.applied(1, "a").complete(2, "a").ended(3, "q", APPLIED);
    steps.ended(4, "health", APPLIED).ended(5, "v", APPLIED);

    assertThat(Changes.of(steps.run())).isEqualTo(ids("a", "q"));
  }

  @Test
  void a_restart_leaves_nothing_that_could_be_taken_back() {
    Steps steps = new Steps(rollBack("a"), restart("ingress", "a"));
    steps.applied(1, "a").complete(2, "a").applied(3, "ingress").complete(4, "ingress");

    assertThat(Changes.of(steps.run())).isEqualTo(ids("a"));
    assertThat(Report.of(steps.run()).changed())
        .element(1)
        .asString()
        .startsWith("deployment/ingress in elsewhere: restart: ");
  }

  @Test
  void what_was_already_so_or_was_refused_was_not_changed_by_the_run() {
    Steps steps = new Steps(rollBack("a"), rollBack("b"), rollBack("c"));
    steps.applied(1, "a").complete(2, "a");
    steps.ended(3, "b", new EffectOutcome.AlreadySo("has it", "")).complete(4, "b");
    steps.ended(5, "c", new EffectOutcome.Refused("no"));

    assertThat(Changes.of(steps.run())).isEqualTo(ids("a"));
  }

  @Test
  void a_rollout_that_began_and_did_not_end_well_has_changed_something() {
    Steps steps = new Steps(rollBack("a"));
    steps.applied(1, "a").fires(600, "a", TimerKind.DEADLINE);

    assertThat(steps.run().result()).contains(RunResult.PARTWAY);
    assertThat(Changes.of(steps.run())).isEqualTo(ids("a"));
  }

  @Test
  void what_nobody_knows_of_may_have_changed_something() {
    Steps steps = new Steps(rollBack("a"));
    steps.fires(600, "a", TimerKind.DEADLINE);

    assertThat(Changes.of(steps.run())).isEqualTo(ids("a"));
  }
}
