package uz.stario.platform.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import uz.stario.platform.Service;
import uz.stario.platform.flags.Feature;
import uz.stario.platform.web.Handler;
import uz.stario.platform.web.Metrics;
import uz.stario.platform.web.Problem;
import uz.stario.platform.web.Request;
import uz.stario.platform.web.Response;
import uz.stario.platform.web.Routes;

/**
 * The service {@code api-gateway}: the one door to the platform. It keeps the accounts and the
 * artists, and passes the rest on.
 */
public final class ApiGateway {

  private static final String SELF = "api-gateway";
  private static final String FACES = "face-similarity";
  private static final String FAMILY = "face_similarity_duration";

  /** What PostgreSQL says of a column, and of a table, that is not there. */
  private static final Set<String> OTHER_SCHEMA = Set.of("42703", "42P01");

  private static final List<String> SERVICES =
      List.of("video-gen", FACES, "poster-gen", "regtech-filter");

  private final Service service;
  private final Artists artists;
  private final Backends backends;

  private ApiGateway(Service service, DataSource database) {
    this.service = service;
    this.artists = new Artists(database, service.release().genreTable());
    this.backends = service.closing(new Backends(service.settings()));
  }

  /** Adds what makes a service this one. */
  public static void addTo(Service service) throws IOException {
    DataSource database = service.database().source();
    var part = new ApiGateway(service, database);
    part.routes(service.routes(), new Accounts(service, new Users(database)));
  }

  private void routes(Routes routes, Accounts accounts) {
    routes
        .get("/health/{service}", this::health)
        .get("/metrics", this::metrics)
        .get(
            "/flags",
            _ -> Response.json(200, service.flags().json()).with("Cache-Control", "no-store"))
        .post("/auth/register", accounts::register)
        .post("/auth/login", accounts::signIn)
        .delete("/auth/me", accounts::delete)
        .get("/artists", this::artists)
        .post("/content/moderate", to("regtech-filter"))
        .post("/posters/generate", to("poster-gen", Feature.POSTER_GEN))
        .post("/face-quiz/health", to(FACES))
        .postImage("/face-quiz", to(FACES, Feature.VOICE_QUIZ))
        .post("/videos", to("video-gen", Feature.VIDEO_GEN))
        .get("/videos/{id}", to("video-gen"))
        .get("/videos/{id}/file", to("video-gen"))
        .get("/jobs", to("video-gen"));
  }

  private Handler to(String other) {
    return request -> backends.relay(other, request);
  }

  private Handler to(String other, Feature feature) {
    return request -> {
      service.flags().require(feature);
      return backends.relay(other, request);
    };
  }

  private Response health(Request request) throws Problem, InterruptedException {
    String wanted = request.parameter("service");
    if (wanted.equals(SELF)) {
      return service.health().answer();
    }
    if (!SERVICES.contains(wanted)) {
      throw new Problem(
          404, "there is no such service; there are " + SELF + ", " + String.join(", ", SERVICES));
    }
    try {
      return backends.get(wanted, "/health").with("Cache-Control", "no-store");
    } catch (Problem e) {
      throw new Problem(503, e.detail());
    }
  }

  private Response artists(Request request) throws SQLException, Problem {
    String keep = service.release().cachesArtists() ? "public, max-age=60" : "no-store";
    try {
      return Response.json(200, artists.all()).with("Cache-Control", keep);
    } catch (SQLException e) {
      if (OTHER_SCHEMA.contains(String.valueOf(e.getSQLState()))) {
        // It names columns and tables and nothing that a client sent.
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        service.log().error("The schema is not this release's", Map.of("reason", reason));
        throw new Problem(500, "something went wrong on our side");
      }
      throw e;
    }
  }

  /** Its own, and what people look for here though another service measures it. */
  private Response metrics(Request request) throws InterruptedException {
    return Response.text(200, Metrics.CONTENT_TYPE, service.metrics().text() + faces());
  }

  private String faces() throws InterruptedException {
    try {
      Response answer = backends.get(FACES, "/metrics");
      if (answer.status() != 200) {
        return "";
      }
      return new String(answer.body(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains(FAMILY))
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    } catch (Problem e) {
      // A scrape is worth more without this family than not at all.
      service.log().warn("the metrics of " + FACES + " are missing", Map.of("reason", e.detail()));
      return "";
    }
  }
}
