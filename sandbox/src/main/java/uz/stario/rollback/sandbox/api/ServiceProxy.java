package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.pods.Kubelet;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Refused;

/** Forwards a request to a ready pod of a service, in turn. */
final class ServiceProxy implements AutoCloseable {
  /** The real server gives a proxied request a minute. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ObjectStore store;
  private final Kubelet kubelet;
  private final AtomicInteger turn = new AtomicInteger();
  private @Nullable HttpClient client;

  ServiceProxy(ObjectStore store, Kubelet kubelet) {
    this.store = store;
    this.kubelet = kubelet;
  }

  void serve(Exchange exchange, Target target) throws IOException, InterruptedException {
    String name = serviceName(target.name());
    ObjectNode service = store.get(new Key(target.resource(), target.namespace(), name));
    List<Kubelet.Endpoint> ready =
        kubelet.ready(target.namespace(), Manifest.at(service, "spec", "selector"));
    if (ready.isEmpty()) {
      throw new Refused(
          503,
          "ServiceUnavailable",
          "no endpoints available for service \"" + target.name() + "\"",
          null);
    }
    int port = ready.get(Math.floorMod(turn.getAndIncrement(), ready.size())).port();
    String query = exchange.rawQuery().isEmpty() ? "" : "?" + exchange.rawQuery();
    String path = target.rest().isEmpty() ? "/" : target.rest();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + query))
            .timeout(PATIENCE)
            .method(exchange.method(), HttpRequest.BodyPublishers.ofByteArray(exchange.body()));
    String type = exchange.header(HttpHeader.CONTENT_TYPE);
    if (type != null) {
      request.header("Content-Type", type);
    }
    HttpResponse<byte[]> response;
    try {
      response = client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException failed) {
      throw new Refused(
          503, "ServiceUnavailable", "error trying to reach service: " + failed.getMessage(), null);
    }
    exchange.answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse("application/octet-stream"),
        response.body());
  }

  /** The name in {@code [SCHEME:]NAME[:PORT]}. */
  private static String serviceName(String text) {
    String[] parts = text.split(":", -1);
    return parts.length == 3 || (parts.length == 2 && parts[0].startsWith("http"))
        ? parts[1]
        : parts[0];
  }

  private synchronized HttpClient client() {
    HttpClient present = client;
    if (present == null) {
      present = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      client = present;
    }
    return present;
  }

  @Override
  public synchronized void close() {
    HttpClient present = client;
    if (present != null) {
      present.shutdownNow();
    }
  }
}
