package uz.stario.rollback.plan;

/**
 * What was noticed while planning.
 *
 * @param about the workload or service it is about
 * @param text one sentence; a blocker's says what to do too
 */
public record Finding(Weight weight, String about, String text) {

  /** A blocker forbids the run; a warning is shown before it; a note is shown in the plan. */
  public enum Weight {
    BLOCKER,
    WARNING,
    NOTE
  }
}
