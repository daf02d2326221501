package uz.stario.rollback.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A classic histogram: how many observations are at most each bound. Pure.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/v2.42.0/promql/quantile.go">bucketQuantile
 *     of Prometheus</a>
 */
public final class Buckets {

  /** The label that holds a bucket's upper bound. */
  private static final String BOUND = "le";

  private record Bucket(double upper, double count) {}

  private final List<Bucket> buckets;

  private Buckets(List<Bucket> buckets) {
    this.buckets = buckets;
  }

  /**
   * The buckets of all series together, as {@code sum by (le)} adds them; a bound that is no number
   * is left out, as Prometheus does.
   *
   * @param counts by labels, cumulative
   */
  public static Buckets of(Map<SortedMap<String, String>, Double> counts) {
    SortedMap<Double, Double> byBound = new TreeMap<>();
    counts.forEach((labels, count) -> {
      try {
        double bound = SampleLine.number(labels.getOrDefault(BOUND, ""));
        byBound.merge(bound, count, Double::sum);
      } catch (SampleLine.Malformed _) {
        // No bound: a series that only looks like a bucket.
      }
    });
    List<Bucket> monotonic = new ArrayList<>();
    double most = Double.NEGATIVE_INFINITY;
    for (var entry : byBound.entrySet()) {
      // Buckets that are not read at one instant may overtake each other a little.
      most = entry.getValue() < most ? most : entry.getValue();
      monotonic.add(new Bucket(entry.getKey(), most));
    }
    return new Buckets(monotonic);
  }

  /** How many observations there are; 0 where there is no bucket. */
  public double observations() {
    return buckets.isEmpty() ? 0 : buckets.getLast().count();
  }

  /**
   * What {@code histogram_quantile} gives: within the bucket of the rank observations count as
   * spread evenly; beyond the highest finite bound it is that bound.
   *
   * @param q from 0 to 1; outside of it the answer is infinite
   * @return NaN where there is nothing to tell: no observations, no bucket without an upper end
   */
  public double quantile(double q) {
    if (Double.isNaN(q)
        || buckets.size() < 2
        || buckets.getLast().upper() != Double.POSITIVE_INFINITY
        || observations() == 0
        || Double.isNaN(observations())) {
      return Double.NaN;
    } else if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    } else if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    double rank = q * observations();
    int last = buckets.size() - 1;
    int b = 0;
    while (b < last && !(buckets.get(b).count() >= rank)) {
      b++;
    }
    if (b == last) {
      return buckets.get(last - 1).upper();
    }
    Bucket found = buckets.get(b);
    if (b == 0) {
      return found.upper() <= 0 ? found.upper() : found.upper() * (rank / found.count());
    }
    Bucket below = buckets.get(b - 1);
    double within = (rank - below.count()) / (found.count() - below.count());
    return below.upper() + (found.upper() - below.upper()) * within;
  }
}
