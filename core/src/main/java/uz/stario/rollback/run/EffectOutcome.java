package uz.stario.rollback.run;

import java.util.List;

/** What one short attempt at an effect came to. {@code detail} is one line for people. */
public sealed interface EffectOutcome {

  String detail();

  /** What a check saw, a line each; nothing for what is no check. */
  default List<String> seen() {
    return List.of();
  }

  /**
   * The effect happened.
   *
   * @param mark what the wait that follows needs to know of it (the generation that the change
   *     got); empty when nothing waits
   * @param seen what a check saw, for people and for the record
   */
  record Applied(String detail, String mark, List<String> seen) implements EffectOutcome {
    public Applied {
      seen = List.copyOf(seen);
    }

    /** Of what is no check. */
    public Applied(String detail, String mark) {
      this(detail, mark, List.of());
    }
  }

  /** Nothing had to be done. */
  record AlreadySo(String detail, String mark) implements EffectOutcome {}

  /**
   * Not yet as it should be, nothing was changed; it may be tried again after a while.
   *
   * @param unknown whether that is because nothing could be seen
   * @param seen what a check saw, where it was not the same the time before
   */
  record NotYet(String detail, boolean unknown, List<String> seen) implements EffectOutcome {
    public NotYet {
      seen = List.copyOf(seen);
    }

    /** Of what is no check. */
    public NotYet(String detail, boolean unknown) {
      this(detail, unknown, List.of());
    }
  }

  /**
   * A check that did not pass in the time that it was given; it is not made again.
   *
   * @param unknown whether that is because nothing could be seen
   * @param seen what it saw last
   */
  record NotPassed(String detail, boolean unknown, List<String> seen) implements EffectOutcome {
    public NotPassed {
      seen = List.copyOf(seen);
    }
  }

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
