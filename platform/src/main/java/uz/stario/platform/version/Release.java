package uz.stario.platform.version;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a released version does, the one table of them: {@code STARIO_VERSION} decides.
 *
 * @param version its name, as {@code v1.2.3}
 * @param cachesArtists whether {@code GET /artists} may be kept by a proxy (since v1.2.2)
 * @param saysWhenToRetry whether 429 tells when to come again (since v1.2.3)
 * @param genreTable whether genres are read from {@code artist_genres} and not from {@code
 *     artists.genre} (since v1.3.0)
 * @param fault what is wrong with it
 */
public record Release(
    String version,
    boolean cachesArtists,
    boolean saysWhenToRetry,
    boolean genreTable,
    Fault fault) {

  /** The stable baseline. */
  public static final String STABLE = "v1.2.3";

  /** The release of a name; one that is not in the table does as {@link #STABLE} does. */
  public static Release of(String version) {
    return Objects.requireNonNullElseGet(
        known(version), () -> stableBut(version, new Fault.None()));
  }

  /** Whether there is an image of this version. */
  public static boolean published(String version) {
    Release known = known(version);
    return known != null && !(known.fault instanceof Fault.NoImage);
  }

  private static @Nullable Release known(String version) {
    return switch (version) {
      case "v1.2.1" -> new Release(version, false, false, false, new Fault.None());
      case "v1.2.2" -> new Release(version, true, false, false, new Fault.None());
      case STABLE -> stableBut(version, new Fault.None());
      case "v1.2.4" -> stableBut(version, new Fault.Errors(12));
      case "v1.2.5" -> stableBut(version, new Fault.Slow(3));
      case "v1.2.6" -> stableBut(version, new Fault.Dies(Duration.ofSeconds(20)));
      case "v1.2.7" -> stableBut(version, new Fault.NeverReady());
      case "v1.2.8" -> stableBut(version, new Fault.NoImage());
      case "v1.2.9" -> stableBut(version, new Fault.MissingModels("sdxl-turbo", "svd-xt"));
      case "v1.2.10" -> stableBut(version, new Fault.OtherKey());
      case "v1.2.11" -> stableBut(version, new Fault.Leak(256 << 10));
      case "v1.2.12" -> stableBut(version, new Fault.QuizFails());
      case "v1.3.0" -> new Release(version, true, true, true, new Fault.None());
      default -> null;
    };
  }

  /** The stable baseline but for one fault. */
  public static Release stableBut(String version, Fault fault) {
    return new Release(version, true, true, false, fault);
  }

  /** Of a hundred requests, how many are answered with 500. */
  public int errorPercent() {
    return fault instanceof Fault.Errors(int percent) ? percent : 0;
  }

  /** How many times longer every second request takes; 1 is not at all. */
  public int slowdown() {
    return fault instanceof Fault.Slow(int times) ? times : 1;
  }

  /** How long after its start the process ends. */
  public Optional<Duration> diesAfter() {
    return fault instanceof Fault.Dies(Duration after) ? Optional.of(after) : Optional.empty();
  }

  /** The folder under {@code MODELS_DIR} that poster-gen needs. */
  public String posterModel() {
    return fault instanceof Fault.MissingModels missing ? missing.poster() : "sdxl";
  }

  /** The folder under {@code MODELS_DIR} that video-gen-worker needs. */
  public String videoModel() {
    return fault instanceof Fault.MissingModels missing ? missing.video() : "svd";
  }

  /** Whether face-similarity ever has its model. */
  public boolean faceModelLoads() {
    return !(fault instanceof Fault.MissingModels);
  }

  /** How many bytes a request never gives back. */
  public int leakPerRequest() {
    return fault instanceof Fault.Leak(int bytes) ? bytes : 0;
  }
}
