package uz.stario.rollback.run;

/**
 * Why nothing new begins in a run.
 *
 * @param detail for people: who asked, which step failed, who holds the lock now
 */
public record Stopping(Cause cause, String detail) {

  /** What stopped it. */
  public enum Cause {
    /** Someone asked. */
    ASKED,
    /** A step failed after which nothing may follow. */
    FAILED,
    /** Nobody approved the plan in time. */
    NOT_APPROVED,
    /** Another process may act on the same targets. */
    LOCK_LOST
  }
}
