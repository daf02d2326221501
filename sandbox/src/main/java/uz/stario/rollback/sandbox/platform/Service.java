package uz.stario.rollback.sandbox.platform;

import java.util.List;
import java.util.Optional;

/** The programs of the platform, and what each answers to. */
enum Service {
  API_GATEWAY("api-gateway", List.of("/artists", "/auth/register")),
  VIDEO_GEN("video-gen", List.of("/videos")),
  VIDEO_GEN_WORKER("video-gen-worker", List.of()),
  FACE_SIMILARITY("face-similarity", List.of("/face-quiz/health")),
  POSTER_GEN("poster-gen", List.of("/posters/generate")),
  REGTECH_FILTER("regtech-filter", List.of("/content/moderate"));

  final String title;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  final List<String> routes;

  Service(String title, List<String> routes) {
    this.title = title;
    this.routes = List.copyOf(routes);
  }

  static Optional<Service> named(String name) {
    return List.of(values()).stream().filter(s -> s.title.equals(name)).findFirst();
  }

  static Optional<Service> owning(String path) {
    return List.of(values()).stream().filter(s -> s.routes.contains(path)).findFirst();
  }
}
