package uz.stario.rollback.adapters.slack;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * POSTs JSON once, with an end whatever the other side does.
 *
 * <p>No message of the HTTP client, which may hold the address, gets out.
 *
 * @param limit how long all of an attempt may take
 */
record Post(Duration limit) {

  /** Slack answers within a second; nobody waits for this. */
  static final Post USUAL = new Post(Duration.ofSeconds(5));

  /** Longer is not worth waiting: the run has ended by then. */
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

  /** Slack repeats the message in its answer; a proxy may answer with a page. */
  private static final int LONGEST_ANSWER = 512 * 1024;

  /** What came back, or what is to be made of nothing. */
  sealed interface Answer {

    record Answered(int status, String body, Delivery.Later pacing) implements Answer {}

    record Failed(Delivery delivery) implements Answer {}
  }

  /**
   * @param backOff how long to wait where Slack doesn't say
   */
  Answer send(URI address, Map<String, String> headers, String payload, Duration backOff)
      throws InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limit)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build()) {
      try {
        HttpResponse<String> response = answer(client, address, headers, payload);
        return new Answer.Answered(
            response.statusCode(), response.body(), pacing(response, backOff));
      } finally {
        client.shutdownNow();
      }
    } catch (TimeoutException e) {
      return late(backOff);
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case ConnectException _ -> later("no connection", backOff, false);
        case HttpConnectTimeoutException _ -> later("no connection", backOff, false);
        case HttpTimeoutException _ -> late(backOff);
        case IOException _ -> later("the connection broke", backOff, true);
        case null, default -> later("the request failed", backOff, true);
      };
    } catch (IllegalArgumentException e) {
      return new Answer.Failed(new Delivery.Never("its address can't be used"));
    }
  }

  private Answer late(Duration backOff) {
    return later("no answer within " + limit.toSeconds() + " s", backOff, true);
  }

  private static Answer later(String reason, Duration after, boolean mayHaveArrived) {
    return new Answer.Failed(new Delivery.Later(reason, after, mayHaveArrived));
  }

  private HttpResponse<String> answer(
      HttpClient client, URI address, Map<String, String> headers, String payload)
      throws InterruptedException, ExecutionException, TimeoutException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(limit)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(payload));
    headers.forEach(request::header);
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request.build(),
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER));
    return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How long to wait before the next attempt, where there is to be one. */
  private static Delivery.Later pacing(HttpResponse<?> response, Duration backOff) {
    // Of a 503 it is known that nothing was done; of other errors of the server it is not.
    boolean mayHaveArrived = response.statusCode() >= 500 && response.statusCode() != 503;
    return new Delivery.Later(
        "Slack answered " + response.statusCode(), retryAfter(response, backOff), mayHaveArrived);
  }

  /** What is to be made of an answer that says to wait. */
  static Delivery limited(Delivery.Later pacing, String word) {
    String reason = pacing.reason() + word;
    return pacing.after().compareTo(LONGEST_RETRY_AFTER) > 0
        ? new Delivery.Never(reason + " and wants " + pacing.after().toSeconds() + " s of silence")
        : new Delivery.Later(reason, pacing.after(), false);
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
}
