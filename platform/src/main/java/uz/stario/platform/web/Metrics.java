package uz.stario.platform.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counters and histograms in Prometheus' text format 0.0.4. Safe for threads.
 *
 * <p>A few numbers that only grow; labels come from the program and never from a client.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
public final class Metrics {

  /** The type that the format is sent with. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** Upper bounds in seconds, from a cached answer to one that nobody waits for. */
  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private static final class Histogram {
    private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
    private final DoubleAdder sum = new DoubleAdder();

    Histogram() {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }

    void observe(double seconds) {
      int i = 0;
      while (i < BOUNDS.length && seconds > BOUNDS[i]) {
        i++;
      }
      buckets[i].increment();
      sum.add(seconds);
    }
  }

  private record Family<T>(String name, String help, Map<String, T> byLabels) {
    static <T> Family<T> of(String name, String help) {
      return new Family<>(name, help, new ConcurrentSkipListMap<>());
    }
  }

  private final Map<String, Family<LongAdder>> counters = new ConcurrentSkipListMap<>();
  private final Map<String, Family<Histogram>> histograms = new ConcurrentSkipListMap<>();
  private final String buildInfo;

  public Metrics(String service, String version) {
    buildInfo = labels(Map.of("service", service, "version", version));
  }

  public void count(String name, String help, Map<String, String> labels) {
    counters
        .computeIfAbsent(name, _ -> Family.of(name, help))
        .byLabels()
        .computeIfAbsent(labels(labels), _ -> new LongAdder())
        .increment();
  }

  /** A histogram that is there before anything is observed, so that a look at it finds its name. */
  public void declare(String name, String help, Map<String, String> labels) {
    histogram(name, help, labels);
  }

  public void observe(String name, String help, Map<String, String> labels, double seconds) {
    histogram(name, help, labels).observe(seconds);
  }

  private Histogram histogram(String name, String help, Map<String, String> labels) {
    return histograms
        .computeIfAbsent(name, _ -> Family.of(name, help))
        .byLabels()
        .computeIfAbsent(labels(labels), _ -> new Histogram());
  }

  /** Everything, as it is scraped. */
  public String text() {
    var out = new StringBuilder();
    head(out, "build_info", "The version that runs.", "gauge");
    line(out, "build_info", buildInfo, "1");
    counters
        .values()
        .forEach(family -> {
          head(out, family.name(), family.help(), "counter");
          family
              .byLabels()
              .forEach(
                  (labels, value) -> line(out, family.name(), labels, Long.toString(value.sum())));
        });
    histograms
        .values()
        .forEach(family -> {
          head(out, family.name(), family.help(), "histogram");
          family
              .byLabels()
              .forEach((labels, histogram) -> write(out, family.name(), labels, histogram));
        });
    return out.toString();
  }

  private static void write(StringBuilder out, String name, String labels, Histogram histogram) {
    long up = 0;
    String before = labels.isEmpty() ? "" : labels + ",";
    for (int i = 0; i <= BOUNDS.length; i++) {
      up += histogram.buckets[i].sum();
      String bound = i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf";
      line(out, name + "_bucket", before + "le=\"" + bound + "\"", Long.toString(up));
    }
    line(out, name + "_sum", labels, String.format(Locale.ROOT, "%.6f", histogram.sum.sum()));
    line(out, name + "_count", labels, Long.toString(up));
  }

  private static void head(StringBuilder out, String name, String help, String type) {
    for (String line : List.of("# HELP " + name + " " + help, "# TYPE " + name + " " + type)) {
      out.append(line).append('\n');
    }
  }

  private static void line(StringBuilder out, String name, String labels, String value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(value).append('\n');
  }

  private static String labels(Map<String, String> labels) {
    var text = new StringBuilder();
    new TreeMap<>(labels)
        .forEach((name, value) ->
            text.append(text.isEmpty() ? "" : ",")
                .append(name)
                .append("=\"")
                .append(escaped(value))
                .append('"'));
    return text.toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
