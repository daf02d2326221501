package uz.stario.rollback.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BucketsTest {

  @Test
  void within_a_bucket_observations_are_spread_evenly() {
    Buckets buckets = buckets("0.1", 50, "0.2", 100, "+Inf", 100);

    assertThat(buckets.quantile(0.75)).isEqualTo(0.1 + (0.2 - 0.1) * (25.0 / 50));
    assertThat(buckets.quantile(0.25)).isEqualTo(0.05);
    assertThat(buckets.observations()).isEqualTo(100);
  }

  @Test
  void beyond_the_highest_bound_it_is_that_bound() {
    assertThat(buckets("0.1", 1, "0.2", 1, "+Inf", 100).quantile(0.95)).isEqualTo(0.2);
  }

  @Test
  void without_observations_or_an_open_bucket_there_is_nothing_to_tell() {
    assertThat(buckets("0.1", 0, "+Inf", 0).quantile(0.5)).isNaN();
    assertThat(buckets("0.1", 5, "0.2", 6).quantile(0.5)).isNaN();
    assertThat(buckets("+Inf", 5).quantile(0.5)).isNaN();
    assertThat(buckets().quantile(0.5)).isNaN();
    assertThat(buckets().observations()).isZero();
    assertThat(buckets("0.1", 1, "+Inf", Double.NaN).quantile(0.5)).isNaN();
  }

  @Test
  void a_bound_that_is_none_is_left_out() {
    assertThat(buckets("0.1", 5, "wide", 100, "0.2", 10, "+Inf", 10).quantile(0.5)).isEqualTo(0.1);
  }

  @Test
  void series_of_one_bound_are_added() {
    Map<SortedMap<String, String>, Double> counts = new HashMap<>();
    for (String method : new String[] {"GET", "POST"}) {
      counts.put(new TreeMap<>(Map.of("method", method, "le", "1")), 4.0);
      counts.put(new TreeMap<>(Map.of("method", method, "le", "+Inf")), 4.0);
    }

    assertThat(Buckets.of(counts).observations()).isEqualTo(8);
    assertThat(Buckets.of(counts).quantile(0.5)).isEqualTo(0.5);
  }

  private static Buckets buckets(Object... boundsAndCounts) {
    Map<SortedMap<String, String>, Double> counts = new HashMap<>();
    for (int i = 0; i < boundsAndCounts.length; i += 2) {
      counts.put(
          new TreeMap<>(Map.of("le", (String) boundsAndCounts[i])),
          ((Number) boundsAndCounts[i + 1]).doubleValue());
    }
    return Buckets.of(counts);
  }
}
