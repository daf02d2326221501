package uz.stario.rollback.adapters.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.verify.CheckResult;

/** One probe from the first request to its last redirect, with a client of its own. */
record Attempt(HealthCheck check) {

  private static final int MAX_REDIRECTS = 3;
  private static final int MAX_BODY = 64 * 1024;

  CheckResult from(URI start) throws InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(check.limit())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build()) {
      try {
        return follow(client, start);
      } finally {
        // Nothing of this probe is of use any more; close() alone would wait for it.
        client.shutdownNow();
      }
    }
  }

  private CheckResult follow(HttpClient client, URI start) throws InterruptedException {
    URI uri = start;
    String method = check.method();
    for (int redirects = 0; ; redirects++) {
      HttpResponse<String> response;
      try {
        response = client.send(request(uri, method), _ -> new FirstBytes(MAX_BODY));
      } catch (IOException e) {
        return noAnswer(e, uri);
      } catch (IllegalArgumentException e) {
        return new CheckResult.Unknown("the request can't be made: " + e.getMessage());
      }
      Optional<String> location = response.headers().firstValue("location");
      if (response.statusCode() == check.status() || !redirects(response) || location.isEmpty()) {
        return judge(response);
      }
      if (redirects == MAX_REDIRECTS) {
        return new CheckResult.Failed("redirected more than " + MAX_REDIRECTS + " times");
      }
      switch (Address.of(resolved(uri, location.get()))) {
        case Address.Bad(String why) -> {
          return new CheckResult.Unknown("redirected elsewhere: " + why);
        }
        case Address.Good(URI next) -> {
          if (!next.getScheme().equalsIgnoreCase(uri.getScheme())) {
            return new CheckResult.Unknown(
                "redirected to " + Address.shown(next) + ": put that address into the playbook");
          }
          uri = next;
        }
      }
      // What every browser does, and what 303 asks for; the others repeat the request.
      if (response.statusCode() <= 303 && !method.equals("HEAD")) {
        method = "GET";
      }
    }
  }

  private HttpRequest request(URI uri, String method) {
    return HttpRequest.newBuilder(uri)
        .method(method, HttpRequest.BodyPublishers.noBody())
        .timeout(check.limit())
        .header("User-Agent", "stario-rollback")
        .build();
  }

  private static boolean redirects(HttpResponse<?> response) {
    return switch (response.statusCode()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static String resolved(URI uri, String location) {
    try {
      return uri.resolve(location).toString();
    } catch (IllegalArgumentException e) {
      return location;
    }
  }

  private CheckResult judge(HttpResponse<String> response) {
    if (response.statusCode() != check.status()) {
      return new CheckResult.Failed(
          "answered " + response.statusCode() + ", not " + check.status());
    }
    if (check.bodyContains().isPresent() && !response.body().contains(check.bodyContains().get())) {
      return new CheckResult.Failed(
          "answered "
              + response.statusCode()
              + " without '"
              + check.bodyContains().get()
              + "' in its first 64 KB");
    }
    return new CheckResult.Passed("answered " + response.statusCode());
  }

  private CheckResult noAnswer(IOException e, URI uri) {
    String host = uri.getHost();
    return switch (e) {
      case HttpTimeoutException _ -> new CheckResult.Unknown("no answer from " + host + " in time");
      case SSLException _ -> new CheckResult.Unknown("TLS with " + host + " failed: " + message(e));
      case UnknownHostException _ -> unresolved(host);
      case NoRouteToHostException _ -> new CheckResult.Unknown("no route to " + host);
      case ConnectException c when causedByName(c) -> unresolved(host);
      case ConnectException c when unreachable(c) -> new CheckResult.Unknown("no route to " + host);
      case ConnectException _ -> new CheckResult.Failed("the connection was refused");
      // The service took the connection, and then broke it or spoke no HTTP.
      default -> new CheckResult.Failed("the connection gave no HTTP answer: " + message(e));
    };
  }

  private static CheckResult unresolved(String host) {
    return new CheckResult.Unknown("the name " + host + " does not resolve");
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
}
