package uz.stario.rollback.sandbox.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timeline that follows a clock of the machine, on one daemon thread. */
public final class RealTimeline implements Timeline {
  private final Clock clock;
  private final ScheduledThreadPoolExecutor executor;

  /** Starts the timeline; its thread lives until {@link #close()}. */
  public RealTimeline(Clock clock) {
    this.clock = clock;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("sandbox-timeline").factory());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void after(Duration delay, Runnable task) {
    try {
      var _ = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      // The sandbox is closing: what would have happened later no longer matters.
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error fault) {
      // A bug in a controller must be seen, and must not stop the others.
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, fault);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
