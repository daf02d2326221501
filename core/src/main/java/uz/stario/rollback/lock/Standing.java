package uz.stario.rollback.lock;

import java.time.Duration;

/** Whether whoever holds something still lives, as far as can be told from here. */
public enum Standing {
  /** Its heartbeat is recent. */
  ALIVE("alive", Duration.ZERO),
  /** It was a process of this machine and is no more. */
  GONE("its process has ended", Duration.ZERO),
  /** Its heartbeat is older than {@link Holding#EXPIRY}. */
  SILENT("silent", Holding.WATCHED),
  /**
   * Its heartbeat lies far ahead of this machine's clock, so that the clock says nothing: it counts
   * as expired only when it was seen not to move for the whole of {@link Holding#EXPIRY}.
   */
  AHEAD("its clock is ahead of this one", Holding.EXPIRY.plusSeconds(1));

  private final String words;
  private final Duration watched;

  Standing(String words, Duration watched) {
    this.words = words;
    this.watched = watched;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** How long its heartbeat must have been seen not to move before it may be taken over. */
  public Duration watched() {
    return watched;
  }
}
