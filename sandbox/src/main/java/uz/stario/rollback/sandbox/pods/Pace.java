package uz.stario.rollback.sandbox.pods;

import java.time.Duration;

/**
 * How fast pods live.
 *
 * @param start from being scheduled to running, image pull included
 * @param factor what the kubelet's own waits (back-off, stopping, probing) are multiplied by; 1 is
 *     the real pace
 */
public record Pace(Duration start, double factor) {
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 6;

  /** Refuses a pace at which time would stand still. */
  public Pace {
    if (start.isNegative() || !(factor > 0)) {
      throw new IllegalArgumentException(
          "a pace needs a start of zero or more and a factor above zero");
    }
  }

  Pace times(double slower) {
    return new Pace(Duration.ofNanos((long) (start.toNanos() * slower)), factor * slower);
  }

  Duration scaled(Duration real) {
    return Duration.ofNanos((long) (real.toNanos() * factor));
  }

  /** The kubelet's back-off before the n-th try, unscaled: 10 s doubling up to five minutes. */
  static Duration backOff(int tries) {
    Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS));
    return doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
  }

  Duration pull() {
    return start.dividedBy(3);
  }

  Duration afterPull() {
    return start.minus(pull());
  }
}
