package uz.stario.rollback.release;

import java.time.Instant;

/**
 * A recorded opinion of a revision, and where it comes from.
 *
 * @param run the run that left it; empty when nobody has
 */
public record Verdict(Health health, String run, Instant at) {

  public static final Verdict NONE = new Verdict(Health.UNKNOWN, "", Instant.EPOCH);
}
