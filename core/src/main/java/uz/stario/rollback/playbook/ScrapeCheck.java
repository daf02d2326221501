package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.Set;

/**
 * What a service's own {@code /metrics} must tell, computed without Prometheus from two looks at
 * one process.
 *
 * @param url the address; {@link HealthCheck#ENVIRONMENT_URL} at its beginning stands for the
 *     environment's
 * @param apart how much time lies between the two looks at least
 * @param atLeast on how many requests or observations the value must rest
 */
public record ScrapeCheck(
    String name,
    String url,
    Measure measure,
    Threshold threshold,
    Duration apart,
    double atLeast,
    Duration limit)
    implements Check {

  @Override
  public ScrapeCheck in(Environment environment) {
    return new ScrapeCheck(
        name, environment.complete(url), measure, threshold, apart, atLeast, limit);
  }

  @Override
  public Duration patience() {
    return measure.needsTwo() ? apart.plus(limit) : Duration.ZERO;
  }

  /** What is computed. */
  public sealed interface Measure {

    /** The names of the series that it takes. */
    Set<String> series();

    /** Whether one look is enough. */
    default boolean needsTwo() {
      return true;
    }
  }

  /**
   * Whether a metric is there at all, 1 or 0.
   *
   * @param metric a family or a series
   */
  public record Present(String metric) implements Measure {
    @Override
    public Set<String> series() {
      return Set.of(metric);
    }

    @Override
    public boolean needsTwo() {
      return false;
    }
  }

  /** By how much a counter grew. */
  public record Growth(String counter) implements Measure {
    @Override
    public Set<String> series() {
      return Set.of(counter);
    }
  }

  /**
   * The part of a counter's growth whose label matches, of one.
   *
   * @param matching a regular expression for the whole value: {@code 5..}
   */
  public record Share(String counter, String label, String matching) implements Measure {
    @Override
    public Set<String> series() {
      return Set.of(counter);
    }
  }

  /**
   * A quantile of what a histogram observed.
   *
   * @param q from 0 to 1
   */
  public record Quantile(String histogram, double q) implements Measure {
    /** Refuses what is no quantile. */
    public Quantile {
      if (!(q >= 0 && q <= 1)) {
        throw new IllegalArgumentException(q + " is no quantile");
      }
    }

    @Override
    public Set<String> series() {
      return Set.of(buckets());
    }

    public String buckets() {
      return histogram + "_bucket";
    }
  }
}
