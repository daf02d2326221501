package uz.stario.rollback.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A real Prometheus of a test, in a temporary folder and on a loopback port, that scrapes one
 * address twice a second.
 */
public final class PrometheusProcess implements AutoCloseable {

  private final Path folder;
  private final URI uri;
  private final Process process;

  private PrometheusProcess(Path folder, int port, Process process) {
    this.folder = folder;
    this.uri = URI.create("http://127.0.0.1:" + port);
    this.process = process;
  }

  /** Whether there is one on the {@code PATH}. */
  public static boolean isInstalled() {
    return program().isPresent();
  }

  private static Optional<Path> program() {
    return ServerProcess.program("prometheus");
  }

  /**
   * Starts it, without waiting until it answers.
   *
   * @param scraped the loopback port whose {@code /metrics} it scrapes
   */
  public static PrometheusProcess scraping(int scraped) throws IOException {
    Path folder = Files.createTempDirectory("stario-prometheus");
    int port = ServerProcess.freePort();
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
                .formatted(scraped));
    Process process =
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
    return new PrometheusProcess(folder, port, process);
  }

  /** Where it answers. */
  public URI uri() {
    return uri;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has said. */
  public String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it and deletes what it kept. */
  @Override
  public void close() throws IOException {
    ServerProcess.end(process, folder);
  }
}
