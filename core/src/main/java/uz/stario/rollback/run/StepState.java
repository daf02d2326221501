package uz.stario.rollback.run;

/**
 * Where a step of a run is.
 *
 * <p>Legal transitions: {@link Transitions}.
 */
public enum StepState {
  /** Others come first. */
  PENDING,
  /** An intent is journaled, its outcome is not: until it is, what the effect did is unknown. */
  ACTING,
  /** The effect is tried again at a set time. */
  RETRYING,
  /** Whether it was done is not known, and it must not be done twice: it is looked at first. */
  LOOKING,
  /** Nobody can tell whether it was done; a person has to say. */
  ASKING,
  /** The effect happened; what it set going is watched. */
  WAITING,
  ENDED
}
