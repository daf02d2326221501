package uz.stario.rollback.sandbox.pods;

import java.time.Duration;

/** The failing readiness probe of a container that never gets ready; {@code pkg/kubelet/prober}. */
final class ReadinessProbe {
  /** The default of {@code periodSeconds}, before the time factor. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  /** Counting the same event more often tells nobody anything. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final PodWork work;

  ReadinessProbe(PodWork work) {
    this.work = work;
  }

  void begin(PodLife life) {
    work.later(life, work.pace().scaled(PERIOD), () -> fail(life));
  }

  private void fail(PodLife life) {
    work.warning(
        life, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
    Duration period = work.pace().scaled(PERIOD);
    work.later(life, period.compareTo(LEAST) < 0 ? LEAST : period, () -> fail(life));
  }
}
