package uz.stario.rollback.app.cli.demo;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The counters of pods that this demo needs, from the text format of Prometheus.
 *
 * @param version as {@code build_info} says
 * @param requests all answered
 * @param failures those answered with 5xx
 * @param buckets how many took at most so many seconds, cumulative
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
record Scrape(String version, long requests, long failures, Map<Double, Long> buckets) {

  private static final Pattern VERSION = Pattern.compile("build_info\\{.*version=\"([^\"]*)\".*");
  private static final Pattern COUNT =
      Pattern.compile("http_requests_total\\{.*status=\"(\\d)\\d\\d\".*} (\\d+)");
  private static final Pattern BUCKET =
      Pattern.compile("http_request_duration_seconds_bucket\\{.*le=\"([^\"]*)\".*} (\\d+)");

  Scrape {
    buckets = new TreeMap<>(buckets);
  }

  static Scrape of(String text) {
    String version = "";
    long requests = 0;
    long failures = 0;
    Map<Double, Long> buckets = new TreeMap<>();
    for (String line : text.lines().toList()) {
      Matcher named = VERSION.matcher(line);
      Matcher counted = COUNT.matcher(line);
      Matcher timed = BUCKET.matcher(line);
      if (named.matches()) {
        version = named.group(1);
      } else if (counted.matches()) {
        long count = Long.parseLong(counted.group(2));
        requests += count;
        failures += counted.group(1).equals("5") ? count : 0;
      } else if (timed.matches()) {
        String most = timed.group(1);
        double seconds = most.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(most);
        buckets.put(seconds, Long.parseLong(timed.group(2)));
      }
    }
    return new Scrape(version, requests, failures, buckets);
  }

  Scrape plus(Scrape other) {
    Map<Double, Long> sum = new TreeMap<>(buckets);
    other.buckets.forEach((most, count) -> sum.merge(most, count, Long::sum));
    return new Scrape(version, requests + other.requests, failures + other.failures, sum);
  }

  /**
   * The 95th percentile, straight between the bounds of its bucket; empty without requests.
   *
   * @see <a
   *     href="https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile">
   *     histogram_quantile</a>
   */
  Optional<Duration> p95() {
    long all = buckets.getOrDefault(Double.POSITIVE_INFINITY, 0L);
    if (all == 0) {
      return Optional.empty();
    }
    double rank = 0.95 * all;
    double lower = 0;
    long below = 0;
    for (Map.Entry<Double, Long> bucket : buckets.entrySet()) {
      if (bucket.getValue() >= rank) {
        double upper = bucket.getKey();
        double seconds =
            Double.isInfinite(upper)
                ? lower
                : lower + (upper - lower) * (rank - below) / (bucket.getValue() - below);
        return Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
      }
      lower = bucket.getKey();
      below = bucket.getValue();
    }
    return Optional.empty();
  }
}
