package uz.stario.rollback.adapters.slack;

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
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An incoming webhook that refuses what Slack documents to refuse, and control sequences, which
 * Slack would obey.
 *
 * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/">Slack:
 *     incoming webhooks</a>
 */
final class SlackReceiver implements AutoCloseable {

  /** Stands in the path, where Slack's secret stands. */
  static final String SECRET = "T0GEHEIM";

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern CONTROL = Pattern.compile("<[!@#]");

  /** What the next requests are answered, whatever they hold. */
  record Scripted(int status, String body, String retryAfter) {}

  private final HttpServer server;
  private final Deque<Scripted> script = new ArrayDeque<>();
  private final List<JsonNode> messages = new ArrayList<>();
  private @Nullable Scripted always;
  private @Nullable CountDownLatch gate;
  private int requests;

  SlackReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::receive);
    server.start();
  }

  URI address() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/services/" + SECRET + "?k=v");
  }

  synchronized void next(int status, String body, String retryAfter) {
    script.add(new Scripted(status, body, retryAfter));
  }

  synchronized void always(int status, String body) {
    always = new Scripted(status, body, "");
  }

  /** Nothing is answered before the gate opens. */
  synchronized void behind(CountDownLatch newGate) {
    gate = newGate;
  }

  synchronized List<JsonNode> messages() {
    return List.copyOf(messages);
  }

  synchronized int requests() {
    return requests;
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    CountDownLatch closed = gateNow();
    if (closed != null) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Scripted answer = answer(exchange.getRequestMethod(), body);
    if (!answer.retryAfter().isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private synchronized @Nullable CountDownLatch gateNow() {
    return gate;
  }

  private synchronized Scripted answer(String method, String body) {
    requests++;
    if (always != null) {
      return always;
    }
    Scripted scripted = script.poll();
    if (scripted != null && scripted.status() != 200) {
      return scripted;
    }
    if (!method.equals("POST")) {
      return new Scripted(400, "http_method_not_post", "");
    }
    try {
      JsonNode message = MAPPER.readTree(body);
      String wrong = wrong(message);
      if (wrong.isEmpty()) {
        messages.add(message);
        return new Scripted(200, "ok", "");
      }
      return new Scripted(400, wrong, "");
    } catch (JacksonException e) {
      return new Scripted(400, "invalid_payload", "");
    }
  }

  private static String wrong(JsonNode message) {
    String text = message.path("text").asString("");
    JsonNode blocks = message.path("blocks");
    if (text.isEmpty() && blocks.isEmpty()) {
      return "no_text";
    }
    if (text.length() > 40_000 || CONTROL.matcher(text).find() || blocks.size() > 50) {
      return "invalid_payload";
    }
    for (JsonNode block : blocks) {
      JsonNode fields = block.path("fields");
      if (fields.size() > 10 || (block.has("text") && badText(block.path("text"), 3_000))) {
        return "invalid_blocks";
      }
      for (JsonNode field : fields) {
        if (badText(field, 2_000)) {
          return "invalid_blocks";
        }
      }
    }
    return "";
  }

  private static boolean badText(JsonNode text, int limit) {
    String value = text.path("text").asString("");
    return !text.path("type").asString("").equals("mrkdwn")
        || value.isEmpty()
        || value.length() > limit
        || CONTROL.matcher(value).find();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
