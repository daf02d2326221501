package uz.stario.rollback.sandbox.platform;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests and times them, in the text format of Prometheus. Safe for all threads. */
final class RequestMetrics {
  private static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

  private final String service;
  private final String version;
  private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();
  private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS.length + 1);
  private final LongAdder nanos = new LongAdder();

  RequestMetrics(String service, String version) {
    this.service = service;
    this.version = version;
  }

  /** Routes come from a fixed set, so that a caller cannot make the counters grow without end. */
  void count(String method, String route, int status, Duration took) {
    String labels =
        String.format(
            Locale.ROOT,
            "service=\"%s\",method=\"%s\",route=\"%s\",status=\"%d\"",
            service,
            method,
            route,
            status);
    counts.computeIfAbsent(labels, _ -> new AtomicLong()).incrementAndGet();
    int found = Arrays.binarySearch(BOUNDS, took.toNanos() / 1e9);
    buckets.incrementAndGet(found < 0 ? -found - 1 : found);
    nanos.add(took.toNanos());
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("# HELP build_info Which version runs.\n# TYPE build_info gauge\n");
    text.append("build_info{service=\"").append(service).append("\",version=\"").append(version);
    text.append("\"} 1\n# HELP http_requests_total Requests answered.\n");
    text.append("# TYPE http_requests_total counter\n");
    counts.forEach(
        (labels, count) -> text.append("http_requests_total{" + labels + "} " + count + "\n"));
    histogram(text, "http_request_duration_seconds");
    return text.toString();
  }

  void histogram(StringBuilder text, String name) {
    String label = "service=\"" + service + "\"";
    text.append("# HELP " + name + " How long answers took.\n# TYPE " + name + " histogram\n");
    long sum = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      sum += buckets.get(i);
      text.append(name + "_bucket{" + label + ",le=\"" + BOUNDS[i] + "\"} " + sum + "\n");
    }
    sum += buckets.get(BOUNDS.length);
    text.append(name + "_bucket{" + label + ",le=\"+Inf\"} " + sum + "\n");
    text.append(name + "_sum{" + label + "} " + nanos.sum() / 1e9 + "\n");
    text.append(name + "_count{" + label + "} " + sum + "\n");
  }
}
