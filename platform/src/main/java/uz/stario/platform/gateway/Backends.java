package uz.stario.platform.gateway;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import uz.stario.platform.Settings;
import uz.stario.platform.web.Problem;
import uz.stario.platform.web.Request;
import uz.stario.platform.web.Response;

/** The services behind the gateway, over HTTP. Safe for threads; every call ends. */
final class Backends implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Longer than a service takes to find that both Redis and its database are silent. */
  private static final Duration ASKED = Duration.ofSeconds(8);

  /** Longer than the slowest poster, and as long as people wait. */
  private static final Duration RELAYED = Duration.ofSeconds(30);

  /** Larger than any poster or video here; what is larger would not fit the heap. */
  private static final int LARGEST = 16 << 20;

  /** What of a request is of use to the service; the rest is between the client and us. */
  private static final List<String> PASSED = List.of("authorization", "content-type", "accept");

  private final Settings settings;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  Backends(Settings settings) {
    this.settings = settings;
  }

  /** Passes a request on, and the answer back; a problem with 502 or 504 where there is none. */
  Response relay(String service, Request request) throws Problem, InterruptedException {
    String query = request.query().map(q -> "?" + q).orElse("");
    HttpRequest.Builder passed =
        HttpRequest.newBuilder(URI.create(settings.urlOf(service) + request.path() + query))
            .header("X-Request-Id", request.id())
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    for (String name : PASSED) {
      if (request.header(name).isPresent()) {
        pass(passed, name, request.header(name).get());
      }
    }
    return send(service, passed.build(), RELAYED);
  }

  private static void pass(HttpRequest.Builder passed, String name, String value) throws Problem {
    try {
      passed.header(name, value);
    } catch (IllegalArgumentException _) {
      throw Problem.bad("the header " + name + " has a character that no header has");
    }
  }

  /** Asks something of a service itself. */
  Response get(String service, String path) throws Problem, InterruptedException {
    URI uri = URI.create(settings.urlOf(service) + path);
    return send(service, HttpRequest.newBuilder(uri).build(), ASKED);
  }

  /** The whole answer within the time, for one may also stop in its midst. */
  private Response send(String service, HttpRequest request, Duration longest)
      throws Problem, InterruptedException {
    var answering =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    try {
      HttpResponse<byte[]> answer = answering.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      String type = answer.headers().firstValue("content-type").orElse("");
      Response response = Response.bytes(answer.statusCode(), type, answer.body());
      for (String name : List.of("Location", "WWW-Authenticate", "Retry-After", "Allow")) {
        Optional<String> value = answer.headers().firstValue(name);
        response = value.isPresent() ? response.with(name, value.get()) : response;
      }
      return response;
    } catch (TimeoutException _) {
      answering.cancel(true);
      throw new Problem(504, service + " does not answer in time");
    } catch (ExecutionException e) {
      throw new Problem(
          502,
          service
              + (e.getCause() instanceof ConnectException ? " cannot be reached" : " broke off"));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
