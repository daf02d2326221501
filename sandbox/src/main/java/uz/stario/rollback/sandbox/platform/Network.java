package uz.stario.rollback.sandbox.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How services find and call each other: ready pods in turn. Safe for all threads. */
public final class Network implements AutoCloseable {
  /** A call inside the platform that takes longer has failed. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Function<String, List<Integer>> readyPorts;

  /**
   * A turn for each service: one for all would tie the choice of a backend to that of the gateway.
   */
  private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable HttpClient client;

  /**
   * A network over the pods.
   *
   * @param readyPorts the loopback ports of a service's ready pods
   */
  public Network(Function<String, List<Integer>> readyPorts) {
    this.readyPorts = readyPorts;
  }

  /** What a service answered. */
  record Reply(int status, String type, String body) {
    static Reply json(int status, String text) {
      return new Reply(status, "application/json", text + "\n");
    }
  }

  /** Calls a ready pod of a service; empty where there is none or it does not answer. */
  Optional<Reply> call(String service, String method, String path, byte[] body)
      throws InterruptedException {
    List<Integer> ports = readyPorts.apply(service);
    if (ports.isEmpty()) {
      return Optional.empty();
    }
    int first =
        Math.floorMod(
            turns.computeIfAbsent(service, _ -> new AtomicInteger()).getAndIncrement(),
            ports.size());
    for (int attempt = 0; attempt < ports.size(); attempt++) {
      int port = ports.get((first + attempt) % ports.size());
      Optional<Reply> reply = call(URI.create("http://127.0.0.1:" + port + path), method, body);
      if (reply.isPresent()) {
        return reply;
      }
    }
    return Optional.empty();
  }

  Optional<Reply> call(URI address, String method, byte[] body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<String> response = client().send(request, HttpResponse.BodyHandlers.ofString());
      String type =
          response.headers().firstValue("Content-Type").orElse("application/octet-stream");
      return Optional.of(new Reply(response.statusCode(), type, response.body()));
    } catch (IOException noAnswer) {
      return Optional.empty();
    }
  }

  private synchronized HttpClient client() {
    HttpClient present = client;
    if (present == null) {
      // Made when first needed: a sandbox without traffic starts faster.
      present =
          HttpClient.newBuilder().executor(threads).version(HttpClient.Version.HTTP_1_1).build();
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
    threads.shutdownNow();
  }
}
