package uz.stario.rollback.sandbox.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timeline that follows a clock of the machine, on one daemon thread and a few beside it. */
public final class RealTimeline implements Timeline {
  /**
   * What is done beside the timeline keeps a processor busy: more at a time make nothing sooner.
   */
  private static final int BESIDE = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

  private final Clock clock;
  private final ScheduledThreadPoolExecutor executor;
  private final ThreadPoolExecutor helpers;

  /** Starts the timeline; its thread lives until {@link #close()}. */
  public RealTimeline(Clock clock) {
    this.clock = clock;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("sandbox-timeline").factory());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    helpers =
        new ThreadPoolExecutor(
            BESIDE,
            BESIDE,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("sandbox-beside-", 1).factory());
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

  @Override
  public void beside(Runnable work, Runnable then) {
    try {
      helpers.execute(() ->
          run(() -> {
            work.run();
            soon(then);
          }));
    } catch (RejectedExecutionException closed) {
      // As above.
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
    helpers.getQueue().clear();
    helpers.close(); // waits: a program that is half started has files and a port
  }
}
