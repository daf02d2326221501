package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** An API server that says what it is told to, in order; the last answer is repeated. */
final class ScriptedServer implements AutoCloseable {

  /** What was asked. */
  record Asked(
      String method, String path, String query, Map<String, List<String>> headers, String body) {}

  /** Answers one request. */
  interface Answering {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<Answering>> script = new ConcurrentHashMap<>();
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closing = new CountDownLatch(1);

  ScriptedServer() {
    this(null, ssl -> {});
  }

  /** Over TLS where a context is given. */
  ScriptedServer(@Nullable SSLContext tls, boolean clientCertificate) {
    this(tls, ssl -> ssl.setNeedClientAuth(clientCertificate));
  }

  /** Over TLS where a context is given, with what else is wanted of it. */
  ScriptedServer(@Nullable SSLContext tls, Consumer<SSLParameters> settings) {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      if (tls == null) {
        server = HttpServer.create(any, 0);
      } else {
        HttpsServer secure = HttpsServer.create(any, 0);
        secure.setHttpsConfigurator(
            new HttpsConfigurator(tls) {
              @Override
              public void configure(HttpsParameters parameters) {
                SSLParameters ssl = tls.getDefaultSSLParameters();
                settings.accept(ssl);
                parameters.setSSLParameters(ssl);
              }
            });
        server = secure;
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Adds an answer to requests of a method whose path ends so; {@code WATCH} is a method here. */
  ScriptedServer on(String method, String pathEnd, Answering answer) {
    script.computeIfAbsent(method + " " + pathEnd, key -> new ArrayDeque<>()).add(answer);
    return this;
  }

  ScriptedServer on(String method, String pathEnd, int status, String body) {
    return on(method, pathEnd, exchange -> reply(exchange, status, body));
  }

  List<Asked> asked(String method) {
    synchronized (asked) {
      return asked.stream().filter(one -> one.method().equals(method)).toList();
    }
  }

  static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** Takes the request and never answers, until the server closes. */
  Answering silence() {
    return exchange -> {
      try {
        closing.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    };
  }

  /** Takes the request and drops the connection. */
  static Answering drop() {
    return HttpExchange::close;
  }

  /** A watch whose events are fed while it runs; an empty text ends it. */
  static final class Feed implements Answering {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    Feed say(String type, String object) {
      events.add("{\"type\":\"" + type + "\",\"object\":" + object.replace("\n", " ") + "}");
      return this;
    }

    void end() {
      events.add("");
    }

    @Override
    public void answer(HttpExchange exchange) throws IOException {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        out.flush();
        for (String event = events.take(); !event.isEmpty(); event = events.take()) {
          out.write((event + "\n").getBytes(UTF_8));
          out.flush();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    String method =
        query != null && query.contains("watch=true") ? "WATCH" : exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    asked.add(
        new Asked(
            method,
            path,
            query == null ? "" : query,
            Map.copyOf(exchange.getRequestHeaders()),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    Answering answer = next(method, path);
    if (answer == null) {
      reply(
          exchange,
          404,
          "{\"kind\":\"Status\",\"reason\":\"NotFound\",\"message\":\"no script for "
              + method
              + " "
              + path
              + "\"}");
    } else {
      answer.answer(exchange);
    }
  }

  private @Nullable Answering next(String method, String path) {
    for (var entry : script.entrySet()) {
      String[] key = entry.getKey().split(" ", 2);
      if (key[0].equals(method) && path.endsWith(key[1])) {
        synchronized (entry.getValue()) {
          Deque<Answering> answers = entry.getValue();
          return answers.size() > 1 ? answers.poll() : answers.peek();
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
