package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import uz.stario.rollback.sandbox.pods.ContainerLog;
import uz.stario.rollback.sandbox.pods.Kubelet;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.time.Timeline;

/** Serves what containers wrote. */
final class PodLogs {
  /**
   * How long a follower waits for a line at a time; it then looks whether the container is still
   * there.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A follower is let go after this, as the kubelet's streaming idle timeout does. */
  private static final Duration LONGEST_FOLLOW = Duration.ofHours(4);

  private final ObjectStore store;
  private final Kubelet kubelet;
  private final Timeline timeline;

  PodLogs(ObjectStore store, Kubelet kubelet, Timeline timeline) {
    this.store = store;
    this.kubelet = kubelet;
    this.timeline = timeline;
  }

  void serve(Exchange exchange, Target target) throws IOException, InterruptedException {
    ObjectNode pod = store.get(target.key());
    String container = container(exchange, pod);
    boolean previous = exchange.flag("previous");
    Optional<ContainerLog> found = kubelet.log(target.key(), container, previous);
    ContainerLog log =
        found.orElseThrow(() ->
            Refused.badRequest(
                previous
                    ? "previous terminated container \""
                        + container
                        + "\" in pod \""
                        + target.name()
                        + "\" not found"
                    : "container \""
                        + container
                        + "\" in pod \""
                        + target.name()
                        + "\" is waiting to start: "
                        + waiting(pod, container)));
    Instant since = since(exchange);
    boolean timestamps = exchange.flag("timestamps");
    List<ContainerLog.Line> lines =
        log.from(0).stream().filter(line -> !line.at().isBefore(since)).toList();
    long tail = exchange.number("tailLines", Long.MAX_VALUE);
    int skipped = (int) Math.max(0, lines.size() - tail);
    lines = lines.subList(skipped, lines.size());
    if (!exchange.flag("follow")) {
      StringBuilder text = new StringBuilder();
      lines.forEach(line -> text.append(show(line, timestamps)));
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      // Cut off anywhere, as the kubelet does.
      int most = (int) Math.min(bytes.length, exchange.number("limitBytes", Long.MAX_VALUE));
      exchange.answer(200, "text/plain", Arrays.copyOf(bytes, most));
      return;
    }
    try (OutputStream out = exchange.stream("text/plain")) {
      out.flush();
      follow(log, lines, timestamps, out);
    }
  }

  private static void follow(
      ContainerLog log, List<ContainerLog.Line> first, boolean timestamps, OutputStream out)
      throws IOException, InterruptedException {
    long next = log.from(0).stream().mapToLong(line -> line.number() + 1).max().orElse(0);
    if (!first.isEmpty()) {
      next = first.getLast().number() + 1;
    }
    send(first, timestamps, out);
    long end = System.nanoTime() + LONGEST_FOLLOW.toNanos();
    while (System.nanoTime() < end) {
      boolean more = log.await(next, PATIENCE);
      List<ContainerLog.Line> lines = log.from(next);
      send(lines, timestamps, out);
      if (!lines.isEmpty()) {
        next = lines.getLast().number() + 1;
      }
      if (!more && log.closed()) {
        return;
      }
    }
  }

  private static void send(List<ContainerLog.Line> lines, boolean timestamps, OutputStream out)
      throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(show(line, timestamps)));
    if (!text.isEmpty()) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private static String show(ContainerLog.Line line, boolean timestamps) {
    return (timestamps ? line.at() + " " : "") + line.text() + "\n";
  }

  private Instant since(Exchange exchange) {
    long seconds = exchange.number("sinceSeconds", -1);
    if (seconds >= 0) {
      return timeline.now().minusSeconds(seconds);
    }
    return Manifest.instant(StringNode.valueOf(exchange.parameter("sinceTime")))
        .orElse(Instant.EPOCH);
  }

  private static String container(Exchange exchange, ObjectNode pod) {
    List<String> names =
        Manifest.at(pod, "spec", "containers")
            .valueStream()
            .map(c -> Manifest.text(c, "name"))
            .toList();
    String asked = exchange.parameter("container");
    if (asked.isEmpty()) {
      if (names.size() == 1) {
        return names.getFirst();
      }
      throw Refused.badRequest(
          "a container name must be specified for pod "
              + Manifest.name(pod)
              + ", choose one of: ["
              + String.join(" ", names)
              + "]");
    }
    if (!names.contains(asked)) {
      throw Refused.badRequest(
          "container " + asked + " is not valid for pod " + Manifest.name(pod));
    }
    return asked;
  }

  private static String waiting(ObjectNode pod, String container) {
    for (JsonNode status : Manifest.at(pod, "status", "containerStatuses")) {
      if (Manifest.text(status, "name").equals(container)) {
        return Manifest.text(status, "state", "waiting", "reason");
      }
    }
    return "ContainerCreating";
  }
}
