package uz.stario.rollback.port;

import java.time.Instant;

/** Calls back at an instant, or soon after; at once when it has passed. Thread-safe. */
public interface Timers {

  /** Closing the subscription before its time cancels it. */
  Subscription at(Instant instant, Runnable action);
}
