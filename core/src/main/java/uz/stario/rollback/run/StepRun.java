package uz.stario.rollback.run;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one step of a run.
 *
 * @param attempts how often the effect was tried
 * @param mayHaveRun whether the answer to an attempt was lost
 * @param began when the first intent was journaled
 * @param effect what the latest attempt came to
 * @param seen what was seen last while waiting
 * @param patience until when trouble is borne; empty when there is none
 */
public record StepRun(
    StepState state,
    int attempts,
    boolean mayHaveRun,
    Optional<Instant> began,
    Optional<EffectOutcome> effect,
    Optional<Observation> seen,
    Optional<Instant> patience,
    Optional<StepOutcome> outcome,
    Optional<Instant> ended) {

  static final StepRun NEW =
      new StepRun(
          StepState.PENDING,
          0,
          false,
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
        began.or(() -> Optional.of(at)),
        effect,
        seen,
        patience,
        outcome,
        ended);
  }

  StepRun effectEnded(EffectOutcome came) {
    StepState next =
        switch (came) {
          case EffectOutcome.Applied _, EffectOutcome.AlreadySo _ ->
              Transitions.next(state, Transitions.Trigger.APPLIED);
          case EffectOutcome.NotYet _, EffectOutcome.Unknown _, EffectOutcome.Refused _ ->
              Transitions.next(state, Transitions.Trigger.NOT_YET);
        };
    boolean lost = mayHaveRun || came instanceof EffectOutcome.Unknown;
    return new StepRun(
        next, attempts, lost, began, Optional.of(came), seen, patience, outcome, ended);
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
        began,
        effect,
        Optional.of(observation),
        until,
        outcome,
        ended);
  }

  StepRun patienceOver() {
    return new StepRun(
        state, attempts, mayHaveRun, began, effect, seen, Optional.empty(), outcome, ended);
  }

  StepRun end(StepOutcome how, Instant at) {
    return new StepRun(
        Transitions.next(state, Transitions.Trigger.ENDED),
        attempts,
        mayHaveRun,
        began,
        effect,
        seen,
        patience,
        Optional.of(how),
        Optional.of(at));
  }

  /** Whether it has begun and not ended. */
  boolean underWay() {
    return state != StepState.PENDING && state != StepState.ENDED;
  }

  /** Whether the effect is known to have happened, or may have. */
  public boolean mayHaveChanged() {
    return state == StepState.ACTING
        || mayHaveRun
        || effect.filter(e -> e instanceof EffectOutcome.Applied).isPresent();
  }
}
