package uz.stario.platform.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import uz.stario.platform.Settings;
import uz.stario.platform.web.Problem;
import uz.stario.platform.web.Request;
import uz.stario.platform.web.Response;

/** The services behind the gateway, over HTTP. Safe for threads; every call ends. */
final class Backends implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ASKED = Duration.ofSeconds(2);
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
            .timeout(RELAYED)
            .header("X-Request-Id", request.id())
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    PASSED.forEach(name -> request.header(name).ifPresent(value -> passed.header(name, value)));
    return send(service, passed.build());
  }

  /** Asks something of a service itself. */
  Response get(String service, String path) throws Problem, InterruptedException {
    URI uri = URI.create(settings.urlOf(service) + path);
    return send(service, HttpRequest.newBuilder(uri).timeout(ASKED).build());
  }

  private Response send(String service, HttpRequest request) throws Problem, InterruptedException {
    try {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        byte[] body = in.readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
          throw new Problem(502, service + " answered with more than can be passed on");
        }
        String type = answer.headers().firstValue("content-type").orElse("");
        Response response = Response.bytes(answer.statusCode(), type, body);
        for (String name : List.of("Location", "WWW-Authenticate", "Retry-After")) {
          Optional<String> value = answer.headers().firstValue(name);
          response = value.isPresent() ? response.with(name, value.get()) : response;
        }
        return response;
      }
    } catch (HttpTimeoutException e) {
      throw new Problem(504, service + " does not answer in time");
    } catch (ConnectException e) {
      throw new Problem(502, service + " cannot be reached");
    } catch (IOException e) {
      throw new Problem(502, service + " broke off");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
