package uz.stario.rollback.testkit.slack;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Behaves as Slack does at {@code chat.postMessage}, {@code chat.update} and an incoming webhook's
 * address, refuses what {@link SlackRules} say, and meets requests with faults on demand.
 * Thread-safe.
 *
 * @see <a href="https://docs.slack.dev/reference/methods/chat.postMessage/">Slack:
 *     chat.postMessage</a>
 */
public final class SlackReceiver implements AutoCloseable {

  /** The only token that it knows. */
  public static final String TOKEN = "xoxb-GEHEIM-12345";

  /** Stands in the webhook's path, where Slack's secret stands. */
  public static final String SECRET = "T0GEHEIM";

  /** The id of the only channel. */
  public static final String CHANNEL = "C0INCIDENT";

  /** The only channel, as people call it. */
  public static final String NAME = "#incidents";

  private static final Set<String> POST =
      Set.of(
          "channel",
          "text",
          "blocks",
          "thread_ts",
          "reply_broadcast",
          "unfurl_links",
          "unfurl_media",
          "mrkdwn",
          "metadata");
  private static final Set<String> UPDATE = Set.of("channel", "ts", "text", "blocks", "metadata");
  private static final Set<String> HOOK =
      Set.of("text", "blocks", "thread_ts", "unfurl_links", "unfurl_media", "mrkdwn");

  /**
   * A message that stands in the channel.
   *
   * @param thread the {@code ts} of the message that it answers; empty for none
   * @param payload as it was posted or last changed
   */
  public record Standing(String ts, String thread, JsonObject payload) {}

  private record Reply(int status, String body, Optional<String> retryAfter) {}

  private final HttpServer server;
  private final Deque<Fault> script = new ArrayDeque<>();
  private final Map<String, Standing> standing = new LinkedHashMap<>();
  private final List<JsonObject> taken = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Fault always;
  private @Nullable CountDownLatch gate;

  /** Listens on a loopback port. */
  public SlackReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::receive);
    server.start();
  }

  /** What stands for {@code https://slack.com/api}. */
  public URI api() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/");
  }

  /** The address of an incoming webhook. */
  public URI webhook() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/services/" + SECRET + "?k=v");
  }

  /** What the next requests meet, one each. */
  public synchronized void next(Fault... faults) {
    script.addAll(List.of(faults));
  }

  /** What every request meets. */
  public synchronized void always(Fault fault) {
    always = fault;
  }

  /** Nothing is answered before the gate opens. */
  public synchronized void behind(CountDownLatch newGate) {
    gate = newGate;
  }

  /** The messages of the channel, in the order in which they were posted. */
  public synchronized List<Standing> standing() {
    return List.copyOf(standing.values());
  }

  /** Every payload that was posted or changed a message, but for replies, in order. */
  public synchronized List<JsonObject> taken() {
    return List.copyOf(taken);
  }

  /** The last part of the path of each request, in order. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** Somebody deletes all messages. */
  public synchronized void deleteAll() {
    standing.clear();
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    Fault fault = fault(path.substring(path.lastIndexOf('/') + 1));
    try (exchange) {
      Optional<Reply> reply = reply(exchange, path, body, fault);
      if (reply.isEmpty()) {
        return; // closed without an answer
      }
      reply.get().retryAfter().ifPresent(s -> exchange.getResponseHeaders().add("Retry-After", s));
      byte[] bytes = reply.get().body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.get().status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Fault fault(String method) throws IOException {
    CountDownLatch first;
    synchronized (this) {
      requests.add(method);
      first = gate;
    }
    try {
      if (first != null) {
        first.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return always != null ? always : script.poll();
    }
  }

  private Optional<Reply> reply(
      HttpExchange exchange, String path, String body, @Nullable Fault fault)
      throws InterruptedException {
    boolean hook = path.startsWith("/services/");
    return switch (fault) {
      case null -> Optional.of(deserved(exchange, path, body));
      case Fault.Status(int status, String text, Optional<String> retryAfter) ->
          Optional.of(new Reply(status, text, retryAfter));
      case Fault.Refused(String word) -> Optional.of(refusal(hook, word));
      case Fault.Resets _ -> Optional.empty();
      case Fault.Hangs _ -> {
        closed.await();
        yield Optional.empty();
      }
      case Fault.LosesTheAnswer _ -> {
        Reply _ = deserved(exchange, path, body);
        yield Optional.empty();
      }
    };
  }

  private synchronized Reply deserved(HttpExchange exchange, String path, String body) {
    boolean hook = path.startsWith("/services/");
    String type =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    if (!exchange.getRequestMethod().equals("POST") || !type.startsWith("application/json")) {
      return refusal(hook, "invalid_post_type");
    }
    JsonObject payload;
    try {
      payload = JsonParser.parseString(body).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      return refusal(hook, hook ? "invalid_payload" : "invalid_json");
    }
    if (hook) {
      return SlackRules.fault(payload, HOOK)
          .map(word -> refusal(true, word))
          .orElseGet(() -> {
            post(payload, "");
            return new Reply(200, "ok", Optional.empty());
          });
    }
    String authorised =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    if (!authorised.equals("Bearer " + TOKEN)) {
      return refusal(false, authorised.isEmpty() ? "not_authed" : "invalid_auth");
    }
    return switch (path) {
      case "/api/chat.postMessage" -> posted(payload);
      case "/api/chat.update" -> updated(payload);
      case String _ -> refusal(false, "unknown_method");
    };
  }

  private Reply posted(JsonObject payload) {
    String thread = SlackRules.text(payload, "thread_ts");
    if (!Set.of(CHANNEL, NAME).contains(SlackRules.text(payload, "channel"))) {
      return refusal(false, "channel_not_found");
    }
    if (!thread.isEmpty() && !standing.containsKey(thread)) {
      return refusal(false, "thread_not_found");
    }
    return SlackRules.fault(payload, POST)
        .map(word -> refusal(false, word))
        .orElseGet(() -> done(post(payload, thread)));
  }

  private String post(JsonObject payload, String thread) {
    String ts = "1769853900." + String.format("%06d", requests.size());
    standing.put(ts, new Standing(ts, thread, payload));
    if (thread.isEmpty()) {
      taken.add(payload);
    }
    return ts;
  }

  private Reply updated(JsonObject payload) {
    String ts = SlackRules.text(payload, "ts");
    if (!SlackRules.text(payload, "channel").equals(CHANNEL)) {
      return refusal(false, "channel_not_found"); // it takes ids alone
    }
    Standing before = standing.get(ts);
    if (before == null) {
      return refusal(false, "message_not_found");
    }
    return SlackRules.fault(payload, UPDATE)
        .map(word -> refusal(false, word))
        .orElseGet(() -> {
          standing.put(ts, new Standing(ts, before.thread(), payload));
          taken.add(payload);
          return done(ts);
        });
  }

  private static Reply done(String ts) {
    JsonObject answer = new JsonObject();
    answer.addProperty("ok", true);
    answer.addProperty("channel", CHANNEL);
    answer.addProperty("ts", ts);
    return new Reply(200, answer.toString(), Optional.empty());
  }

  private static Reply refusal(boolean hook, String word) {
    if (hook) {
      int status =
          switch (word) {
            case "channel_not_found" -> 404;
            case "action_prohibited" -> 403;
            case "channel_is_archived" -> 410;
            case String _ -> 400;
          };
      return new Reply(status, word, Optional.empty());
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("ok", false);
    answer.addProperty("error", word);
    if (word.equals("missing_scope")) {
      answer.addProperty("needed", "chat:write");
      answer.addProperty("provided", "identify");
    }
    return new Reply(200, answer.toString(), Optional.empty());
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
