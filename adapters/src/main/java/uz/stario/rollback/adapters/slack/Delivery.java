package uz.stario.rollback.adapters.slack;

import java.time.Duration;

/** What one attempt to deliver came to. Its reasons never hold the webhook's address. */
sealed interface Delivery {

  record Delivered() implements Delivery {}

  /** It may go better later. */
  record Later(String reason, Duration after) implements Delivery {}

  record Never(String reason) implements Delivery {}
}
