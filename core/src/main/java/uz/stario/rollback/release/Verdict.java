package uz.stario.rollback.release;

import java.time.Instant;

/**
 * A recorded opinion of a revision, and where it comes from.
 *
 * @param run the run that left it; empty when nobody has
 * @param source who says so where it was no run, for people; may be empty
 */
public record Verdict(Health health, String run, Instant at, String source) {

  /** Left by a run, or by nobody. */
  public Verdict(Health health, String run, Instant at) {
    this(health, run, at, "");
  }

  public static final Verdict NONE = new Verdict(Health.UNKNOWN, "", Instant.EPOCH);
}
