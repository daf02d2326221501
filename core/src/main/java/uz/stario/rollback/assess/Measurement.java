package uz.stario.rollback.assess;

import java.time.Duration;
import java.util.Optional;

/**
 * What was measured of a service's requests over a stretch of time.
 *
 * @param span how long it was measured
 * @param requests how many were made
 * @param failures those answered with 5xx, or not at all
 * @param p95 the latency that one request in twenty exceeds; empty where none was answered
 */
public record Measurement(Duration span, long requests, long failures, Optional<Duration> p95) {

  /** Refuses more failures than requests. */
  public Measurement {
    if (failures < 0 || failures > requests) {
      throw new IllegalArgumentException(failures + " failures of " + requests + " requests");
    }
  }

  /** Failures among requests, of one; empty where there were no requests. */
  public Optional<Double> errorRate() {
    return requests == 0 ? Optional.empty() : Optional.of((double) failures / requests);
  }
}
