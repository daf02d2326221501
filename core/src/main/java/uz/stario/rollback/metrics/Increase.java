package uz.stario.rollback.metrics;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * By how much the counters of one name grew between two scrapes of one process.
 *
 * <p>A counter that is lower than before began anew, and so did all where the process says that it
 * started at another time; what they count since is the increase, as in Prometheus. Unlike there, a
 * series that was not there before counts whole, for the whole endpoint was read both times; and
 * nothing is extrapolated to the edges of a window.
 *
 * @param bySeries never negative; NaN where one of the two values was no finite number
 * @param reset whether a counter began anew in between, so that some of its increase is lost
 */
public record Increase(Map<SortedMap<String, String>, Double> bySeries, boolean reset) {
  public Increase {
    bySeries = Collections.unmodifiableMap(new HashMap<>(bySeries));
  }

  /**
   * @param name of the series: {@code http_requests_total}
   */
  public static Increase between(Scrape before, Scrape after, String name) {
    boolean restarted = after.isOfAnotherProcessThan(before);
    Map<SortedMap<String, String>, Double> earlier = restarted ? Map.of() : before.of(name);
    Map<SortedMap<String, String>, Double> increases = new HashMap<>();
    boolean reset = restarted;
    for (var entry : after.of(name).entrySet()) {
      double now = entry.getValue();
      double then = earlier.getOrDefault(entry.getKey(), 0.0);
      boolean fell = now < then;
      reset |= fell;
      increases.put(entry.getKey(), finite(now, then) ? (fell ? now : now - then) : Double.NaN);
    }
    // A counter never goes away by itself: what no longer tells it is another process.
    reset |= !increases.keySet().containsAll(earlier.keySet());
    return new Increase(increases, reset);
  }

  private static boolean finite(double now, double then) {
    return Double.isFinite(now) && Double.isFinite(then) && now >= 0;
  }

  /** Of all series together. */
  public double total() {
    return total(_ -> true);
  }

  /** Of the series whose labels are so; NaN where one of them is. */
  public double total(Predicate<SortedMap<String, String>> labels) {
    return bySeries.entrySet().stream()
        .filter(entry -> labels.test(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
