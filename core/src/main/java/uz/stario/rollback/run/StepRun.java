package uz.stario.rollback.run;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one step of a run.
 *
 * @param attempts how often the effect was tried
 * @param mayHaveRun whether the answer to an attempt was lost and nothing has told since
 * @param looks how often it was looked at since it became unsure
 * @param began when the first intent was journaled
 * @param effect what the latest attempt came to
 * @param seen what was seen last while waiting
 * @param patience until when trouble is borne; empty when there is none
 * @param question what is known of an effect that a person has to tell about
 */
public record StepRun(
    StepState state,
    int attempts,
    boolean mayHaveRun,
    int looks,
    Optional<Instant> began,
    Optional<EffectOutcome> effect,
    Optional<Observation> seen,
    Optional<Instant> patience,
    Optional<String> question,
    Optional<StepOutcome> outcome,
    Optional<Instant> ended) {

  static final StepRun NEW =
      new StepRun(
          StepState.PENDING,
          0,
          false,
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  StepRun intended(int attempt, Instant at) {
    return new StepRun(
        Transitions.next(state, Transitions.Trigger.INTENDED),
        attempt,
        mayHaveRun,
        looks,
        began.or(() -> Optional.of(at)),
        effect,
        seen,
        patience,
        question,
        outcome,
        ended);
  }

  StepRun effectEnded(EffectOutcome came, boolean repeatable) {
    return switch (came) {
      case EffectOutcome.Applied _, EffectOutcome.AlreadySo _ ->
          moved(Transitions.Trigger.APPLIED, mayHaveRun, Optional.of(came));
      case EffectOutcome.Unknown _ ->
          repeatable
              ? moved(Transitions.Trigger.NOT_YET, true, Optional.of(came))
              : moved(Transitions.Trigger.LOST, true, Optional.of(came));
      case EffectOutcome.NotYet _, EffectOutcome.NotPassed _, EffectOutcome.Refused _ ->
          moved(Transitions.Trigger.NOT_YET, mayHaveRun, Optional.of(came));
    };
  }

  /** The process that was at it is gone: an intent without an outcome is unknown. */
  StepRun takenUp(boolean repeatable) {
    if (state != StepState.ACTING) {
      return this;
    }
    return moved(repeatable ? Transitions.Trigger.NOT_YET : Transitions.Trigger.LOST, true, effect);
  }

  StepRun looked(Sight sight) {
    return switch (sight) {
      case Sight.Done(String detail, String mark) ->
          moved(
              Transitions.Trigger.APPLIED,
              true,
              Optional.of(new EffectOutcome.Applied(detail, mark)));
      case Sight.NotDone(String detail) ->
          moved(
              Transitions.Trigger.NOT_YET,
              false,
              Optional.of(new EffectOutcome.NotYet(detail, false)));
      case Sight.CannotTell _ ->
          new StepRun(
              state,
              attempts,
              mayHaveRun,
              looks + 1,
              began,
              effect,
              seen,
              patience,
              question,
              outcome,
              ended);
    };
  }

  StepRun asked(String known) {
    return new StepRun(
        Transitions.next(state, Transitions.Trigger.ASKED),
        attempts,
        true,
        looks,
        began,
        effect,
        seen,
        patience,
        Optional.of(known),
        outcome,
        ended);
  }

  StepRun treated(boolean done, String words) {
    return done
        ? moved(
            Transitions.Trigger.APPLIED, true, Optional.of(new EffectOutcome.Applied(words, "")))
        : moved(
            Transitions.Trigger.NOT_YET,
            false,
            Optional.of(new EffectOutcome.NotYet(words, false)));
  }

  private StepRun moved(Transitions.Trigger trigger, boolean unsure, Optional<EffectOutcome> came) {
    return new StepRun(
        Transitions.next(state, trigger),
        attempts,
        unsure,
        0,
        began,
        came,
        seen,
        patience,
        Optional.empty(),
        outcome,
        ended);
  }

  StepRun observed(Observation observation, Instant borneUntil) {
    Optional<Instant> until =
        observation instanceof Observation.Trouble
            ? patience.or(() -> Optional.of(borneUntil))
            : patience;
    return new StepRun(
        state,
        attempts,
        mayHaveRun,
        looks,
        began,
        effect,
        Optional.of(observation),
        until,
        question,
        outcome,
        ended);
  }

  StepRun patienceOver() {
    return new StepRun(
        state,
        attempts,
        mayHaveRun,
        looks,
        began,
        effect,
        seen,
        Optional.empty(),
        question,
        outcome,
        ended);
  }

  StepRun end(StepOutcome how, Instant at) {
    return new StepRun(
        Transitions.next(state, Transitions.Trigger.ENDED),
        attempts,
        mayHaveRun,
        looks,
        began,
        effect,
        seen,
        patience,
        question,
        Optional.of(how),
        Optional.of(at));
  }

  /** Whether something is going on with it: neither before it, nor over, nor left to a person. */
  boolean underWay() {
    return switch (state) {
      case ACTING, RETRYING, LOOKING, WAITING -> true;
      case PENDING, ASKING, ENDED -> false;
    };
  }

  /** Whether the effect is known to have happened, or may have. */
  public boolean mayHaveChanged() {
    return state == StepState.ACTING
        || mayHaveRun
        || effect.filter(e -> e instanceof EffectOutcome.Applied).isPresent();
  }
}
