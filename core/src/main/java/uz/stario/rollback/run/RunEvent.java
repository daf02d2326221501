package uz.stario.rollback.run;

import java.time.Instant;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.StepId;

/** One entry of a run's journal: append-only, and enough to rebuild the run's state. */
public sealed interface RunEvent {

  Instant at();

  /**
   * @param requester who asked, {@code user@host}
   */
  record Started(Instant at, Plan plan, String requester) implements RunEvent {}

  /** Written before the effect is tried. */
  record EffectIntended(Instant at, StepId step, int attempt) implements RunEvent {}

  /** Written once the attempt has come to something. */
  record EffectEnded(Instant at, StepId step, int attempt, EffectOutcome outcome)
      implements RunEvent {}

  record Observed(Instant at, StepId step, Observation observation) implements RunEvent {}

  record TimerFired(Instant at, StepId step, TimerKind timer) implements RunEvent {}

  /** Someone asked to stop after the effects in hand. */
  record StopAsked(Instant at, String by) implements RunEvent {}

  record StepEnded(Instant at, StepId step, StepOutcome outcome) implements RunEvent {}

  record Ended(Instant at, RunResult result) implements RunEvent {}
}
