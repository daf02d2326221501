package uz.stario.rollback.adapters.slack;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One attempt at an incoming webhook.
 *
 * <p>Its address is a secret: nothing of it gets into a reason.
 *
 * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/">Slack:
 *     incoming webhooks</a>
 */
final class Webhook {

  /** Slack's words for what is wrong: {@code channel_not_found}. Anything else is not repeated. */
  private static final Pattern SLACKS_WORD = Pattern.compile("[a-z_]{2,40}");

  private final URI address;
  private final Post post;

  Webhook(URI address, Post post) {
    this.address = address;
    this.post = post;
  }

  /**
   * @param backOff how long to wait where Slack doesn't say
   */
  Delivery send(String payload, Duration backOff) throws InterruptedException {
    return switch (post.send(address, Map.of(), payload, backOff)) {
      case Post.Answer.Failed(Delivery delivery) -> delivery;
      case Post.Answer.Answered answered -> judge(answered, backOff);
    };
  }

  private static Delivery judge(Post.Answer.Answered answer, Duration backOff) {
    int status = answer.status();
    String body = answer.body().strip();
    String word = SLACKS_WORD.matcher(body).matches() ? " " + body : "";
    String reason = answer.pacing().reason() + word;
    if (status / 100 == 2) {
      return new Delivery.Delivered(Optional.empty());
    }
    if (status == 429) {
      return Post.limited(answer.pacing(), word);
    }
    return status >= 500
        ? new Delivery.Later(reason, backOff, answer.pacing().mayHaveArrived())
        : new Delivery.Never(reason + Refusals.remedy(body));
  }

  @Override
  public String toString() {
    return "Webhook";
  }
}
