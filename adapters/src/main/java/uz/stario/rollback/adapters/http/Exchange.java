package uz.stario.rollback.adapters.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * One request and what came of it, whatever the other side does: everything, name resolution and
 * redirects too, happens within a time and a size.
 *
 * <p>Each has a connection of its own, as a new user would, so that a kept one to an old pod
 * answers for nobody. At most three redirects are followed, within the same scheme, and within the
 * same host and port where the request carries headers or a body, which may be secret. Never
 * throws.
 *
 * @param awaited the statuses whose body is of use; a redirect that is awaited is not followed
 * @param bytes of a body are read at most
 * @param tls whom to trust over TLS; the machine's own where empty
 */
public record Exchange(
    String method,
    URI uri,
    Map<String, String> headers,
    Optional<String> body,
    IntPredicate awaited,
    Duration limit,
    int bytes,
    Optional<SSLContext> tls) {

  static final int MAX_REDIRECTS = 3;

  /** Of a body that nobody awaits, enough to quote. */
  private static final int BYTES_TO_QUOTE = 4 * 1024;

  /** What came of it; each {@code why} is one line for people, without anything of the query. */
  public sealed interface Outcome {

    /**
     * An answer.
     *
     * @param whole whether the body is all there
     */
    record Answered(int status, HttpHeaders headers, String body, boolean whole)
        implements Outcome {
      /** Without parameters, in small letters; empty where it is not said. */
      public String contentType() {
        String type = headers.firstValue("content-type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
      }
    }

    /** The service itself refused or broke the connection, or speaks no HTTP. */
    record Broken(String why, boolean mayHaveArrived) implements Outcome {}

    /** Nothing that says anything about the service. */
    record NoAnswer(String why, boolean mayHaveArrived) implements Outcome {}
  }

  /** Makes the request. */
  public Outcome make() {
    FutureTask<Outcome> attempt = new FutureTask<>(this::follow);
    Thread.ofVirtual().name("ask " + uri.getHost()).start(attempt);
    try {
      return attempt.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      attempt.cancel(true);
      return new Outcome.NoAnswer("no answer within " + seconds(limit), true);
    } catch (InterruptedException e) {
      attempt.cancel(true);
      Thread.currentThread().interrupt();
      return new Outcome.NoAnswer("it was interrupted", true);
    } catch (ExecutionException e) {
      return new Outcome.NoAnswer("it failed: " + e.getCause(), true);
    }
  }

  private Outcome follow() throws InterruptedException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limit)
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    tls.ifPresent(builder::sslContext);
    try (HttpClient client = builder.build()) {
      try {
        return follow(client);
      } finally {
        // Nothing of this is of use any more; close() alone would wait for it.
        client.shutdownNow();
      }
    }
  }

  private Outcome follow(HttpClient client) throws InterruptedException {
    URI at = uri;
    String verb = method;
    for (int redirects = 0; ; redirects++) {
      HttpRequest request;
      try {
        request = request(at, verb);
      } catch (IllegalArgumentException e) {
        return new Outcome.NoAnswer("the request can't be made: " + e.getMessage(), false);
      }
      HttpResponse<FirstBytes.Read> response;
      try {
        response =
            client.send(
                request,
                head -> new FirstBytes(awaited.test(head.statusCode()) ? bytes : BYTES_TO_QUOTE));
      } catch (IOException e) {
        return noAnswer(e, at);
      } catch (IllegalArgumentException e) {
        // What the client says of a length that is none.
        return new Outcome.Broken("the connection gave no HTTP answer: " + e.getMessage(), true);
      }
      Optional<String> location = response.headers().firstValue("location");
      if (awaited.test(response.statusCode()) || !redirects(response) || location.isEmpty()) {
        FirstBytes.Read read = response.body();
        return new Outcome.Answered(
            response.statusCode(), response.headers(), read.text(), read.whole());
      }
      if (redirects == MAX_REDIRECTS) {
        return new Outcome.Broken("redirected more than " + MAX_REDIRECTS + " times", true);
      }
      switch (Address.of(resolved(at, location.get()))) {
        case Address.Bad(String why) -> {
          return new Outcome.NoAnswer("redirected elsewhere: " + why, true);
        }
        case Address.Good(URI next) -> {
          if (!mayFollow(at, next)) {
            return new Outcome.NoAnswer(
                "redirected to " + Address.shown(next) + ": put that address into the playbook",
                true);
          }
          at = next;
        }
      }
      // What every browser does, and what 303 asks for; the others repeat the request.
      if (response.statusCode() <= 303 && !verb.equals("HEAD")) {
        verb = "GET";
      }
    }
  }

  private boolean mayFollow(URI from, URI to) {
    boolean sameScheme = to.getScheme().equalsIgnoreCase(from.getScheme());
    boolean samePlace =
        to.getHost().equalsIgnoreCase(from.getHost()) && to.getPort() == from.getPort();
    return sameScheme && (samePlace || (headers.isEmpty() && body.isEmpty()));
  }

  private HttpRequest request(URI at, String verb) {
    boolean bare = body.isEmpty() || !verb.equals(method);
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(at)
            .method(
                verb,
                bare
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.get()))
            .timeout(limit)
            .header("User-Agent", "stario-rollback");
    headers.forEach(builder::setHeader);
    return builder.build();
  }

  private static boolean redirects(HttpResponse<?> response) {
    return switch (response.statusCode()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static String resolved(URI at, String location) {
    try {
      return at.resolve(location).toString();
    } catch (IllegalArgumentException e) {
      return location;
    }
  }

  private static Outcome noAnswer(IOException e, URI at) {
    String host = at.getHost();
    return switch (e) {
      case HttpConnectTimeoutException _ ->
          new Outcome.NoAnswer("no connection to " + host + " in time", false);
      case HttpTimeoutException _ ->
          new Outcome.NoAnswer("no answer from " + host + " in time", true);
      case SSLException _ ->
          new Outcome.NoAnswer("TLS with " + host + " failed: " + message(e), false);
      case UnknownHostException _ -> unresolved(host);
      case NoRouteToHostException _ -> new Outcome.NoAnswer("no route to " + host, false);
      case ConnectException c when causedByName(c) -> unresolved(host);
      case ConnectException c when unreachable(c) ->
          new Outcome.NoAnswer("no route to " + host, false);
      case ConnectException _ -> new Outcome.Broken("the connection was refused", false);
      // The service took the connection, and then broke it or spoke no HTTP.
      default -> new Outcome.Broken("the connection gave no HTTP answer: " + message(e), true);
    };
  }

  private static Outcome unresolved(String host) {
    return new Outcome.NoAnswer("the name " + host + " does not resolve", false);
  }

  private static boolean causedByName(Throwable e) {
    Throwable cause = e.getCause();
    return e instanceof UnresolvedAddressException
        || e instanceof UnknownHostException
        || (cause != null && causedByName(cause));
  }

  private static boolean unreachable(ConnectException e) {
    return message(e).contains("unreachable") || e.getCause() instanceof NoRouteToHostException;
  }

  private static String message(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }

  private static String seconds(Duration limit) {
    return String.format(Locale.ROOT, "%.3f", limit.toMillis() / 1000.0).replaceAll("\\.?0+$", "")
        + " s";
  }

  /** Without headers and body, which may be secret. */
  @Override
  public String toString() {
    return method + " " + Address.shown(uri);
  }
}
