package uz.stario.rollback.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plain requests to an API server, with nothing of the program's own between. Thread-safe. */
final class Api implements AutoCloseable {

  static final JsonMapper JSON = JsonMapper.shared();

  /** More at once only queue in the server. */
  private static final int CONCURRENT = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http;
  private final String base;
  private final String token;
  private final @Nullable Process proxy;
  private final LongAdder requests = new LongAdder();
  private volatile boolean onlyDeletes;

  Api(HttpClient http, String base, String token, @Nullable Process proxy) {
    this.http = http;
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.token = token;
    this.proxy = proxy;
  }

  /** An answer: the code and the body, which is JSON or missing. */
  record Answer(int status, JsonNode body) {
    boolean ok() {
      return status / 100 == 2;
    }
  }

  boolean isProxied() {
    return proxy != null;
  }

  long requests() {
    return requests.sum();
  }

  /** From now on nothing new is made, so that cleaning up comes to an end. */
  void onlyDeletes() {
    onlyDeletes = true;
  }

  JsonNode get(String path) throws BenchFailure {
    return ok("GET", path, send("GET", path, "", ""));
  }

  Answer send(String method, String path, String type, String body) throws BenchFailure {
    if (onlyDeletes && !method.equals("GET") && !method.equals("DELETE")) {
      throw BenchFailure.failed("interrupted");
    }
    HttpRequest.Builder request =
        request(path)
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    requests.increment();
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw BenchFailure.failed(method + " " + path + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BenchFailure.failed("interrupted");
    }
  }

  JsonNode must(String method, String path, String type, String body) throws BenchFailure {
    return ok(method, path, send(method, path, type, body));
  }

  /** Opens a watch; reading it blocks until there are lines, closing it ends it. */
  InputStream watch(String path) throws BenchFailure {
    requests.increment();
    try {
      HttpResponse<InputStream> response =
          http.send(request(path).build(), BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        response.body().close();
        throw BenchFailure.failed("GET " + path + ": " + response.statusCode());
      }
      return response.body();
    } catch (IOException e) {
      throw BenchFailure.failed("GET " + path + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BenchFailure.failed("interrupted");
    }
  }

  /** Does all, so many at once, and fails with the first that failed. */
  static void all(List<Callable<Void>> tasks) throws BenchFailure {
    List<Future<Void>> begun = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(CONCURRENT)) {
      tasks.forEach(task -> begun.add(executor.submit(task)));
      for (Future<Void> one : begun) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BenchFailure failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BenchFailure.failed("interrupted");
    }
  }

  private static JsonNode ok(String method, String path, Answer answer) throws BenchFailure {
    if (!answer.ok()) {
      throw BenchFailure.failed(
          method
              + " "
              + path
              + ": "
              + answer.status()
              + " "
              + answer.body().path("message").asString(""));
    }
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "application/json");
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  @Override
  public void close() {
    http.shutdownNow();
    if (proxy != null) {
      Outside.end(proxy);
    }
  }
}
