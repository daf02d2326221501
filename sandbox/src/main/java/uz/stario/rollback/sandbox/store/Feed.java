package uz.stario.rollback.sandbox.store;

import java.time.Duration;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** A reader of the changes of one kind, oldest first; for one thread. */
public final class Feed {
  private final Lock lock;
  private final History history;
  private long position;
  private long version;

  Feed(Lock lock, History history, long version) {
    this.lock = lock;
    this.history = history;
    this.version = version;
    this.position = history.positionAfter(version);
  }

  /** The resourceVersion up to which this feed has read. */
  public long version() {
    return version;
  }

  /**
   * The next change, or null if none arrives in time.
   *
   * @throws Refused with 410 once the reader fell behind the kept history
   */
  public @Nullable Change next(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (true) {
        if (history.lost(position)) {
          throw Refused.expired(version, history.floor());
        }
        Change change = history.read(position);
        if (change != null) {
          position++;
          version = change.version();
          return change;
        }
        if (left <= 0) {
          return null;
        }
        left = history.arrived().awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
