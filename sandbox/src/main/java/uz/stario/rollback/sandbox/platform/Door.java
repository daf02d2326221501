package uz.stario.rollback.sandbox.platform;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An address in front of a service that balances over its ready pods: the ingress, which people
 * know as {@code https://api.stario.uz}, and what stands for the address of a Service in the
 * cluster.
 */
public final class Door implements AutoCloseable {
  /** As nginx does by default, one MiB and more: images are larger, and the services judge. */
  private static final int LARGEST = 8 << 20;

  private static final List<String> PASSED_IN =
      List.of("Authorization", "Content-Type", "Accept", "X-Request-Id");
  private static final List<String> PASSED_OUT =
      List.of(
          "Content-Type", "Cache-Control", "Location", "Retry-After", "WWW-Authenticate", "Allow");

  private final Network network;
  private final String service;
  private final Listener listener;

  private Door(Network network, String service, int port) {
    this.network = network;
    this.service = service;
    this.listener = Listener.start(port, this::answer);
  }

  /** Starts to serve on a port of the loopback interface, zero for a free one. */
  public static Door open(Network network, String service, int port) {
    return new Door(network, service, port);
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      Listener.reply(exchange, 413, "text/plain", "413 Request Entity Too Large\n");
      return;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String name : PASSED_IN) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
          .ifPresent(value -> headers.put(name, value));
    }
    Optional<HttpResponse<byte[]>> reply =
        network.call(
            service,
            new Network.Call(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
    if (reply.isEmpty()) {
      Listener.reply(exchange, 503, "text/plain", "503 Service Temporarily Unavailable\n");
      return;
    }
    Headers answered = exchange.getResponseHeaders();
    PASSED_OUT.forEach(name ->
        reply.get().headers().firstValue(name).ifPresent(value -> answered.set(name, value)));
    byte[] bytes = reply.get().body();
    exchange.sendResponseHeaders(reply.get().statusCode(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Where it listens. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + listener.port());
  }

  @Override
  public void close() {
    listener.close();
  }
}
