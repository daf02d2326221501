package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Raw HTTP to one API server: a request, and what came of it. Thread-safe. */
final class Api implements AutoCloseable {

  static final String JSON_PATCH = "application/json-patch+json";
  static final String MERGE_PATCH = "application/merge-patch+json";
  static final String JSON = "application/json";

  /** As many as the floor of the benchmark has; more only queue in the server. */
  private static final int CONCURRENT = 16;

  private static final int QUOTED = 300;
  private static final int TEXT_BYTES = 64 * 1024;

  private final OkHttpClient http;
  private final OkHttpClient changing;
  private final OkHttpClient watching;
  private final String base;
  private final Requests requests;
  private final Semaphore permits = new Semaphore(CONCURRENT);
  private @Nullable OkHttpClient streaming;

  Api(OkHttpClient http, String base) {
    this(http, base, new Requests());
  }

  private Api(OkHttpClient http, String base, Requests requests) {
    this.http = http;
    this.requests = requests;
    // Sent again by itself, a change would find itself made, and the run would tell that it was so.
    this.changing = http.newBuilder().retryOnConnectionFailure(false).build();
    // A watch is silent between events; bookmarks and pings tell whether it lives.
    this.watching = http.newBuilder().readTimeout(Duration.ofSeconds(90)).build();
    this.base = base;
  }

  /** The same connections, but every answer within a time, and no queue behind other requests. */
  Api within(Duration limit) {
    return new Api(http.newBuilder().callTimeout(limit).build(), base, requests);
  }

  Requests requests() {
    return requests;
  }

  String host() {
    return base;
  }

  Reply get(String verb, String resource, String path) {
    return send(http, verb, resource, request(path).build());
  }

  Reply patch(String resource, String path, String type, JsonNode body) {
    return send("PATCH", resource, path, type, body);
  }

  Reply send(String method, String resource, String path, String type, JsonNode body) {
    RequestBody bytes = RequestBody.create(Json.bytes(body), MediaType.get(type));
    Request request = request(path).method(method, bytes).build();
    return send(changing, method.toLowerCase(Locale.ROOT), resource, request);
  }

  /** A watch call that isn't made yet; the caller executes, reads and cancels it. */
  Call watch(String resource, String path) {
    requests.count("watch", resource);
    return watching.newCall(request(path).build());
  }

  /** A call whose answer is as long as it is; the caller executes, reads and cancels it. */
  Call stream(String verb, String resource, String path) {
    requests.count(verb, resource);
    return streaming().newCall(request(path).build());
  }

  /**
   * What is read slowly fills the window that all streams of a connection share, and would hold up
   * the answer to a change.
   */
  private synchronized OkHttpClient streaming() {
    if (streaming == null) {
      streaming = http.newBuilder().connectionPool(new ConnectionPool()).build();
    }
    return streaming;
  }

  /**
   * Opens a WebSocket, whose listener is told what becomes of it.
   *
   * @param protocols that we speak, the best first
   */
  WebSocket open(
      String verb,
      String resource,
      String path,
      List<String> protocols,
      WebSocketListener listener) {
    requests.count(verb, resource);
    Request request =
        request(path).header("Sec-WebSocket-Protocol", String.join(", ", protocols)).build();
    return changing.newWebSocket(request, listener);
  }

  private Request.Builder request(String path) {
    return new Request.Builder()
        .url(base + path)
        .header("Accept", "application/json, */*")
        .header("User-Agent", "stario-rollback");
  }

  private Reply send(OkHttpClient client, String verb, String resource, Request request) {
    permits.acquireUninterruptibly();
    try {
      requests.count(verb, resource);
      try (Response response = client.newCall(request).execute()) {
        return understood(response);
      } catch (IOException e) {
        return broken(e);
      }
    } finally {
      permits.release();
    }
  }

  static Reply understood(Response response) throws IOException {
    // A refusal is short, whoever makes it.
    byte[] bytes =
        response.isSuccessful() ? response.body().bytes() : response.peekBody(TEXT_BYTES).bytes();
    JsonNode body = Json.parse(bytes);
    if (response.isSuccessful()) {
      return body.isObject()
          ? new Reply.Ok(body)
          : new Reply.Broken(
              Reply.Cause.NOT_KUBERNETES,
              "it answered with something other than a Kubernetes object",
              true);
    }
    String message = Json.text(body, "message");
    if (message.isEmpty()) {
      String raw = new String(bytes, UTF_8).strip();
      message = raw.length() > QUOTED ? raw.substring(0, QUOTED) + "…" : raw;
    }
    return new Reply.Failed(
        response.code(),
        Json.text(body, "reason"),
        message,
        Json.items(body, "details", "causes").stream()
            .map(cause -> Json.text(cause, "field"))
            .filter(field -> !field.isEmpty())
            .toList(),
        retryAfter(response, body));
  }

  private static Optional<Duration> retryAfter(Response response, JsonNode body) {
    String header = response.header("Retry-After", "");
    if (header != null && header.matches("\\d{1,6}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    long seconds = Json.number(body, -1, "details", "retryAfterSeconds");
    return seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
  }

  static Reply.Broken broken(IOException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof SSLException || e.getCause() instanceof CertificateException) {
      return new Reply.Broken(Reply.Cause.TLS, message, false);
    }
    if (e instanceof UnknownHostException) {
      return new Reply.Broken(
          Reply.Cause.UNREACHABLE, "its name is not known to DNS (" + message + ")", false);
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return new Reply.Broken(Reply.Cause.UNREACHABLE, message, false);
    }
    if (e instanceof SocketTimeoutException) {
      boolean connecting = message.toLowerCase(Locale.ROOT).contains("connect");
      return new Reply.Broken(
          connecting ? Reply.Cause.UNREACHABLE : Reply.Cause.TIMEOUT,
          connecting
              ? "no connection within " + Transport.CONNECT.toSeconds() + " seconds"
              : "it took the request but didn't answer in time",
          !connecting);
    }
    return new Reply.Broken(Reply.Cause.LOST, message, true);
  }

  /** Ends every request and connection, so that the process can exit at once. */
  @Override
  public synchronized void close() {
    http.dispatcher().cancelAll();
    http.connectionPool().evictAll();
    if (streaming != null) {
      streaming.connectionPool().evictAll();
    }
  }
}
