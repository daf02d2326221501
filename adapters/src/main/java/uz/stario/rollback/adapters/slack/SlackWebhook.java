package uz.stario.rollback.adapters.slack;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Posts messages to one Slack channel through an incoming webhook.
 *
 * <p>Messages are delivered in order by one virtual thread, behind a queue of 32; one that finds
 * the queue full is counted as undelivered. Each is tried three times at most, 5 seconds each, one
 * and two seconds apart or as long as Slack's {@code Retry-After} asks for (up to a minute). An
 * attempt without an answer may have been posted all the same, so that a message can appear twice.
 * {@link #close} waits 3 seconds at most. Thread-safe; never throws.
 *
 * @see <a href="https://docs.slack.dev/apis/web-api/rate-limits/">Slack: rate limits</a>
 */
public final class SlackWebhook implements Notifier {

  /** A run posts two messages; 32 is a burst of runs while Slack is slow. */
  private static final int QUEUE = 32;

  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
  private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(3);

  private final Webhook webhook;
  private final Pause pause;
  private final Duration patience;
  private final Tally tally;
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          Thread.ofVirtual().name("slack").factory());

  SlackWebhook(String channel, URI address, Pause pause, Duration patience) {
    this.webhook = new Webhook(address);
    this.pause = pause;
    this.patience = patience;
    this.tally = new Tally(channel);
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
        return Answer.given(new SlackWebhook(channel, uri, Thread::sleep, PATIENCE_AT_CLOSE));
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
  public void post(Message message) {
    tally.posted();
    String payload = Layout.payload(message);
    try {
      worker.execute(() -> deliver(payload));
    } catch (RejectedExecutionException e) {
      tally.lost(worker.isShutdown() ? "it came too late" : "too many were waiting");
    }
  }

  private void deliver(String payload) {
    try {
      Duration backOff = FIRST_BACK_OFF;
      for (int attempt = 1; ; attempt++) {
        switch (webhook.send(payload, backOff)) {
          case Delivery.Delivered _ -> {
            tally.delivered();
            return;
          }
          case Delivery.Never(String reason) -> {
            tally.lost(reason);
            return;
          }
          case Delivery.Later(String reason, Duration after) -> {
            if (attempt == ATTEMPTS) {
              tally.lost(reason + ", " + ATTEMPTS + " times");
              return;
            }
            pause.pause(after);
          }
        }
        backOff = backOff.multipliedBy(2);
      }
    } catch (InterruptedException e) {
      tally.lost("there was no time left for it");
    }
  }

  @Override
  public void close() {
    worker.shutdown();
    try {
      if (worker.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    worker.shutdownNow().forEach(_ -> tally.lost("there was no time left for it"));
  }

  @Override
  public String undelivered() {
    return tally.undelivered();
  }

  /** Says nothing of the address. */
  @Override
  public String toString() {
    return "SlackWebhook";
  }
}
