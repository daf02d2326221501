package uz.stario.platform.traffic;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Starts journeys at a given rate, whatever becomes of those before: users do not wait for each
 * other.
 *
 * <p>Latency is taken from the instant at which a journey was meant to start, so that a stall of
 * the platform, or of this program, counts for each journey that it delayed (Tene, "How NOT to
 * Measure Latency").
 */
final class OpenLoop {

  /**
   * More at once would measure this machine and not the platform; those over it count as failed.
   */
  static final int MAX_IN_FLIGHT = 2000;

  /** Time, in nanoseconds of its own. */
  interface Ticker {
    long now();

    /** Returns at the instant, or sooner where the thread is interrupted. */
    void waitUntil(long instant);
  }

  /**
   * What one user does.
   *
   * @param name of its kind
   * @param steps does it all, and says how it ended; throws nothing
   */
  record Journey(String name, Supplier<Outcome> steps) {}

  private final Ticker ticker;
  private final Executor executor;
  private final AtomicInteger inFlight = new AtomicInteger();

  OpenLoop(Ticker ticker, Executor executor) {
    this.ticker = ticker;
    this.executor = executor;
  }

  /**
   * Starts them all, evenly spaced; those still on their way are the executor's to wait for.
   *
   * @param rate journeys a second
   * @param journeys what the n-th user does
   * @param stopped asked before each start
   */
  void run(
      double rate,
      Duration duration,
      LongFunction<Journey> journeys,
      BooleanSupplier stopped,
      Tally tally) {
    long begin = ticker.now();
    long count = (long) Math.floor(rate * duration.toNanos() / 1e9);
    for (long n = 0; n < count && !stopped.getAsBoolean(); n++) {
      long intended = begin + (long) (n * 1e9 / rate);
      ticker.waitUntil(intended);
      start(journeys.apply(n), intended, tally);
    }
  }

  private void start(Journey journey, long intended, Tally tally) {
    if (inFlight.incrementAndGet() > MAX_IN_FLIGHT) {
      inFlight.decrementAndGet();
      end(journey, new Outcome.Failed("not sent, too many on their way"), intended, tally);
      return;
    }
    executor.execute(() -> {
      try {
        end(journey, journey.steps().get(), intended, tally);
      } finally {
        inFlight.decrementAndGet();
      }
    });
  }

  private void end(Journey journey, Outcome outcome, long intended, Tally tally) {
    tally.ended(journey.name(), outcome, Duration.ofNanos(ticker.now() - intended));
  }
}
