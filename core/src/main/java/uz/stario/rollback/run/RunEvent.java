package uz.stario.rollback.run;

import java.time.Instant;
import java.util.Optional;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.StepId;

/** One entry of a run's journal: append-only, and enough to rebuild the run's state. */
public sealed interface RunEvent {

  Instant at();

  /**
   * Whether it is what a person who is not at the process says to the run. Only such events are
   * written to a run's journal by others than the process that carries it out.
   */
  default boolean fromOutside() {
    return this instanceof StopAsked;
  }

  /**
   * @param requester who asked, {@code user@host}
   * @param approval what has to come before anything begins
   */
  record Started(Instant at, Plan plan, String requester, Optional<ApprovalNeed> approval)
      implements RunEvent {

    /** Of a run that needs nobody's approval. */
    public Started(Instant at, Plan plan, String requester) {
      this(at, plan, requester, Optional.empty());
    }
  }

  /**
   * A second person has approved a plan.
   *
   * @param by as the place of approvals knows people
   * @param digest of the plan that was approved
   * @param attested whether nobody vouches for the name
   */
  record Approved(Instant at, String by, String digest, boolean attested) implements RunEvent {}

  /** Someone goes on without an approval. */
  record GlassBroken(Instant at, String by, String reason) implements RunEvent {}

  /** Nobody has approved in time. */
  record ApprovalExpired(Instant at) implements RunEvent {}

  /** Written before the effect is tried. */
  record EffectIntended(Instant at, StepId step, int attempt) implements RunEvent {}

  /** Written once the attempt has come to something. */
  record EffectEnded(Instant at, StepId step, int attempt, EffectOutcome outcome)
      implements RunEvent {}

  record Observed(Instant at, StepId step, Observation observation) implements RunEvent {}

  record TimerFired(Instant at, StepId step, TimerKind timer) implements RunEvent {}

  /** Someone asked to stop after the effects in hand. */
  record StopAsked(Instant at, String by) implements RunEvent {}

  /**
   * A process takes the run up that another has left.
   *
   * @param by who asked, {@code user@host}
   * @param toStop whether only to find out where it stands and end it, beginning nothing new
   */
  record Resumed(Instant at, String by, boolean toStop) implements RunEvent {}

  /**
   * What a look at an unsure effect came to.
   *
   * @param look counts from 1 for each time the step became unsure
   */
  record Looked(Instant at, StepId step, int look, Sight sight) implements RunEvent {}

  /** The run cannot go on with a step without a person. */
  record Asked(Instant at, StepId step, String known) implements RunEvent {}

  /**
   * A person's answer to {@link Asked}.
   *
   * @param done whether the effect is to be taken for done
   */
  record Treated(Instant at, StepId step, boolean done, String by, String reason)
      implements RunEvent {}

  /**
   * What another run held was taken over for this one.
   *
   * @param from that run
   * @param owner who carried it out, {@code user@host}
   * @param lastSign when its process last said that it lives, by its own clock
   * @param detail what is known of it
   */
  record TakenOver(Instant at, String from, String owner, Instant lastSign, String detail)
      implements RunEvent {}

  /** Another process may act on the run's targets, so this one no longer does. */
  record LockLost(Instant at, String detail) implements RunEvent {}

  record StepEnded(Instant at, StepId step, StepOutcome outcome) implements RunEvent {}

  record Ended(Instant at, RunResult result) implements RunEvent {}
}
