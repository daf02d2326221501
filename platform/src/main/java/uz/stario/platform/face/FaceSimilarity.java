package uz.stario.platform.face;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import uz.stario.platform.Service;
import uz.stario.platform.store.Database;
import uz.stario.platform.token.Tokens;
import uz.stario.platform.web.Log;
import uz.stario.platform.web.Metrics;
import uz.stario.platform.web.Request;
import uz.stario.platform.web.Response;

/** The service {@code face-similarity}: the face quiz. */
public final class FaceSimilarity implements AutoCloseable {

  /** The histogram that the playbook looks at, in seconds. */
  public static final String DURATION = "face_similarity_duration";

  private static final String HELP =
      "How long a picture took to compare with all artists, in seconds.";

  /** How long a database that is away is left alone. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final FaceService face;
  private final Log log;
  private final Thread loading;

  private FaceSimilarity(FaceService face, Log log) {
    this.face = face;
    this.log = log;
    this.loading = Thread.ofVirtual().name("load").unstarted(this::load);
  }

  /** Adds what makes a service this one, and begins to load the model. */
  public static void addTo(Service service) {
    Metrics metrics = service.metrics();
    metrics.declare(DURATION, HELP, Map.of());
    Database database = service.database();
    var face =
        new FaceService(
            new ClassicalModel(),
            database.source(),
            seconds -> metrics.observe(DURATION, HELP, Map.of(), seconds));
    service.routes().post("/face-quiz/health", _ -> Response.json(200, face.health()));
    service.routes().postImage("/face-quiz", request -> quiz(face, service.tokens(), request));
    var part = service.closing(new FaceSimilarity(face, service.log()));
    // The artists are in the database. A bad release forgets to load the model, and does not
    // notice.
    if (service.release().faceModelLoads() && !database.isLeftOut()) {
      service.health().need("model", face::trouble);
      part.loading.start();
    }
  }

  /** Open to all; a token that is sent has to be right. */
  private static Response quiz(FaceService face, Tokens tokens, Request request) throws Exception {
    Optional<UUID> user =
        request.header("authorization").isPresent()
            ? Optional.of(tokens.user(request))
            : Optional.empty();
    String contentType = request.header("content-type").orElse("");
    return Response.json(200, face.quiz(contentType, request.body(), user));
  }

  private void load() {
    while (!Thread.currentThread().isInterrupted()) {
      long begin = System.nanoTime();
      try {
        int artists = face.load();
        if (artists > 0) {
          log.info(
              "Model loaded",
              Map.of(
                  "model",
                  face.modelName(),
                  "artists",
                  artists,
                  "seconds",
                  (System.nanoTime() - begin) / 1e9));
          return;
        }
        log.warn("Model waits", Map.of("reason", "there are no artists yet"));
      } catch (SQLException e) {
        log.warn("Model waits", Map.of("reason", "the database", "sqlstate", state(e)));
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private static String state(SQLException e) {
    return String.valueOf(e.getSQLState());
  }

  /** Stops loading. */
  @Override
  public void close() {
    loading.interrupt();
  }
}
