package uz.stario.platform.version;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a released version does, the one table of them: {@code STARIO_VERSION} decides, and what is
 * not said here is as in {@link #STABLE}.
 *
 * @param version its name, as {@code v1.2.3}
 * @param errorPercent of the requests that are answered with 500
 * @param slowdown how many times longer every second request takes; 1 is not at all
 * @param diesAfter how long after its start the process ends
 * @param neverReady whether {@code GET /health} answers 503 for ever
 * @param sdxlModel the folder under {@code MODELS_DIR} that poster-gen needs
 * @param faceModelLoads whether face-similarity ever has its model
 * @param ownSigningKey whether tokens are signed and verified with another key than the shared one
 * @param leakPerRequest how many bytes a request never gives back
 * @param quizFails whether {@code POST /face-quiz} is answered with 500 while the feature is on
 * @param genreTable whether genres are read from {@code artist_genres} and not from {@code
 *     artists.genre}
 * @param cachesArtists whether {@code GET /artists} may be kept by a proxy (since v1.2.2)
 * @param saysWhenToRetry whether 429 tells when to come again (since v1.2.3)
 */
public record Release(
    String version,
    int errorPercent,
    int slowdown,
    Optional<Duration> diesAfter,
    boolean neverReady,
    String sdxlModel,
    boolean faceModelLoads,
    boolean ownSigningKey,
    int leakPerRequest,
    boolean quizFails,
    boolean genreTable,
    boolean cachesArtists,
    boolean saysWhenToRetry) {

  /** The stable baseline. */
  public static final String STABLE = "v1.2.3";

  /** The version whose image was never made. */
  public static final String NO_IMAGE = "v1.2.8";

  private static final Set<String> STABLE_ONES = Set.of("v1.2.1", "v1.2.2", STABLE);

  private static final Set<String> BAD_ONES =
      Set.of("v1.2.4", "v1.2.5", "v1.2.6", "v1.2.7", "v1.2.9", "v1.2.10", "v1.2.11", "v1.2.12");

  /** The release of a name; one that is not in the table does as {@link #STABLE} does. */
  public static Release of(String version) {
    Release stable = stable(version);
    return switch (version) {
      case "v1.2.1" -> stable.earlier(false, false);
      case "v1.2.2" -> stable.earlier(true, false);
      case "v1.2.4" -> stable.failing(12);
      case "v1.2.5" -> stable.slower(3);
      case "v1.2.6" -> stable.dying(Duration.ofSeconds(20));
      case "v1.2.7" -> stable.unready();
      case "v1.2.9" -> stable.withoutModels();
      case "v1.2.10" -> stable.withOtherKey();
      case "v1.2.11" -> stable.leaking(256 << 10);
      case "v1.2.12" -> stable.failingQuiz();
      case "v1.3.0" -> stable.withGenreTable();
      default -> stable;
    };
  }

  /** Whether there is an image of this version. */
  public static boolean published(String version) {
    return STABLE_ONES.contains(version) || BAD_ONES.contains(version) || version.equals("v1.3.0");
  }

  /** Another name for what {@link #STABLE} does. */
  public static Release stable(String version) {
    return new Release(
        version, 0, 1, Optional.empty(), false, "sdxl", true, false, 0, false, false, true, true);
  }

  /** Whether nothing is wrong with it. */
  public boolean isGood() {
    return STABLE_ONES.contains(version) || version.equals("v1.3.0");
  }

  private Release earlier(boolean caches, boolean says) {
    return new Release(
        version,
        errorPercent,
        slowdown,
        diesAfter,
        neverReady,
        sdxlModel,
        faceModelLoads,
        ownSigningKey,
        leakPerRequest,
        quizFails,
        genreTable,
        caches,
        says);
  }

  /** The same, answering so many of a hundred requests with 500. */
  public Release failing(int percent) {
    return new Release(
        version,
        percent,
        slowdown,
        diesAfter,
        neverReady,
        sdxlModel,
        faceModelLoads,
        ownSigningKey,
        leakPerRequest,
        quizFails,
        genreTable,
        cachesArtists,
        saysWhenToRetry);
  }

  /** The same, so many times slower. */
  public Release slower(int times) {
    return new Release(
        version,
        errorPercent,
        times,
        diesAfter,
        neverReady,
        sdxlModel,
        faceModelLoads,
        ownSigningKey,
        leakPerRequest,
        quizFails,
        genreTable,
        cachesArtists,
        saysWhenToRetry);
  }

  /** The same, ending so long after its start. */
  public Release dying(Duration after) {
    return new Release(
        version,
        errorPercent,
        slowdown,
        Optional.of(after),
        neverReady,
        sdxlModel,
        faceModelLoads,
        ownSigningKey,
        leakPerRequest,
        quizFails,
        genreTable,
        cachesArtists,
        saysWhenToRetry);
  }

  /** The same, never ready. */
  public Release unready() {
    return new Release(
        version,
        errorPercent,
        slowdown,
        diesAfter,
        true,
        sdxlModel,
        faceModelLoads,
        ownSigningKey,
        leakPerRequest,
        quizFails,
        genreTable,
        cachesArtists,
        saysWhenToRetry);
  }

  private Release withoutModels() {
    return new Release(
        version,
        errorPercent,
        slowdown,
        diesAfter,
        neverReady,
        "sdxl-turbo",
        false,
        ownSigningKey,
        leakPerRequest,
        quizFails,
        genreTable,
        cachesArtists,
        saysWhenToRetry);
  }

  private Release withOtherKey() {
    return new Release(
        version,
        errorPercent,
        slowdown,
        diesAfter,
        neverReady,
        sdxlModel,
        faceModelLoads,
        true,
        leakPerRequest,
        quizFails,
        genreTable,
        cachesArtists,
        saysWhenToRetry);
  }

  private Release leaking(int bytes) {
    return new Release(
        version,
        errorPercent,
        slowdown,
        diesAfter,
        neverReady,
        sdxlModel,
        faceModelLoads,
        ownSigningKey,
        bytes,
        quizFails,
        genreTable,
        cachesArtists,
        saysWhenToRetry);
  }

  private Release failingQuiz() {
    return new Release(
        version,
        errorPercent,
        slowdown,
        diesAfter,
        neverReady,
        sdxlModel,
        faceModelLoads,
        ownSigningKey,
        leakPerRequest,
        true,
        genreTable,
        cachesArtists,
        saysWhenToRetry);
  }

  private Release withGenreTable() {
    return new Release(
        version,
        errorPercent,
        slowdown,
        diesAfter,
        neverReady,
        sdxlModel,
        faceModelLoads,
        ownSigningKey,
        leakPerRequest,
        quizFails,
        true,
        cachesArtists,
        saysWhenToRetry);
  }
}
