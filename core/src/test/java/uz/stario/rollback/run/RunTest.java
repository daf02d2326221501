package uz.stario.rollback.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static uz.stario.rollback.run.Steps.at;
import static uz.stario.rollback.run.Steps.rollBack;

import java.util.List;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.StepId;

class RunTest {

  private final Steps steps = new Steps(rollBack("a"), rollBack("b", "a"));

  @Test
  void an_empty_journal_tells_of_no_run() {
    assertThat(Run.replay(Steps.ID, List.of())).isEmpty();
  }

  @Test
  void a_journal_without_its_beginning_is_refused() {
    assertThatThrownBy(() -> Run.replay(Steps.ID, steps.journal.subList(1, steps.journal.size())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no beginning");
  }

  @Test
  void a_run_starts_once() {
    assertThatThrownBy(() -> steps.run().apply(steps.journal.getFirst()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("starts twice");
  }

  @Test
  void an_illegal_transition_is_refused_by_name() {
    RunEvent again = new RunEvent.EffectIntended(at(1), new StepId("a"), 2);

    assertThatThrownBy(() -> steps.run().apply(again))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no transition from ACTING on INTENDED");
  }

  @Test
  void a_step_that_the_plan_has_not_is_refused_by_name() {
    RunEvent other = new RunEvent.EffectIntended(at(1), new StepId("x"), 1);

    assertThatThrownBy(() -> steps.run().apply(other)).hasMessage("run k3f9 has no step x");
  }

  @Test
  void every_beginning_of_a_journal_replays_to_the_state_at_that_point() {
    Run run = Run.replay(Steps.ID, steps.journal.subList(0, 1)).orElseThrow();
    steps.applied(1, "a").complete(2, "a").applied(3, "b").complete(4, "b");

    for (int i = 1; i < steps.journal.size(); i++) {
      run = run.apply(steps.journal.get(i));
      assertThat(Run.replay(Steps.ID, steps.journal.subList(0, i + 1))).contains(run);
    }
    assertThat(run).isEqualTo(steps.run());
    assertThat(run.ended()).isTrue();
  }

  @Test
  void an_effect_in_hand_may_have_changed_something() {
    assertThat(steps.step("a").mayHaveChanged()).isTrue();
    assertThat(steps.step("b").mayHaveChanged()).isFalse();

    steps.ended(1, "a", new EffectOutcome.NotYet("conflict", false));

    assertThat(steps.step("a").mayHaveChanged()).isFalse();
  }
}
