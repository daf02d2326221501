package uz.stario.rollback.adapters.slack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * One attempt at an incoming webhook.
 *
 * <p>Its address is a secret: nothing of it, and no message of the HTTP client, which may hold it,
 * gets into a reason.
 *
 * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/">Slack:
 *     incoming webhooks</a>
 */
final class Webhook {

  /** Slack answers within a second; nobody waits for this. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /** Longer is not worth waiting: the run has ended by then. */
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

  /** Slack's words for what is wrong: {@code channel_not_found}. Anything else is not repeated. */
  private static final Pattern SLACKS_WORD = Pattern.compile("[a-z_]{2,40}");

  private final URI address;

  Webhook(URI address) {
    this.address = address;
  }

  /**
   * @param backOff how long to wait where Slack doesn't say
   */
  Delivery send(String payload, Duration backOff) throws InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(LIMIT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build()) {
      try {
        return judge(answer(client, payload), backOff);
      } finally {
        client.shutdownNow();
      }
    } catch (TimeoutException e) {
      return new Delivery.Later("no answer within " + LIMIT.toSeconds() + " s", backOff);
    } catch (ExecutionException e) {
      return new Delivery.Later(
          e.getCause() instanceof IOException ? "no connection" : "the request failed", backOff);
    } catch (IllegalArgumentException e) {
      return new Delivery.Never("the webhook's address can't be used");
    }
  }

  private HttpResponse<String> answer(HttpClient client, String payload)
      throws InterruptedException, ExecutionException, TimeoutException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(LIMIT)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(payload))
            .build();
    // A proxy may answer with a page; a body beyond this fails the attempt.
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), 64 * 1024));
    return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Delivery judge(HttpResponse<String> response, Duration backOff) {
    int status = response.statusCode();
    String word = response.body().strip();
    String reason =
        "Slack answered " + status + (SLACKS_WORD.matcher(word).matches() ? " " + word : "");
    if (status / 100 == 2) {
      return new Delivery.Delivered();
    }
    if (status == 429) {
      Duration after = retryAfter(response, backOff);
      return after.compareTo(LONGEST_RETRY_AFTER) > 0
          ? new Delivery.Never(reason + " and wants " + after.toSeconds() + " s of silence")
          : new Delivery.Later(reason, after);
    }
    return status >= 500 ? new Delivery.Later(reason, backOff) : new Delivery.Never(reason);
  }

  private static Duration retryAfter(HttpResponse<?> response, Duration otherwise) {
    return response
        .headers()
        .firstValue("retry-after")
        .map(String::strip)
        .filter(seconds -> seconds.matches("\\d{1,9}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(otherwise);
  }

  @Override
  public String toString() {
    return "Webhook";
  }
}
