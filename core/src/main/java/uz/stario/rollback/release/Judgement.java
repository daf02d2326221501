package uz.stario.rollback.release;

import java.time.Instant;

/**
 * What somebody learned of a release: the ledger keeps them all, and the last one holds.
 *
 * @param release {@link Release#id()}
 * @param reason in the judge's words; may be empty
 * @param by who says so
 */
public record Judgement(String release, Health health, String reason, String by, Instant at) {

  /** The same, said by somebody else. */
  public Judgement by(String judge) {
    return new Judgement(release, health, reason, judge, at);
  }
}
