package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.Optional;

/**
 * A query to Prometheus whose one value must meet a threshold.
 *
 * @param query PromQL; {@value #WINDOW} in it stands for the window: {@code
 *     sum(rate(http_requests_total{status=~"5.."}[${window}])) /
 *     sum(rate(http_requests_total[${window}]))}
 * @param window how far back to look, and never to before the rollout finished
 * @param shortest below this window the values say too little; two scrapes at least belong in it
 * @param otherwise what is looked at instead in an environment without Prometheus
 * @param source where it is asked; empty until {@link #in} has found out, and where there is none
 */
public record MetricCheck(
    String name,
    String query,
    Threshold threshold,
    Duration window,
    Duration shortest,
    Optional<Support> support,
    Optional<Freshness> freshness,
    Optional<ScrapeCheck> otherwise,
    Optional<MetricsSource> source,
    Duration limit)
    implements Check {

  /** What stands for the length of the window. */
  public static final String WINDOW = "${window}";

  /**
   * What the value rests on.
   *
   * @param query PromQL that counts it: {@code sum(increase(http_requests_total[${window}]))}
   * @param atLeast with fewer the value says nothing
   */
  public record Support(String query, double atLeast) {}

  /**
   * How old the newest measurement may be.
   *
   * @param query PromQL that gives its Unix time: {@code
   *     max(timestamp(http_requests_total{job="stario"}))}
   */
  public record Freshness(String query, Duration atMost) {}

  /** Refuses windows that can't be met. */
  public MetricCheck {
    if (query.isBlank() || shortest.isNegative() || shortest.isZero()) {
      throw new IllegalArgumentException("a metric check needs a query and a shortest window");
    }
    if (window.compareTo(shortest) < 0) {
      throw new IllegalArgumentException("the window is shorter than the shortest one");
    }
  }

  @Override
  public Check in(Environment environment) {
    if (environment.prometheus().isEmpty() && otherwise.isPresent()) {
      return otherwise.get().in(environment);
    }
    return new MetricCheck(
        name,
        query,
        threshold,
        window,
        shortest,
        support,
        freshness,
        Optional.empty(),
        environment.prometheus(),
        limit);
  }

  @Override
  public Duration patience() {
    return shortest;
  }

  /** A query of this check for a window of a length. */
  public static String over(String query, Duration window) {
    return query.replace(WINDOW, window.toMillis() + "ms");
  }
}
