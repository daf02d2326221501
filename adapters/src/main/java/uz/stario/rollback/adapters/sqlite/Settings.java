package uz.stario.rollback.adapters.sqlite;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What tests set otherwise.
 *
 * @param patience how long to wait for another process's lock
 * @param maxPages how large the file may become, as if the disk were so small
 */
record Settings(Duration patience, OptionalInt maxPages) {

  /** Another process holds the lock for one append, milliseconds; longer means that it hangs. */
  static final Settings DEFAULT = new Settings(Duration.ofSeconds(3), OptionalInt.empty());
}
