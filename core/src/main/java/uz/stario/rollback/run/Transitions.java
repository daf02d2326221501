package uz.stario.rollback.run;

import java.util.List;
import java.util.Optional;

/** Every legal transition of a step, in one place; whatever is not here is refused by name. */
public final class Transitions {

  /** What moves a step. */
  public enum Trigger {
    INTENDED,
    APPLIED,
    NOT_YET,
    LOST,
    ASKED,
    ENDED
  }

  /**
   * @param why for the diagram
   */
  public record Transition(StepState from, Trigger trigger, StepState to, String why) {}

  public static final List<Transition> TABLE =
      List.of(
          new Transition(
              StepState.PENDING, Trigger.INTENDED, StepState.ACTING, "what comes first has ended"),
          new Transition(
              StepState.PENDING, Trigger.ENDED, StepState.ENDED, "skipped, or stopped before"),
          new Transition(
              StepState.ACTING, Trigger.APPLIED, StepState.WAITING, "applied, or already so"),
          new Transition(
              StepState.ACTING,
              Trigger.NOT_YET,
              StepState.RETRYING,
              "not yet, refused, or answer lost"),
          new Transition(
              StepState.ACTING,
              Trigger.LOST,
              StepState.LOOKING,
              "answer lost of what must not be done twice"),
          new Transition(
              StepState.ACTING, Trigger.ASKED, StepState.ASKING, "out of time, nobody can tell"),
          new Transition(
              StepState.ACTING, Trigger.ENDED, StepState.ENDED, "out of time; looked at later"),
          new Transition(
              StepState.RETRYING, Trigger.INTENDED, StepState.ACTING, "time to try again"),
          new Transition(
              StepState.RETRYING, Trigger.ENDED, StepState.ENDED, "out of time, refused, stopped"),
          new Transition(
              StepState.WAITING,
              Trigger.ENDED,
              StepState.ENDED,
              "complete, lost, out of time, stopped"),
          new Transition(StepState.LOOKING, Trigger.APPLIED, StepState.WAITING, "seen to be done"),
          new Transition(
              StepState.LOOKING, Trigger.NOT_YET, StepState.RETRYING, "seen not to be done"),
          new Transition(StepState.LOOKING, Trigger.ASKED, StepState.ASKING, "it cannot be seen"),
          new Transition(StepState.LOOKING, Trigger.ENDED, StepState.ENDED, "stopped"),
          new Transition(
              StepState.ASKING, Trigger.APPLIED, StepState.WAITING, "a person says: done"),
          new Transition(
              StepState.ASKING, Trigger.NOT_YET, StepState.RETRYING, "a person says: not done"),
          new Transition(StepState.ASKING, Trigger.ENDED, StepState.ENDED, "stopped"));

  private Transitions() {}

  static StepState next(StepState from, Trigger trigger) {
    Optional<Transition> found =
        TABLE.stream().filter(t -> t.from() == from && t.trigger() == trigger).findFirst();
    return found
        .map(Transition::to)
        .orElseThrow(
            () -> new IllegalStateException("no transition from " + from + " on " + trigger));
  }
}
