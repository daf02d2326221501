package uz.stario.rollback.adapters.sqlite;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What tests set otherwise.
 *
 * @param patience how long to wait for another process's lock
 * @param maxPages how large the file may become, as if the disk were so small
 * @param space how many bytes must be free for a run to begin
 */
record Settings(Duration patience, OptionalInt maxPages, long space) {

  /**
   * A run of a thousand workloads writes some 6 MB; they stand in the write-ahead log and in the
   * file at the same time, and the log is folded in at 4 MB.
   */
  private static final long SPACE_FOR_A_RUN = 16L << 20;

  /** Another process holds the lock for one append, milliseconds; longer means that it hangs. */
  static final Settings DEFAULT =
      new Settings(Duration.ofSeconds(3), OptionalInt.empty(), SPACE_FOR_A_RUN);
}
