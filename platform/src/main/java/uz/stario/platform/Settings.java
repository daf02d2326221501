package uz.stario.platform;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import uz.stario.platform.version.Fault;
import uz.stario.platform.version.Release;

/**
 * What the environment says to every service, with the defaults of the images.
 *
 * <p>Where {@code DATABASE_URL} or {@code REDIS_URL} is {@value #NONE} the part that needs it is
 * left out: it answers 503, and the service's health says so and is well.
 *
 * @param environment all of it, for the flags
 */
public record Settings(
    String service,
    int port,
    String bind,
    Release release,
    String databaseUrl,
    String redisUrl,
    Path signingKeyFile,
    Path modelsFolder,
    Path videosFolder,
    Map<String, String> environment) {

  /** In the place of the address of a store that there is not. */
  public static final String NONE = "none";

  /**
   * @throws IllegalArgumentException with what is wrong, for the operator
   */
  public static Settings of(String service, Map<String, String> environment) {
    return new Settings(
        service,
        port(environment.getOrDefault("PORT", "8080")),
        environment.getOrDefault("BIND", "0.0.0.0"),
        release(environment.getOrDefault("STARIO_VERSION", Release.STABLE)),
        environment.getOrDefault("DATABASE_URL", "postgresql://stario@postgres:5432/stario"),
        environment.getOrDefault("REDIS_URL", "redis://redis:6379/0"),
        Path.of(environment.getOrDefault("JWT_SIGNING_KEY_FILE", "/etc/stario/jwt/signing-key")),
        Path.of(environment.getOrDefault("MODELS_DIR", "/models")),
        Path.of(environment.getOrDefault("VIDEOS_DIR", "/var/lib/stario/videos")),
        Map.copyOf(environment));
  }

  /** The same for another release. */
  public Settings with(Release other) {
    return new Settings(
        service,
        port,
        bind,
        other,
        databaseUrl,
        redisUrl,
        signingKeyFile,
        modelsFolder,
        videosFolder,
        environment);
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new IllegalArgumentException("PORT is not a port: " + text);
  }

  private static Release release(String version) {
    Release release = Release.of(version);
    if (release.fault() instanceof Fault.NoImage) {
      throw new IllegalArgumentException("there is no image of the release " + version);
    }
    return release;
  }

  /** Where another service is: {@code POSTER_GEN_URL} and the like, or its name in the cluster. */
  public String urlOf(String other) {
    String variable = other.replace('-', '_').toUpperCase(Locale.ROOT) + "_URL";
    return environment.getOrDefault(variable, "http://" + other + ":8080");
  }
}
