package uz.stario.rollback.app.cli.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what the program posts to Slack, on a loopback port, and answers as Slack does. */
final class SlackStandIn implements AutoCloseable {

  /** Slack takes no larger message; what is longer was not ours. */
  private static final int LONGEST = 64 * 1024;

  private static final int MOST = 100;

  private final HttpServer server;
  private final List<String> payloads = new CopyOnWriteArrayList<>();

  private SlackStandIn(HttpServer server) {
    this.server = server;
  }

  static SlackStandIn start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SlackStandIn slack = new SlackStandIn(server);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LONGEST);
            if (slack.payloads.size() < MOST) {
              slack.payloads.add(new String(body, StandardCharsets.UTF_8));
            }
            byte[] ok = "ok".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, ok.length);
            exchange.getResponseBody().write(ok);
          }
        });
    // The server's dispatcher is a daemon only if the thread that starts it is.
    Thread starter = Thread.startVirtualThread(server::start);
    try {
      starter.join();
    } catch (InterruptedException e) {
      server.stop(0);
      throw new InterruptedIOException("interrupted while starting to listen");
    }
    return slack;
  }

  /** What an incoming webhook's address looks like. */
  URI webhook() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/services/T000/B000/demo");
  }

  /** The JSON of each message, in order. */
  List<String> payloads() {
    return List.copyOf(payloads);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
