package uz.stario.rollback.metrics;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One value of one series.
 *
 * @param labels what tells the series from others; where it has a name, {@code __name__} is not
 *     among them
 * @param value may be NaN or infinite
 */
public record Sample(SortedMap<String, String> labels, double value, Instant at) {
  public Sample {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** The labels as PromQL writes them: {@code {status="500"}}. */
  public String series() {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
