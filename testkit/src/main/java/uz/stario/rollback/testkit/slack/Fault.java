package uz.stario.rollback.testkit.slack;

import java.time.Duration;
import java.util.Optional;

/** What a request can meet instead of the answer that it deserves. */
public sealed interface Fault {

  /**
   * An answer that holds nothing of the API: 5xx, a proxy's page, 429.
   *
   * @param retryAfter what the header of that name says
   */
  record Status(int status, String body, Optional<String> retryAfter) implements Fault {
    /** Without a header. */
    public Status(int status, String body) {
      this(status, body, Optional.empty());
    }
  }

  /** Too many requests. */
  static Fault limited(Duration retryAfter) {
    return new Status(429, "", Optional.of(Long.toString(retryAfter.toSeconds())));
  }

  /**
   * A refusal in Slack's own way.
   *
   * @param word Slack's: {@code is_archived}
   */
  record Refused(String word) implements Fault {}

  /** Takes the request, and answers it only when the receiver is closed. */
  record Hangs() implements Fault {}

  /** The connection breaks before the request has come to anything. */
  record Resets() implements Fault {}

  /** The request is carried out and its answer is lost. */
  record LosesTheAnswer() implements Fault {}
}
