package uz.stario.platform.traffic;

import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Counts outcomes and keeps latencies, by journey and in all. Safe for threads. */
final class Tally {

  /** The longest latency that is told apart, far above any timeout here. */
  private static final long LONGEST_MICROS = Duration.ofHours(1).toNanos() / 1000;

  private static final int DIGITS = 3;
  private static final String ALL = "all";
  private static final double[] PERCENTILES = {50, 95, 99};

  private final Map<String, Line> lines = new TreeMap<>();
  private final Map<String, Long> reasons = new TreeMap<>();

  private static final class Line {
    private final Histogram latency = new Histogram(LONGEST_MICROS, DIGITS);
    private long failed;
    private long refused;
  }

  /**
   * A journey that ended.
   *
   * @param latency from the instant at which it was meant to start
   */
  synchronized void ended(String journey, Outcome outcome, Duration latency) {
    for (String name : new String[] {journey, ALL}) {
      Line line = lines.computeIfAbsent(name, _ -> new Line());
      line.latency.recordValue(Math.clamp(latency.toNanos() / 1000, 0, LONGEST_MICROS));
      switch (outcome) {
        case Outcome.Succeeded() -> {}
        case Outcome.Failed(String _) -> line.failed++;
        case Outcome.Refused(String _) -> line.refused++;
      }
    }
    switch (outcome) {
      case Outcome.Succeeded() -> {}
      case Outcome.Failed(String reason) -> reasons.merge(journey + ": " + reason, 1L, Long::sum);
      case Outcome.Refused(String reason) -> reasons.merge(journey + ": " + reason, 1L, Long::sum);
    }
  }

  synchronized long count() {
    Line all = lines.get(ALL);
    return all == null ? 0 : all.latency.getTotalCount();
  }

  synchronized long failed() {
    Line all = lines.get(ALL);
    return all == null ? 0 : all.failed;
  }

  /** For people: a line for each journey, then the reasons, the most frequent first. */
  synchronized String table() {
    var text = new StringBuilder();
    text.append(
        row("journey", "sent", "failed", "refused", "p50 ms", "p95 ms", "p99 ms", "max ms"));
    lines.forEach((name, line) -> {
      if (!name.equals(ALL)) {
        text.append(row(name, line));
      }
    });
    Line all = lines.get(ALL);
    if (all != null) {
      text.append(row(ALL, all));
    }
    reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> text.append("%8d  %s%n".formatted(entry.getValue(), entry.getKey())));
    return text.toString();
  }

  private static String row(String name, Line line) {
    return row(
        name,
        Long.toString(line.latency.getTotalCount()),
        Long.toString(line.failed),
        Long.toString(line.refused),
        millis(line.latency.getValueAtPercentile(PERCENTILES[0])),
        millis(line.latency.getValueAtPercentile(PERCENTILES[1])),
        millis(line.latency.getValueAtPercentile(PERCENTILES[2])),
        millis(line.latency.getMaxValue()));
  }

  private static String row(Object... cells) {
    return "%-10s %8s %8s %8s %9s %9s %9s %9s%n".formatted(cells);
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%.1f", micros / 1000.0);
  }

  /** For programs: one object, latencies in milliseconds. */
  synchronized String json() {
    ObjectNode root = JsonMapper.shared().createObjectNode().put("schemaVersion", 1);
    ObjectNode journeys = root.putObject("journeys");
    lines.forEach((name, line) -> {
      ObjectNode node = name.equals(ALL) ? root.putObject(ALL) : journeys.putObject(name);
      node.put("sent", line.latency.getTotalCount());
      node.put("failed", line.failed);
      node.put("refused", line.refused);
      for (double percentile : PERCENTILES) {
        node.put("p" + (int) percentile, line.latency.getValueAtPercentile(percentile) / 1000.0);
      }
      node.put("max", line.latency.getMaxValue() / 1000.0);
    });
    ObjectNode why = root.putObject("reasons");
    reasons.forEach(why::put);
    return root.toString();
  }
}
