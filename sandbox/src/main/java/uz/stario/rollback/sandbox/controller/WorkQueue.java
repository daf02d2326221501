package uz.stario.rollback.sandbox.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.time.Timeline;

/**
 * The keys a controller still has to look at, each at most once, as {@code
 * client-go/util/workqueue} keeps them.
 *
 * <p>A refused sync is tried again after a pause that doubles from {@link #FIRST_PAUSE} to {@link
 * #LONGEST_PAUSE}. Keys may be added from any thread; syncs run on the timeline.
 */
final class WorkQueue {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Timeline timeline;
  private final Consumer<Key> sync;
  private final Set<Key> waiting = new HashSet<>();
  private final Map<Key, Instant> timers = new HashMap<>();
  private final Map<Key, Duration> pauses = new HashMap<>();

  WorkQueue(Timeline timeline, Consumer<Key> sync) {
    this.timeline = timeline;
    this.sync = sync;
  }

  synchronized void add(Key key) {
    if (waiting.add(key)) {
      timeline.soon(() -> run(key));
    }
  }

  /**
   * Adds the key once the delay has passed; an earlier timer of the same key stands for this one
   * too.
   */
  synchronized void addAfter(Key key, Duration delay) {
    Instant due = timeline.now().plus(delay);
    Instant earlier = timers.get(key);
    if (earlier != null && !earlier.isAfter(due) && earlier.isAfter(timeline.now())) {
      return;
    }
    timers.put(key, due);
    timeline.after(
        delay,
        () -> {
          synchronized (this) {
            timers.remove(key, due);
          }
          add(key);
        });
  }

  private void run(Key key) {
    synchronized (this) {
      waiting.remove(key);
    }
    try {
      sync.accept(key);
      synchronized (this) {
        pauses.remove(key);
      }
    } catch (Refused refused) {
      retry(key);
    }
  }

  private synchronized void retry(Key key) {
    Duration pause = pauses.getOrDefault(key, FIRST_PAUSE);
    Duration doubled = pause.multipliedBy(2);
    pauses.put(key, doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
    addAfter(key, pause);
  }
}
