package uz.stario.platform.poster;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import uz.stario.platform.Model;
import uz.stario.platform.Service;
import uz.stario.platform.flags.Feature;
import uz.stario.platform.web.Problem;
import uz.stario.platform.web.Request;
import uz.stario.platform.web.Response;

/** The service {@code poster-gen}: posters for those who are signed in. */
public final class PosterGen {

  private final Service service;
  private final PosterService posters;
  private final Model model;

  private PosterGen(Service service) {
    this.service = service;
    this.posters = new PosterService(service.database().source());
    this.model = Model.of(service, service.release().posterModel());
  }

  /** Adds what makes a service this one. */
  public static void addTo(Service service) {
    var part = new PosterGen(service);
    service.routes().post("/posters/generate", part::generate);
  }

  private Response generate(Request request) throws Exception {
    UUID user = service.tokens().user(request);
    service.flags().require(Feature.POSTER_GEN);
    Optional<String> trouble = model.trouble();
    if (trouble.isPresent()) {
      throw new Problem(503, trouble.get());
    }
    byte[] png = posters.generate(request.body(), Optional.of(user));
    service.log().info("Poster made", Map.of("bytes", png.length, "request_id", request.id()));
    return Response.bytes(200, "image/png", png);
  }
}
