package uz.stario.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import uz.stario.platform.face.FaceSimilarity;
import uz.stario.platform.gateway.ApiGateway;
import uz.stario.platform.moderation.RegtechFilter;
import uz.stario.platform.poster.PosterGen;
import uz.stario.platform.video.VideoGen;
import uz.stario.platform.video.VideoGenWorker;

/** Which services there are. */
public final class Services {

  private static final Map<String, Service.Part> PARTS =
      Map.of(
          "api-gateway", ApiGateway::addTo,
          "regtech-filter", RegtechFilter::addTo,
          "poster-gen", PosterGen::addTo,
          "face-similarity", FaceSimilarity::addTo,
          "video-gen", VideoGen::addTo,
          "video-gen-worker", VideoGenWorker::addTo);

  private Services() {}

  /** Their names, in the order of the alphabet. */
  public static List<String> names() {
    return PARTS.keySet().stream().sorted().toList();
  }

  /** What makes a service the one of this name; empty where there is none. */
  public static Optional<Service.Part> named(String name) {
    return Optional.ofNullable(PARTS.get(name));
  }
}
