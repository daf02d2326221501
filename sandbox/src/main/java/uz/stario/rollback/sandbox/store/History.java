package uz.stario.rollback.sandbox.store;

import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The newest changes of one kind, in a ring: what watches read from.
 *
 * <p>A watch is a position in the ring and no queue, so a slow watcher costs nothing; one that
 * falls out of the ring is told that its resourceVersion has expired. Guarded by the lock of the
 * store.
 */
final class History {
  private final @Nullable Change[] ring;
  private final Condition arrived;
  private long first;
  private long end;
  private long floor;

  History(int size, Condition arrived) {
    this.ring = new @Nullable Change[size];
    this.arrived = arrived;
  }

  void add(Change change) {
    if (end - first == ring.length) {
      drop();
    }
    ring[slot(end++)] = change;
    arrived.signalAll();
  }

  private void drop() {
    floor = at(first).version();
    ring[slot(first++)] = null;
  }

  /** Forgets every change, as etcd's compaction does, so that older watches expire. */
  void compact(long version) {
    while (first < end) {
      drop();
    }
    floor = version;
    arrived.signalAll();
  }

  /** The highest version that can no longer be told. */
  long floor() {
    return floor;
  }

  Condition arrived() {
    return arrived;
  }

  /** The position of the first change after a version. */
  long positionAfter(long version) {
    long low = first;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (at(middle).version() <= version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Takes back, newest first, what came after a version from the state as it is now. */
  void undo(long version, Map<String, ObjectNode> state, Function<Key, String> path) {
    if (version < floor) {
      throw Refused.expired(version, floor);
    }
    for (long position = end - 1; position >= first; position--) {
      Change change = at(position);
      if (change.version() <= version) {
        return;
      }
      ObjectNode before = change.before();
      if (before == null) {
        state.remove(path.apply(change.key()));
      } else {
        state.put(path.apply(change.key()), before);
      }
    }
  }

  /** The version just before the newest changes, no older than the ring. */
  long versionBefore(int changes, long present) {
    long position = Math.max(first, end - changes);
    return position == end ? present : at(position).version() - 1;
  }

  boolean lost(long position) {
    return position < first;
  }

  @Nullable Change read(long position) {
    return position < end ? at(position) : null;
  }

  private Change at(long position) {
    Change change = ring[slot(position)];
    if (change == null) {
      throw new IllegalStateException(
          "no change at " + position + ", kept are " + first + " to " + end);
    }
    return change;
  }

  private int slot(long position) {
    return (int) (position % ring.length);
  }
}
