package uz.stario.rollback.playbook;

import java.time.Duration;

/**
 * When a second person has to approve a plan in an environment.
 *
 * @param of from which danger on
 * @param within how long a run waits for it
 * @param attested whether a name counts that nobody vouches for
 * @param breakGlass whether someone may go on without one, with a reason and for all to see
 */
public record ApprovalRule(From of, Duration within, boolean attested, boolean breakGlass) {

  /** What holds where this and another rule hold: of each the stricter. */
  public ApprovalRule and(ApprovalRule other) {
    return new ApprovalRule(
        of == From.DISRUPTIVE ? of : other.of,
        within.compareTo(other.within) < 0 ? within : other.within,
        attested && other.attested,
        breakGlass && other.breakGlass);
  }

  /** The least danger that asks for two people. */
  public enum From {
    /** Every rollback. */
    DISRUPTIVE,
    /** Only what removes or replaces data. */
    DESTRUCTIVE
  }
}
