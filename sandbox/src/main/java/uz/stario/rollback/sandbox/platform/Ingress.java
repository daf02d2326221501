package uz.stario.rollback.sandbox.platform;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Stands for {@code https://api.stario.uz}: balances over the ready api-gateway pods. */
public final class Ingress implements AutoCloseable {
  private final Network network;
  private final Listener listener;

  private Ingress(Network network, int port) {
    this.network = network;
    this.listener = Listener.start(port, this::answer);
  }

  /** Starts to serve on a port of the loopback interface, zero for a free one. */
  public static Ingress start(Network network, int port) {
    return new Ingress(network, port);
  }

  private void answer(HttpExchange exchange) throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().toString();
    Optional<Network.Reply> reply =
        network.call(Service.API_GATEWAY.title, exchange.getRequestMethod(), path, body);
    if (reply.isPresent()) {
      Listener.reply(exchange, reply.get().status(), reply.get().type(), reply.get().body());
    } else {
      Listener.reply(exchange, 503, "text/plain", "503 Service Temporarily Unavailable\n");
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
