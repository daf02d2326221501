package uz.stario.rollback.adapters.slack;

import java.time.Duration;
import java.util.Optional;

/** What an attempt to deliver came to. Its reasons hold neither an address nor a token. */
sealed interface Delivery {

  /**
   * @param at where it stands; empty from a webhook, which doesn't say
   */
  record Delivered(Optional<Place> at) implements Delivery {}

  /**
   * It may go better later.
   *
   * @param mayHaveArrived whether only the answer was lost
   */
  record Later(String reason, Duration after, boolean mayHaveArrived) implements Delivery {}

  record Never(String reason) implements Delivery {}

  /** What was to be changed can't be changed any more: somebody has deleted it. */
  record Gone(String reason) implements Delivery {}

  /**
   * Where a message stands: what {@code chat.update} and replies name it by.
   *
   * @param channel the channel's id
   * @param timestamp Slack's {@code ts}, which is an id as well
   */
  record Place(String channel, String timestamp) {}
}
