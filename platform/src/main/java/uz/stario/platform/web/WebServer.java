package uz.stario.platform.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import uz.stario.platform.store.Away;
import uz.stario.platform.version.Fault;
import uz.stario.platform.version.Release;

/**
 * The HTTP server of a service: the JDK's, a virtual thread for each request.
 *
 * <p>It adds {@code GET /health} and {@code GET /metrics}, bounds what a client may send, counts
 * and logs every request, and lets no exception out to a client.
 */
public final class WebServer implements AutoCloseable {

  static {
    // Read once by the JDK's server: no client may take for ever to send or to read.
    setUnlessSaid("sun.net.httpserver.maxReqTime", "30");
    setUnlessSaid("sun.net.httpserver.maxRspTime", "60");
    setUnlessSaid("sun.net.httpserver.nodelay", "true");
  }

  private static void setUnlessSaid(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Of a body that is too large: as much as people send by mistake. */
  private static final int PASSED_OVER = 64 << 20;

  /** At a stop: a part of the half minute that Kubernetes gives. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(50);

  /** So often in a row nothing is under way before that is believed: a request may just arrive. */
  private static final int QUIET_LOOKS = 5;

  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Set<String> UNCOUNTED = Set.of("/health", "/metrics");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final String NO_ROUTE = "none";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Bodies bodies;
  private final String service;
  private final Routes routes;
  private final Log log;
  private final Metrics metrics;
  private final Health health;
  private final Faults faults;

  private WebServer(
      HttpServer server,
      String service,
      Routes routes,
      Log log,
      Metrics metrics,
      Health health,
      Faults faults,
      Duration arrival) {
    this.server = server;
    this.bodies = new Bodies(threads, arrival);
    this.service = service;
    this.routes = routes;
    this.log = log;
    this.metrics = metrics;
    this.health = health;
    this.faults = faults;
  }

  /**
   * Starts to answer.
   *
   * @param address where; port 0 is any free one
   * @param voiceQuiz whether that feature is on, which a bad release depends on
   * @param leak takes so many bytes for ever
   */
  public static WebServer start(
      InetSocketAddress address,
      String service,
      Release release,
      Routes routes,
      Log log,
      Metrics metrics,
      Health health,
      BooleanSupplier voiceQuiz,
      IntConsumer leak)
      throws IOException {
    return start(
        address, service, release, routes, log, metrics, health, voiceQuiz, leak, Bodies.ARRIVAL);
  }

  static WebServer start(
      InetSocketAddress address,
      String service,
      Release release,
      Routes routes,
      Log log,
      Metrics metrics,
      Health health,
      BooleanSupplier voiceQuiz,
      IntConsumer leak,
      Duration arrival)
      throws IOException {
    routes.get("/health", _ -> health.answer());
    routes.get("/metrics", _ -> Response.text(200, Metrics.CONTENT_TYPE, metrics.text()));
    if (release.fault() instanceof Fault.NeverReady) {
      health.need("start", () -> Optional.of("the caches are still being filled"));
    }
    var faults = new Faults(release, voiceQuiz, leak);
    HttpServer http = HttpServer.create(address, 0);
    var server = new WebServer(http, service, routes, log, metrics, health, faults, arrival);
    http.setExecutor(server.threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      underWay.incrementAndGet();
      try {
        answer(exchange);
      } finally {
        underWay.decrementAndGet();
      }
    } catch (IOException _) {
      // The client is gone; what it asked for is counted.
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    String id =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Request-Id"))
            .filter(sent -> REQUEST_ID.matcher(sent).matches())
            .orElseGet(() -> UUID.randomUUID().toString());
    String template = NO_ROUTE;
    Response response;
    try {
      Optional<Routes.Match> match = find(exchange);
      template = match.map(found -> found.route().template()).orElse(NO_ROUTE);
      response =
          match.isPresent() ? answer(exchange, id, match.get(), start) : noRoute(exchange, id);
    } catch (Problem e) {
      response = Response.problem(e.status(), e.detail(), id);
    } catch (OutOfMemoryError e) {
      // Nothing can be trusted any more; whoever runs the process starts it anew.
      System.err.println("java.lang.OutOfMemoryError: Java heap space");
      Runtime.getRuntime().halt(3);
      throw e;
    } catch (Exception e) {
      log.error("request failed with an error", e);
      response =
          Away.reason(e)
              .map(reason -> Response.problem(503, reason, id).with("Retry-After", "2"))
              .orElseGet(() -> failed(id));
    } catch (StackOverflowError e) {
      log.error("request failed with an error", e);
      response = failed(id);
    }
    count(exchange, id, template, response, start);
    send(exchange, response.with("X-Request-Id", id));
  }

  private static Response failed(String id) {
    return Response.problem(500, "something went wrong on our side", id);
  }

  private Optional<Routes.Match> find(HttpExchange exchange) throws Problem {
    try {
      return routes.find(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
    } catch (IllegalArgumentException _) {
      throw Problem.bad("the path is not encoded as a path is");
    }
  }

  private Response noRoute(HttpExchange exchange, String id) {
    String allowed = routes.allowed(exchange.getRequestURI().getRawPath());
    return allowed.isEmpty()
        ? Response.problem(404, "there is nothing at this path", id)
        : Response.problem(405, "this path is asked with " + allowed, id).with("Allow", allowed);
  }

  private Response answer(HttpExchange exchange, String id, Routes.Match match, long start)
      throws Exception {
    Routes.Route route = match.route();
    return bodies.use(
        exchange,
        route.limit(),
        body -> {
          var request = request(exchange, id, match, body);
          return UNCOUNTED.contains(route.template())
              ? route.handler().handle(request)
              : asTheReleaseDoes(route, request, start);
        });
  }

  private Response asTheReleaseDoes(Routes.Route route, Request request, long start)
      throws Exception {
    Faults.Effect effect = faults.next(route.method(), route.template());
    if (effect.fails()) {
      throw new IllegalStateException("this release fails here");
    }
    Response response = route.handler().handle(request);
    Duration delay = effect.delay(Duration.ofNanos(System.nanoTime() - start));
    if (delay.isPositive()) {
      Thread.sleep(delay);
    }
    return response;
  }

  private static Request request(
      HttpExchange exchange, String id, Routes.Match match, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    Headers sent = exchange.getRequestHeaders();
    sent.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String peer = exchange.getRemoteAddress().getAddress().getHostAddress();
    return new Request(
        id,
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        Optional.ofNullable(exchange.getRequestURI().getRawQuery()),
        match.parameters(),
        headers,
        body,
        peer);
  }

  private void count(
      HttpExchange exchange, String id, String template, Response response, long start) {
    String method =
        METHODS.contains(exchange.getRequestMethod()) ? exchange.getRequestMethod() : "OTHER";
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, String> labels = Map.of("service", service, "method", method, "route", template);
    metrics.observe(
        "http_request_duration_seconds", "From the first byte to the answer.", labels, seconds);
    var withStatus = new HashMap<>(labels);
    withStatus.put("status", Integer.toString(response.status()));
    metrics.count("http_requests_total", "Requests that were answered.", withStatus);
    if (!UNCOUNTED.contains(template)) {
      log.info(
          "request",
          Map.of(
              "request_id", id,
              "method", method,
              "route", template,
              "path", exchange.getRequestURI().getRawPath(),
              "status", response.status(),
              "seconds", seconds));
    }
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    response.headers().forEach(headers::set);
    if (!response.contentType().isEmpty()) {
      headers.set("Content-Type", response.contentType());
    }
    headers.set("X-Content-Type-Options", "nosniff");
    if (response.status() == 408 || response.status() == 413) {
      // What follows on this connection is the rest of a body.
      headers.set("Connection", "close");
    }
    boolean bodyless =
        exchange.getRequestMethod().equals("HEAD")
            || response.status() == 204
            || response.body().length == 0;
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(response.body().length));
    }
    exchange.sendResponseHeaders(response.status(), bodyless ? -1 : response.body().length);
    if (!bodyless) {
      exchange.getResponseBody().write(response.body());
      exchange.getResponseBody().flush();
    }
    if (response.status() == 413) {
      passOver(exchange.getRequestBody());
    }
  }

  /** A connection that is closed on a client who still sends is reset, and the answer lost. */
  private static void passOver(InputStream rest) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int read = 0;
    for (int passed = 0; read >= 0 && passed < PASSED_OVER; passed += read) {
      read = rest.read(buffer);
    }
  }

  /** Refuses new connections and ends when what is under way is answered, or after ten seconds. */
  @Override
  public void close() {
    health.stopping();
    Thread stopping = Thread.ofVirtual().start(() -> server.stop((int) LAST_ANSWERS.toSeconds()));
    try {
      // For the JDK's server a client that broke off is one to be answered still: our own count
      // ends that wait.
      int quiet = 0;
      while (!stopping.join(LOOK) && quiet < QUIET_LOOKS) {
        quiet = underWay.get() == 0 ? quiet + 1 : 0;
      }
      stopping.interrupt();
      stopping.join();
    } catch (InterruptedException _) {
      stopping.interrupt();
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }
}
