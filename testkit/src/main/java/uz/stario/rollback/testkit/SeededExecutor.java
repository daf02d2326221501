package uz.stario.rollback.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/**
 * Runs tasks one at a time on the caller's thread, each time any of those that are ready: what a
 * thread pool might do, the same for the same seed.
 *
 * <p>Not thread-safe. A task may give it more tasks.
 */
public final class SeededExecutor implements Executor {

  /** Far more than any run of a test needs; a loop without an end is found within a second. */
  private static final int CAP = 200_000;

  private final SplittableRandom random;
  private final List<Runnable> ready = new ArrayList<>();
  private int steps;

  public SeededExecutor(long seed) {
    this.random = new SplittableRandom(seed);
  }

  @Override
  public void execute(Runnable task) {
    ready.add(task);
  }

  /** How many tasks it has run. */
  public int steps() {
    return steps;
  }

  /** Runs one task. False when none is ready. */
  public boolean runOne() {
    if (ready.isEmpty()) {
      return false;
    }
    if (++steps > CAP) {
      throw new AssertionError("it has not come to rest after " + CAP + " tasks");
    }
    ready.remove(random.nextInt(ready.size())).run();
    return true;
  }

  /** Runs all that is ready, and what comes of it; no time passes. */
  public void runReady() {
    while (runOne()) {
      // On to the next.
    }
  }

  /** Runs until nothing is ready and no timer is left; time passes as the timers ask. */
  public void runOut(SeededTimers timers) {
    do {
      runReady();
    } while (timers.fireNext());
  }
}
