package uz.stario.rollback.adapters.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What came of one request. */
sealed interface Reply {

  /** A success. */
  record Ok(JsonNode body) implements Reply {}

  /**
   * The server's refusal.
   *
   * @param reason its word for it ({@code Forbidden}); empty where it isn't Kubernetes' own
   * @param fields what it finds invalid; none where a {@code test} of a JSON patch failed, which
   *     the server calls invalid too
   * @param retryAfter when it wants to be asked again, if it said
   */
  record Failed(
      int status, String reason, String message, List<String> fields, Optional<Duration> retryAfter)
      implements Reply {}

  /**
   * No answer, or none that can be understood.
   *
   * @param mayHaveActed whether the request may have reached the server
   */
  record Broken(Cause cause, String message, boolean mayHaveActed) implements Reply {}

  /** Why there was no answer. */
  enum Cause {
    UNREACHABLE,
    TLS,
    TIMEOUT,
    LOST,
    NOT_KUBERNETES
  }
}
