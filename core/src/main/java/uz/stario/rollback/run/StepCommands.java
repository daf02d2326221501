package uz.stario.rollback.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.Traits;

/** The commands that the state of one step leads to. Pure. */
final class StepCommands {

  /** How soon an effect that has not come off is tried again. */
  static final Duration RETRY = Duration.ofSeconds(1);

  private StepCommands() {}

  /** After an effect that is done. */
  static List<Command> goOn(Step step, String mark, String detail, Instant at) {
    return waits(step)
        ? List.of(new Command.Watch(step.id(), mark))
        : end(step, new StepOutcome.Succeeded(detail), at);
  }

  /** A person has to tell. */
  static List<Command> ask(Step step, StepRun state, String cannotTell, Instant at) {
    String last = state.effect().map(EffectOutcome::detail).orElse("its outcome was not written");
    return List.of(
        new Command.Record(
            new RunEvent.Asked(
                at,
                step.id(),
                "attempt " + state.attempts() + ": " + last + "; looked at: " + cannotTell)));
  }

  static Command retry(Step step, Instant at) {
    return new Command.SetTimer(step.id(), TimerKind.RETRY, at.plus(RETRY));
  }

  /** The whole limit, from now on. */
  static Command deadline(Step step, Instant at) {
    return new Command.SetTimer(step.id(), TimerKind.DEADLINE, at.plus(limit(step)));
  }

  static boolean waits(Step step) {
    return Traits.of(step.action()).waits();
  }

  static Duration limit(Step step) {
    return Traits.of(step.action()).limit();
  }

  static List<Command> end(Step step, StepOutcome outcome, Instant at) {
    return List.of(new Command.Record(new RunEvent.StepEnded(at, step.id(), outcome)));
  }
}
