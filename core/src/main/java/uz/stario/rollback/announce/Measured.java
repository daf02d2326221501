package uz.stario.rollback.announce;

import java.time.Duration;
import java.util.Optional;

/**
 * The figures that messages tell.
 *
 * @param errorRate the share of failed requests, of one
 * @param p95 the latency that one request in twenty exceeds
 */
public record Measured(Optional<Double> errorRate, Optional<Duration> p95) {

  /** Nothing was measured. */
  public static final Measured NOTHING = new Measured(Optional.empty(), Optional.empty());
}
