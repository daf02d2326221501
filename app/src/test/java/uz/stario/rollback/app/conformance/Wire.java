package uz.stario.rollback.app.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plain requests to a place, through {@code kubectl proxy}, which knows how to get in. */
final class Wire implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Kubectl.Running proxy;
  // The proxy takes the offer of HTTP/2 for an upgrade that a pod should answer.
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String root;

  /** What came back. */
  record Answer(int status, JsonNode body) {}

  Wire(Place place) {
    proxy = place.kubectl.start("proxy --port=0", "", Map.of());
    long end = System.nanoTime() + PATIENCE.toNanos();
    Matcher port = PORT.matcher(proxy.text());
    while (!port.find() && proxy.alive() && System.nanoTime() < end) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      port = PORT.matcher(proxy.text());
    }
    if (port.reset().find()) {
      root = "http://127.0.0.1:" + port.group(1);
    } else {
      proxy.close();
      throw new IllegalStateException("kubectl proxy: " + proxy.text());
    }
  }

  Answer send(String method, String path, String type, JsonNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Content-Type", type)
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    proxy.close();
  }
}
