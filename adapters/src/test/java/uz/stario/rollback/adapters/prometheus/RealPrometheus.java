package uz.stario.rollback.adapters.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import uz.stario.rollback.adapters.http.Exposed;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.problem.Answer;

/**
 * A real Prometheus of this test, in a temporary folder and on a loopback port, that scrapes what
 * the test exposes.
 */
final class RealPrometheus implements AutoCloseable {

  private static final Duration AMPLE = Duration.ofSeconds(60);

  private final Exposed exposed = new Exposed();
  private final Path folder;
  private final int port;
  private final Process process;
  private int generation;

  private RealPrometheus() throws IOException {
    folder = Files.createTempDirectory("stario-prometheus");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path configuration =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: { scrape_interval: 500ms, scrape_timeout: 500ms }
            scrape_configs:
              - job_name: stage
                honor_labels: true
                static_configs: [ { targets: ["127.0.0.1:%d"] } ]
            """
                .formatted(exposed.port()));
    process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  static boolean isInstalled() {
    return program().isPresent();
  }

  private static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, "prometheus"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static RealPrometheus start() throws IOException {
    return new RealPrometheus();
  }

  PrometheusServer server() {
    return new PrometheusServer(
        URI.create("http://127.0.0.1:" + port), Optional.empty(), Optional.empty(), AMPLE);
  }

  PrometheusMetrics metrics() {
    return new PrometheusMetrics(server());
  }

  /** Exposes a text and waits until it is what Prometheus knows, and nothing else. */
  PrometheusMetrics measuring(String exposition) {
    String mark = "stage_generation " + ++generation + "\n";
    exposed.answers(200, "text/plain; version=0.0.4", exposition + mark);
    PrometheusMetrics metrics = metrics();
    Instant deadline = Instant.now().plus(AMPLE);
    while (!knows(metrics)) {
      if (Instant.now().isAfter(deadline) || !process.isAlive()) {
        throw new AssertionError("Prometheus does not scrape: " + log());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return metrics;
  }

  private boolean knows(PrometheusMetrics metrics) {
    return metrics.query("stage_generation == " + generation, Instant.now())
            instanceof Answer.Given<Samples>(Samples samples)
        && samples.samples().size() == 1;
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exposed.close();
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    }
  }
}
