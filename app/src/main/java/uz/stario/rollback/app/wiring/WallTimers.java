package uz.stario.rollback.app.wiring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Timers;

/** Timers of the real clock: one daemon thread that only hands over to the executor. */
public final class WallTimers implements Timers, AutoCloseable {

  private final InstantSource clock;
  private final Executor executor;
  private final ScheduledThreadPoolExecutor scheduler;

  public WallTimers(InstantSource clock, Executor executor) {
    this.clock = clock;
    this.executor = executor;
    this.scheduler =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().daemon().name("timers").unstarted(task));
    scheduler.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Subscription at(Instant instant, Runnable action) {
    long delay = Math.max(0, Duration.between(clock.instant(), instant).toMillis());
    Future<?> future =
        scheduler.schedule(() -> executor.execute(action), delay, TimeUnit.MILLISECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
