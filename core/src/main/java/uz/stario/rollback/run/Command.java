package uz.stario.rollback.run;

import java.time.Instant;
import uz.stario.rollback.plan.StepId;

/** What the decision tells the engine to do. */
public sealed interface Command {

  /** Journal the intent, then try the effect once. */
  record Perform(StepId step, int attempt) implements Command {}

  /**
   * Watch what the step waits for.
   *
   * @param mark as the effect gave it
   */
  record Watch(StepId step, String mark) implements Command {}

  record SetTimer(StepId step, TimerKind timer, Instant at) implements Command {}

  /** Look whether an effect whose answer was lost was done. */
  record Look(StepId step, int look) implements Command {}

  /** Wait for a second person, but no longer. */
  record AwaitApproval(Instant until) implements Command {}

  /** Record an event that follows from the state. */
  record Record(RunEvent event) implements Command {}
}
