package uz.stario.rollback.adapters.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * When something has to be done by.
 *
 * @param nanos by {@link System#nanoTime}
 */
record Deadline(long nanos) {

  /** Longer limits are no limits, and would not fit in a number of nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(1);

  static Deadline in(Duration limit) {
    Duration bounded = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  /** Nanoseconds; none where it has passed. */
  long left() {
    return Math.max(0, nanos - System.nanoTime());
  }

  /** What a task gives by then. Later nobody waits for it; its requests have their own limits. */
  <T> Optional<T> inTime(Supplier<T> task) throws InterruptedException {
    FutureTask<T> running = new FutureTask<>(task::get);
    Thread.ofVirtual().start(running);
    try {
      return Optional.of(running.get(left(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Runs tasks, so many at a time, and starts none after an end that came too early.
   *
   * @return whether all ended by then; whoever called stops the others
   */
  boolean all(List<? extends Runnable> tasks, int atOnce) throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().name("read-", 0).factory());
    try {
      List<? extends Future<?>> begun = tasks.stream().map(threads::submit).toList();
      threads.shutdown();
      boolean all = threads.awaitTermination(left(), TimeUnit.NANOSECONDS);
      for (Future<?> task : begun) {
        if (task.state() == Future.State.FAILED) {
          throw new IllegalStateException(task.exceptionNow());
        }
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }
}
