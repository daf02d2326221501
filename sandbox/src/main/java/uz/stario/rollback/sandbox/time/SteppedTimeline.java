package uz.stario.rollback.sandbox.time;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A timeline that moves only when it is told to, so that a test sees every minute of a rollout in
 * no time at all.
 *
 * <p>Tasks may be added from any thread; {@link #advance} runs them on the caller's. An exception
 * in a task reaches the caller.
 */
public final class SteppedTimeline implements Timeline {
  /**
   * More tasks than this in one step means that two controllers undo each other's work for ever.
   */
  private static final int MAX_TASKS_PER_STEP = 5_000_000;

  private record Task(Instant due, long sequence, Runnable work) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = due.compareTo(other.due);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private Instant now;
  private long sequence;

  /** A timeline that stands still at {@code start}. */
  public SteppedTimeline(Instant start) {
    this.now = start;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void after(Duration delay, Runnable task) {
    tasks.add(new Task(now.plus(delay.isNegative() ? Duration.ZERO : delay), sequence++, task));
  }

  /** Works at once, for time stands still meanwhile. */
  @Override
  public void beside(Runnable work, Runnable then) {
    work.run();
    then.run();
  }

  /** Runs everything that falls due within the step, in order, and leaves the clock at its end. */
  public void advance(Duration step) {
    Instant end = now().plus(step);
    for (int ran = 0; ran < MAX_TASKS_PER_STEP; ran++) {
      Task next = takeUntil(end);
      if (next == null) {
        return;
      }
      next.work().run();
    }
    throw new IllegalStateException(
        "still busy after " + MAX_TASKS_PER_STEP + " tasks at " + now());
  }

  /** Runs what is due now and lets no time pass. */
  public void settle() {
    advance(Duration.ZERO);
  }

  private synchronized @Nullable Task takeUntil(Instant end) {
    Task next = tasks.peek();
    if (next == null || next.due().isAfter(end)) {
      now = end;
      return null;
    }
    tasks.remove();
    now = next.due();
    return next;
  }

  @Override
  public synchronized void close() {
    tasks.clear();
  }
}
