package uz.stario.rollback.sandbox.platform;

/** How a release of a service behaves. */
public sealed interface Flaw {
  /** As it should. */
  record None() implements Flaw {}

  /**
   * A share of requests answers 500.
   *
   * @param share of one
   */
  record Errors(double share) implements Flaw {
    /** Refuses what is no share. */
    public Errors {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share is between 0 and 1, not " + share);
      }
    }
  }

  /**
   * Every request takes longer.
   *
   * @param times how many times as long
   */
  record Slow(int times) implements Flaw {}

  /** It starts and ends with an error soon after. */
  record Crashes() implements Flaw {}

  /** It starts and never says that it is ready. */
  record NeverReady() implements Flaw {}

  /** Nobody has pushed it. */
  record Missing() implements Flaw {}
}
