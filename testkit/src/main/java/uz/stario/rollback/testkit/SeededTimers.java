package uz.stario.rollback.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Timers;

/**
 * Timers in virtual time: the clock is set to the next one when the test says so. What fires runs
 * on the executor. Not thread-safe.
 */
public final class SeededTimers implements Timers {

  private final SettableClock clock;
  private final Executor executor;
  private final List<Timer> waiting = new ArrayList<>();

  public SeededTimers(SettableClock clock, Executor executor) {
    this.clock = clock;
    this.executor = executor;
  }

  @Override
  public Subscription at(Instant instant, Runnable action) {
    Timer timer = new Timer(instant, action);
    waiting.add(timer);
    return () -> waiting.remove(timer);
  }

  /**
   * Sets the clock to the earliest timer and fires all of that instant. False when none is left.
   */
  public boolean fireNext() {
    Optional<Instant> next = waiting.stream().map(Timer::instant).min(Comparator.naturalOrder());
    next.ifPresent(instant -> {
      if (instant.isAfter(clock.instant())) {
        clock.set(instant);
      }
      List<Timer> due = waiting.stream().filter(t -> !t.instant().isAfter(instant)).toList();
      waiting.removeAll(due);
      due.forEach(timer -> executor.execute(timer.action));
    });
    return next.isPresent();
  }

  /** Fires what is due until then, running all that comes of it, and sets the clock to it. */
  public void passUntil(Instant instant, SeededExecutor seeded) {
    seeded.runReady();
    while (waiting.stream().anyMatch(timer -> !timer.instant.isAfter(instant))) {
      fireNext();
      seeded.runReady();
    }
    clock.set(instant);
  }

  /** How many are left. */
  public int left() {
    return waiting.size();
  }

  /** Compared by identity: two timers of one instant are two. */
  private static final class Timer {
    private final Instant instant;
    private final Runnable action;

    Timer(Instant instant, Runnable action) {
      this.instant = instant;
      this.action = action;
    }

    Instant instant() {
      return instant;
    }
  }
}
