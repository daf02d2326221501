package uz.stario.rollback.verify;

import java.time.Duration;
import java.time.Instant;

/**
 * The stretch of time that values are taken from: it never reaches back to before the rollout
 * finished, for what the bad version did speaks for nobody.
 */
public sealed interface Window {

  /**
   * Long enough.
   *
   * @param shortened whether it is shorter than was asked for
   */
  record Open(Instant from, Instant to, boolean shortened) implements Window {
    public Duration length() {
      return Duration.between(from, to);
    }
  }

  /**
   * Too short yet to tell anything.
   *
   * @param passed since the rollout finished
   * @param from when it will be long enough
   */
  record TooEarly(Duration passed, Duration needed, Instant from) implements Window {}

  /**
   * The window that ends now.
   *
   * @param wanted its length where so much time has passed
   * @param shortest below this it is too early
   */
  static Window since(Instant finished, Instant now, Duration wanted, Duration shortest) {
    Duration passed = Duration.between(finished, now);
    if (passed.compareTo(shortest) < 0) {
      // A clock that runs behind the one that told the end of the rollout.
      Duration shown = passed.isNegative() ? Duration.ZERO : passed;
      return new TooEarly(shown, shortest, finished.plus(shortest));
    }
    boolean shortened = passed.compareTo(wanted) < 0;
    return new Open(shortened ? finished : now.minus(wanted), now, shortened);
  }
}
