package uz.stario.rollback.metrics;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a process said of itself at one instant.
 *
 * @param series the values by the name of the series and its labels: {@code http_requests_total},
 *     {@code http_request_duration_seconds_bucket}
 * @param names of all names that were declared and all series that have a value, kept or not
 */
public record Scrape(
    Instant at, Map<String, Map<SortedMap<String, String>, Double>> series, Set<String> names) {

  /** When the process began, which its counters count from. */
  static final String PROCESS_START = "process_start_time_seconds";

  public Scrape {
    Map<String, Map<SortedMap<String, String>, Double>> copy = new HashMap<>();
    series.forEach((name, values) -> {
      Map<SortedMap<String, String>, Double> inner = new HashMap<>();
      values.forEach((labels, value) ->
          inner.put(Collections.unmodifiableSortedMap(new TreeMap<>(labels)), value));
      copy.put(name, Collections.unmodifiableMap(inner));
    });
    series = Collections.unmodifiableMap(copy);
    names = Set.copyOf(names);
  }

  /** The values of one name by their labels; empty where there are none. */
  public Map<SortedMap<String, String>, Double> of(String name) {
    return series.getOrDefault(name, Map.of());
  }

  /** Whether two scrapes are certainly not of one process; unknown where it does not tell. */
  boolean isOfAnotherProcessThan(Scrape other) {
    List<Double> starts = List.copyOf(of(PROCESS_START).values());
    List<Double> others = List.copyOf(other.of(PROCESS_START).values());
    return starts.size() == 1 && others.size() == 1 && !starts.equals(others);
  }
}
