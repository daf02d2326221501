package uz.stario.rollback.run;

/** What one short attempt at an effect came to. {@code detail} is one line for people. */
public sealed interface EffectOutcome {

  String detail();

  /**
   * The effect happened.
   *
   * @param mark what the wait that follows needs to know of it (the generation that the change
   *     got); empty when nothing waits
   */
  record Applied(String detail, String mark) implements EffectOutcome {}

  /** Nothing had to be done. */
  record AlreadySo(String detail, String mark) implements EffectOutcome {}

  /** Not yet as it should be, nothing was changed; it may be tried again after a while. */
  record NotYet(String detail, boolean unknown) implements EffectOutcome {}

  /**
   * It can't be done, and trying again won't help; nothing was changed.
   *
   * @param notAuthorised whether that is because the target does not know the requester, or does
   *     not let them
   */
  record Refused(String detail, boolean notAuthorised) implements EffectOutcome {

    /** For any other reason. */
    public Refused(String detail) {
      this(detail, false);
    }
  }

  /** The answer was lost: it may have happened. */
  record Unknown(String detail) implements EffectOutcome {}
}
