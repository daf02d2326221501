package uz.stario.rollback.sandbox.pods;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.sandbox.store.Manifest;

/**
 * Asks containers whether they are ready, as {@code pkg/kubelet/prober} does: those that serve HTTP
 * and have an {@code httpGet} probe. Of the others the {@link Course} says it.
 *
 * <p>Ready with the first answer below 400, unready with the third that is not one in a row.
 */
final class ReadinessProbe implements AutoCloseable {
  /** The default of {@code periodSeconds}. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  /** Counting the same event more often tells nobody anything. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** Between two questions to a container that is not ready yet, whatever the time factor. */
  private static final Duration IMPATIENT = Duration.ofMillis(50);

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int FAILURE_THRESHOLD = 3;
  private static final int WRONG = 400;

  private final PodWork work;
  private final ExecutorService questions = Executors.newVirtualThreadPerTaskExecutor();

  ReadinessProbe(PodWork work) {
    this.work = work;
  }

  /** Begins to ask a container that runs; one that cannot be asked is ready. */
  void begin(PodLife life, ContainerLife container) {
    JsonNode probe = life.spec(container).path("readinessProbe");
    Program.Running running = container.running;
    if (running == null || running.port() == 0 || probe.path("httpGet").isMissingNode()) {
      container.ready = true;
      return;
    }
    new Asking(life, container, running, probe).ask();
  }

  /** The failing probe of a container that serves nothing and never gets ready. */
  void fail(PodLife life) {
    work.later(life, work.pace().scaled(PERIOD), () -> failAgain(life));
  }

  private void failAgain(PodLife life) {
    unhealthy(life, "statuscode: 503");
    Duration period = work.pace().scaled(PERIOD);
    work.later(life, period.compareTo(LEAST) < 0 ? LEAST : period, () -> failAgain(life));
  }

  private void unhealthy(PodLife life, String why) {
    work.warning(life, "Unhealthy", "Readiness probe failed: HTTP probe failed with " + why);
  }

  /** The probe of one run of one container; its fields belong to the timeline. */
  private final class Asking {
    private final PodLife life;
    private final ContainerLife container;
    private final Program.Running running;
    private final String path;
    private final Duration period;
    private int failures;
    private boolean told;

    Asking(PodLife life, ContainerLife container, Program.Running running, JsonNode probe) {
      this.life = life;
      this.container = container;
      this.running = running;
      this.path = Manifest.text(probe, "httpGet", "path");
      this.period = Duration.ofSeconds(probe.path("periodSeconds").asLong(PERIOD.toSeconds()));
    }

    void ask() {
      if (isOver()) {
        return;
      }
      try {
        questions.execute(() -> {
          String wrong = wrong();
          work.later(life, Duration.ZERO, () -> answered(wrong));
        });
      } catch (RejectedExecutionException closed) {
        // The sandbox ends.
      }
    }

    // The very same run, whatever a program takes for equal.
    @SuppressWarnings("ReferenceEquality")
    private boolean isOver() {
      return container.running != running;
    }

    /** What is wrong with the answer, in the words of an event; empty when nothing is. */
    private String wrong() {
      try {
        URI address = URI.create("http://127.0.0.1:" + running.port() + path);
        var connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
          int status = connection.getResponseCode();
          return status < WRONG ? "" : "statuscode: " + status;
        } finally {
          connection.disconnect();
        }
      } catch (IOException | IllegalArgumentException e) {
        return "error: " + e.getMessage();
      }
    }

    private void answered(String wrong) {
      if (isOver()) {
        return;
      }
      failures = wrong.isEmpty() ? 0 : failures + 1;
      if (failures == 0 && !container.ready) {
        container.ready = true;
        told = false;
        work.settle(life);
      } else if (failures >= FAILURE_THRESHOLD && container.ready) {
        container.ready = false;
        work.settle(life);
      }
      if (failures >= FAILURE_THRESHOLD && !told) {
        told = true;
        unhealthy(life, wrong);
      }
      work.later(life, container.ready ? period : IMPATIENT, this::ask);
    }
  }

  @Override
  public void close() {
    questions.shutdownNow();
  }
}
