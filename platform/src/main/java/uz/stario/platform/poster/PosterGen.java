package uz.stario.platform.poster;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import uz.stario.platform.Service;
import uz.stario.platform.flags.Feature;
import uz.stario.platform.web.Log;
import uz.stario.platform.web.Problem;
import uz.stario.platform.web.Request;
import uz.stario.platform.web.Response;

/** The service {@code poster-gen}: posters for those who are signed in. */
public final class PosterGen {

  private final Service service;
  private final PosterService posters;

  /** Looked for once, at start, as a model is loaded once. */
  private final Optional<String> missing;

  private PosterGen(Service service) {
    this.service = service;
    this.posters = new PosterService(service.database().source());
    this.missing =
        PosterService.missingModel(
            service.settings().modelsFolder(), service.release().sdxlModel());
  }

  /** Adds what makes a service this one. */
  public static void addTo(Service service) {
    var part = new PosterGen(service);
    String model = service.release().sdxlModel();
    Log log = service.log();
    part.missing.ifPresentOrElse(
        problem -> log.error("Model not found", Map.of("model", model, "problem", problem)),
        () -> log.info("Model found", Map.of("model", model)));
    service.health().need("model", part::trouble);
    service.routes().post("/posters/generate", part::generate);
  }

  private Optional<String> trouble() {
    return service.flags().isMockAi()
        ? Optional.empty()
        : missing.map(_ -> "the model " + service.release().sdxlModel() + " is missing");
  }

  private Response generate(Request request) throws Exception {
    UUID user = service.tokens().user(request);
    service.flags().require(Feature.POSTER_GEN);
    Optional<String> trouble = trouble();
    if (trouble.isPresent()) {
      throw new Problem(503, trouble.get());
    }
    byte[] png = posters.generate(request.body(), Optional.of(user));
    service.log().info("Poster made", Map.of("bytes", png.length, "request_id", request.id()));
    return Response.bytes(200, "image/png", png);
  }
}
