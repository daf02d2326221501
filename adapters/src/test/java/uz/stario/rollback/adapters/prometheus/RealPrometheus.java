package uz.stario.rollback.adapters.prometheus;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import uz.stario.rollback.adapters.http.Exposed;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.testkit.PrometheusProcess;

/** A real Prometheus of this test, which scrapes what the test exposes. */
final class RealPrometheus implements AutoCloseable {

  private static final Duration AMPLE = Duration.ofSeconds(60);

  private final Exposed exposed = new Exposed();
  private final PrometheusProcess process;
  private int generation;

  private RealPrometheus() throws IOException {
    process = PrometheusProcess.scraping(exposed.port());
  }

  static boolean isInstalled() {
    return PrometheusProcess.isInstalled();
  }

  static RealPrometheus start() throws IOException {
    return new RealPrometheus();
  }

  PrometheusServer server() {
    return new PrometheusServer(process.uri(), Optional.empty(), Optional.empty(), AMPLE);
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
        throw new AssertionError("Prometheus does not scrape: " + process.log());
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

  @Override
  public void close() throws IOException {
    process.close();
    exposed.close();
  }
}
