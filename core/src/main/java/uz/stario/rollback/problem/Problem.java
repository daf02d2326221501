package uz.stario.rollback.problem;

/**
 * An error as a person needs it at three in the morning.
 *
 * @param what what could not be done, a sentence
 * @param why the cause, a sentence
 * @param changed what has changed in the world because of it, a sentence
 * @param next what to do or type next, a sentence
 */
public record Problem(ErrorCode code, String what, String why, String changed, String next) {

  /** What {@link #changed} says when nothing was touched. */
  public static final String NOTHING_CHANGED = "Nothing was changed.";

  /** A problem met before anything was changed. */
  public static Problem unchanged(ErrorCode code, String what, String why, String next) {
    return new Problem(code, what, why, NOTHING_CHANGED, next);
  }

  /** The four sentences in one paragraph. */
  public String sentence() {
    return String.join(" ", what, why, changed, next).strip();
  }
}
