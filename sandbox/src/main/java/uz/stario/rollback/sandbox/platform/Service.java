package uz.stario.rollback.sandbox.platform;

import java.util.List;
import java.util.Optional;

/** The programs of the platform, and what each answers to. */
enum Service {
  API_GATEWAY("api-gateway"),
  VIDEO_GEN("video-gen"),
  VIDEO_GEN_WORKER("video-gen-worker"),
  FACE_SIMILARITY("face-similarity"),
  POSTER_GEN("poster-gen"),
  REGTECH_FILTER("regtech-filter");

  final String title;

  Service(String title) {
    this.title = title;
  }

  List<String> routes() {
    return switch (this) {
      case API_GATEWAY -> List.of("/artists", "/auth/register");
      case VIDEO_GEN -> List.of("/videos");
      case VIDEO_GEN_WORKER -> List.of();
      case FACE_SIMILARITY -> List.of("/face-quiz/health");
      case POSTER_GEN -> List.of("/posters/generate");
      case REGTECH_FILTER -> List.of("/content/moderate");
    };
  }

  static Optional<Service> named(String name) {
    return List.of(values()).stream().filter(s -> s.title.equals(name)).findFirst();
  }

  static Optional<Service> owning(String path) {
    return List.of(values()).stream().filter(s -> s.routes().contains(path)).findFirst();
  }
}
