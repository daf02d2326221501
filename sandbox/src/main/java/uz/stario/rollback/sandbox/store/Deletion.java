package uz.stario.rollback.sandbox.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an object is to go.
 *
 * @param grace the time a pod gets to end; null for its own terminationGracePeriodSeconds
 * @param propagation what becomes of the objects it owns
 * @param uid the uid it must have, empty for any
 * @param resourceVersion the version it must have, empty for any
 */
public record Deletion(
    @Nullable Duration grace, Propagation propagation, String uid, String resourceVersion) {
  /** In the background, with the pod's own grace. */
  public static final Deletion BACKGROUND = new Deletion(null, Propagation.BACKGROUND, "", "");

  /** At once: no time to end. */
  public static final Deletion NOW = new Deletion(Duration.ZERO, Propagation.BACKGROUND, "", "");

  /** What becomes of owned objects. */
  public enum Propagation {
    /** They go after their owner. */
    BACKGROUND,
    /** They go before their owner. */
    FOREGROUND,
    /** They stay and lose their owner. */
    ORPHAN
  }
}
