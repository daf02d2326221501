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

/** How people reach services, and services each other: ready pods in turn. Safe for all threads. */
public final class Network implements AutoCloseable {
  /** Longer than any service lets a request take. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

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

  /**
   * A request to be passed on.
   *
   * @param path with its query
   * @param headers those that are passed on
   */
  // Nobody keeps the body.
  @SuppressWarnings("ArrayRecordComponent")
  record Call(String method, String path, Map<String, String> headers, byte[] body) {}

  /** Calls a ready pod of a service; empty where there is none or it does not answer. */
  Optional<HttpResponse<byte[]>> call(String service, Call call) throws InterruptedException {
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
      Optional<HttpResponse<byte[]>> reply = send(port, call);
      if (reply.isPresent()) {
        return reply;
      }
    }
    return Optional.empty();
  }

  private Optional<HttpResponse<byte[]>> send(int port, Call call) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + call.path()))
            .timeout(PATIENCE)
            .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()));
    call.headers().forEach(request::header);
    try {
      return Optional.of(client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
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
