package uz.stario.rollback.adapters.slack;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import uz.stario.rollback.adapters.json.Json;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/**
 * Posts messages to one Slack channel through an incoming webhook, which can change nothing later
 * and so is told no details.
 *
 * <p>Delivered by an {@link Outbox}: in order, with bounded retries. An attempt without an answer
 * may have been posted all the same, so that a message can appear twice. {@link #close} waits 3
 * seconds at most. Thread-safe; never throws.
 *
 * @see <a href="https://docs.slack.dev/apis/web-api/rate-limits/">Slack: rate limits</a>
 */
public final class SlackWebhook implements Notifier {

  /** Slack answers within a second, and whoever waits here has a rollback behind them. */
  static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(3);

  private final Webhook webhook;
  private final Outbox outbox;

  SlackWebhook(String channel, URI address, Post post, Pause pause, Duration patience) {
    this.webhook = new Webhook(address, post);
    this.outbox = new Outbox(channel, pause, patience);
  }

  /**
   * Connects to nothing yet.
   *
   * @param channel as people call it: {@code #incidents}
   * @param address the webhook's, a secret
   */
  public static Answer<SlackWebhook> open(String channel, String address) {
    try {
      URI uri = new URI(address);
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return Answer.given(
            new SlackWebhook(channel, uri, Post.USUAL, Thread::sleep, PATIENCE_AT_CLOSE));
      }
    } catch (URISyntaxException e) {
      // Its message holds the address.
    }
    return Answer.refused(
        Problem.unchanged(
            ErrorCode.SECRET_UNUSABLE,
            "Cannot post to " + channel + ".",
            "What is kept as its webhook is no http or https address.",
            "Copy the webhook's address from Slack once more."));
  }

  @Override
  public void post(RunId run, Message message) {
    outbox.add(
        1,
        () -> {
          String payload = Json.write(Layout.headline(message));
          var _ = outbox.deliver(backOff -> webhook.send(payload, backOff));
        });
  }

  @Override
  public void close() {
    outbox.close();
  }

  @Override
  public String undelivered() {
    return outbox.undelivered();
  }

  /** Says nothing of the address. */
  @Override
  public String toString() {
    return "SlackWebhook";
  }
}
