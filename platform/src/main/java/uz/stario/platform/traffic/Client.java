package uz.stario.platform.traffic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform as a browser does. Safe for threads. */
final class Client implements AutoCloseable {

  /** How long a user waits for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final String base;

  Client(URI base) {
    this.base = base.toString().replaceAll("/+$", "");
  }

  /** An answer that is no error; never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(int status, byte[] body) {

    /** A text field of the JSON answer, or empty where there is none. */
    Optional<String> field(String name) {
      try {
        JsonNode value = JSON.readTree(body).path(name);
        return value.isString() ? Optional.of(value.asString()) : Optional.empty();
      } catch (JacksonException _) {
        return Optional.empty();
      }
    }
  }

  /** Ends a journey before its last step. */
  static final class Ended extends Exception {

    private final transient Outcome outcome;

    Ended(Outcome outcome) {
      super(outcome.toString(), null, false, false);
      this.outcome = outcome;
    }

    Outcome outcome() {
      return outcome;
    }
  }

  static ObjectNode json() {
    return JSON.createObjectNode();
  }

  Answer get(String path, Optional<String> token) throws Ended {
    return send("GET", path, token, "application/json", new byte[0]);
  }

  Answer post(String path, Optional<String> token, ObjectNode body) throws Ended {
    return send(
        "POST", path, token, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
  }

  Answer send(String method, String path, Optional<String> token, String contentType, byte[] body)
      throws Ended {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .header("Content-Type", contentType)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    String step = method + " " + path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{id}");
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      int status = response.statusCode();
      if (status >= 500) {
        throw new Ended(new Outcome.Failed(step + " answered " + status));
      }
      if (status >= 400) {
        throw new Ended(new Outcome.Refused(step + " answered " + status));
      }
      return new Answer(status, response.body());
    } catch (HttpTimeoutException _) {
      throw new Ended(new Outcome.Failed(step + ": no answer in " + PATIENCE.toSeconds() + " s"));
    } catch (IOException e) {
      throw new Ended(
          new Outcome.Failed(step + ": no answer (" + e.getClass().getSimpleName() + ")"));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Ended(new Outcome.Failed(step + ": interrupted"));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
