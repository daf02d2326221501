package uz.stario.rollback.app.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * What the pods themselves count, read from their {@code /metrics}; of pods that are gone the last
 * that was read. Used from one thread.
 */
final class PodMetrics implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final Map<String, Scrape> latest = new LinkedHashMap<>();

  /** Reads the metrics of each pod; one that does not answer keeps what it said before. */
  void read(Map<String, URI> pods) {
    pods.forEach((pod, address) -> text(address).ifPresent(t -> latest.put(pod, Scrape.of(t))));
  }

  /** All pods of one version together; empty where none has been read. */
  Optional<Scrape> of(String version) {
    List<Scrape> scrapes =
        latest.values().stream().filter(scrape -> scrape.version().equals(version)).toList();
    return scrapes.stream().reduce(Scrape::plus);
  }

  private Optional<String> text(URI pod) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(pod.resolve("/metrics")).timeout(PATIENCE).build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it goes away, as pods do during a rollout
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
