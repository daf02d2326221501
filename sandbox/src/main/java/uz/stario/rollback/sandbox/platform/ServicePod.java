package uz.stario.rollback.sandbox.platform;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import uz.stario.rollback.sandbox.pods.Course;
import uz.stario.rollback.sandbox.pods.Program;
import uz.stario.rollback.sandbox.store.Manifest;

/** One running pod of a Stario service: health, metrics and its routes. */
final class ServicePod implements Listener.Answer {
  private static final double FASTEST_MILLIS = 2;
  private static final double SLOWEST_MILLIS = 20;

  private final ServiceProgram program;
  private final Program.Launch launch;
  private final RequestMetrics metrics;
  private final RequestMetrics faceSimilarity;
  private final Random random;
  private final AtomicLong requests = new AtomicLong();

  ServicePod(ServiceProgram program, Program.Launch launch) {
    this.program = program;
    this.launch = launch;
    this.metrics = new RequestMetrics(program.service().title, program.version());
    this.faceSimilarity = new RequestMetrics(Service.FACE_SIMILARITY.title, program.version());
    this.random = new Random(program.seed() ^ Manifest.name(launch.pod()).hashCode());
  }

  @Override
  public void to(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/metrics")) {
      StringBuilder text = new StringBuilder(metrics.text());
      if (program.service() == Service.API_GATEWAY) {
        faceSimilarity.histogram(text, "face_similarity_duration_seconds");
      }
      Listener.reply(exchange, 200, "text/plain; version=0.0.4", text.toString());
      return;
    }
    if (path.equals("/health")) {
      Network.Reply health = health();
      Listener.reply(exchange, health.status(), health.type(), health.body());
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    long began = System.nanoTime();
    Network.Reply reply = answer(exchange.getRequestMethod(), path, body);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    String route = route(path);
    metrics.count(method(exchange), route, reply.status(), took);
    if (route.startsWith("/face-quiz")) {
      faceSimilarity.count(method(exchange), route, reply.status(), took);
    }
    Listener.reply(exchange, reply.status(), reply.type(), reply.body());
  }

  private static String method(HttpExchange exchange) {
    return switch (exchange.getRequestMethod()) {
      case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD" -> exchange.getRequestMethod();
      default -> "OTHER";
    };
  }

  private static String route(String path) {
    if (Service.owning(path).isPresent()) {
      return path;
    }
    return path.startsWith("/health/") ? "/health/{service}" : "other";
  }

  private Network.Reply health() {
    boolean ready = program.course() instanceof Course.Serves;
    return Network.Reply.json(
        ready ? 200 : 503,
        "{\"status\":\""
            + (ready ? "ok" : "starting")
            + "\",\"service\":\""
            + program.service().title
            + "\",\"version\":\""
            + program.version()
            + "\"}");
  }

  private Network.Reply answer(String method, String path, byte[] body)
      throws InterruptedException {
    boolean gateway = program.service() == Service.API_GATEWAY;
    if (gateway && path.startsWith("/health/")) {
      return forward(path.substring("/health/".length()), "GET", "/health", new byte[0]);
    }
    Optional<Service> owner = Service.owning(path);
    if (owner.isEmpty() || !(gateway || owner.get() == program.service())) {
      return Network.Reply.json(404, "{\"error\":\"not found\"}");
    }
    if (gateway && off(owner.get())) {
      return Network.Reply.json(404, "{\"error\":\"" + owner.get().title + " is switched off\"}");
    }
    work();
    if (fails()) {
      launch.log().add("ERROR " + method + " " + path + " failed: NullPointerException: artist");
      return Network.Reply.json(500, "{\"error\":\"internal error\"}");
    }
    if (owner.get() != program.service()) {
      return forward(owner.get().title, method, path, body);
    }
    return own(path);
  }

  private Network.Reply forward(String service, String method, String path, byte[] body)
      throws InterruptedException {
    Optional<Network.Reply> reply =
        service.equals(program.service().title)
            ? Optional.empty()
            : program.network().call(service, method, path, body);
    if (service.equals(program.service().title)) {
      return health();
    }
    if (reply.isEmpty()) {
      launch.log().add("ERROR no ready pod of " + service);
      return Network.Reply.json(503, "{\"error\":\"" + service + " is not available\"}");
    }
    return reply.get();
  }

  private boolean off(Service owner) {
    String flag =
        switch (owner) {
          case VIDEO_GEN, VIDEO_GEN_WORKER -> "FEATURE_VIDEO_GEN_ENABLED";
          case POSTER_GEN -> "FEATURE_POSTER_GEN_ENABLED";
          case API_GATEWAY, FACE_SIMILARITY, REGTECH_FILTER -> "";
        };
    return launch.env().getOrDefault(flag, "true").equals("false");
  }

  /** Stands for the work of a real service; slow releases take longer by their factor. */
  private void work() throws InterruptedException {
    double share = random.nextDouble();
    double millis = FASTEST_MILLIS + (SLOWEST_MILLIS - FASTEST_MILLIS) * share * share * share;
    double times = program.flaw() instanceof Flaw.Slow(double factor) ? factor : 1;
    Thread.sleep(Duration.ofNanos((long) (millis * times * 1e6)));
  }

  /**
   * Spreads the failing share evenly, so that a hundred requests at 12 % hold exactly twelve
   * failures.
   */
  private boolean fails() {
    long n = requests.getAndIncrement();
    return program.flaw() instanceof Flaw.Errors(double share)
        && Math.floor((n + 1) * share + 1e-9) > Math.floor(n * share + 1e-9);
  }

  private Network.Reply own(String path) {
    return switch (program.service()) {
      case API_GATEWAY ->
          path.equals("/artists")
              ? Network.Reply.json(200, "[{\"id\":\"test\",\"name\":\"Test Artist\"}]")
              : Network.Reply.json(201, "{\"registered\":true}");
      case VIDEO_GEN -> {
        String mock = launch.env().getOrDefault("USE_MOCK_AI", "false");
        yield Network.Reply.json(202, "{\"queued\":true,\"mock\":" + mock.equals("true") + "}");
      }
      case POSTER_GEN -> Network.Reply.json(200, "{\"poster\":\"test.png\"}");
      case REGTECH_FILTER -> {
        launch.log().add("INFO Moderation result: allowed");
        yield Network.Reply.json(200, "{\"allowed\":true,\"reasons\":[]}");
      }
      case FACE_SIMILARITY -> Network.Reply.json(200, "{\"status\":\"ok\",\"model\":\"loaded\"}");
      case VIDEO_GEN_WORKER -> Network.Reply.json(404, "{\"error\":\"not found\"}");
    };
  }
}
