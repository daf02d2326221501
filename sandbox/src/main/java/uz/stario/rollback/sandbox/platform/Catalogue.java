package uz.stario.rollback.sandbox.platform;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import uz.stario.platform.Services;
import uz.stario.platform.version.Fault;
import uz.stario.platform.version.Release;
import uz.stario.rollback.sandbox.pods.Course;
import uz.stario.rollback.sandbox.pods.Program;

/**
 * Which images exist and how each behaves.
 *
 * <p>The platform's are its own services in the releases v1.2.1 to v1.3.0, good and bad ({@link
 * Release}). Behind any of them, {@code -errors}, {@code -slow}, {@code -crash}, {@code
 * -never-ready} and {@code -missing} name releases with that flaw too, and so they do for images of
 * anyone else, which otherwise exist and run quietly. Safe for all threads.
 */
public final class Catalogue implements Program.Registry {
  /** Where the images of the platform are. */
  public static final String REGISTRY = "registry.stario.uz/";

  /** The platform's programs. */
  static final Set<String> SERVICES = Set.copyOf(Services.names());

  private static final double ERROR_SHARE = 0.12;
  private static final int SLOWER = 3;
  private static final int HUNDRED = 100;
  private static final Course CRASHES = new Course.Crashes(Duration.ofSeconds(2), 1, false);

  /** What a killed process ends with. */
  private static final int KILLED = 137;

  private final Map<String, Flaw> published = new ConcurrentHashMap<>();
  private final Surroundings around;

  /** A catalogue whose services find each other and their stores around them. */
  public Catalogue(Surroundings around) {
    this.around = around;
  }

  /** Says how one image behaves from now on; containers that run already stay as they are. */
  public void publish(String image, Flaw flaw) {
    published.put(image, flaw);
  }

  @Override
  public Optional<Program> find(String image) {
    String tag = tag(image);
    Flaw flaw = published.getOrDefault(image, flaw(image, tag));
    if (flaw instanceof Flaw.Missing) {
      return Optional.empty();
    }
    return Optional.of(
        service(image)
            .<Program>map(service -> {
              Release release = release(tag, flaw);
              return new StarioProgram(
                  service, release, serving(release, flaw), lastWords(release, flaw), around);
            })
            .orElseGet(() -> Program.quiet(quiet(flaw), List.of("started " + image))));
  }

  private static Release release(String tag, Flaw flaw) {
    return switch (flaw) {
      case Flaw.None() -> Release.of(tag);
      case Flaw.Errors(double share) ->
          Release.stableBut(tag, new Fault.Errors((int) Math.round(share * HUNDRED)));
      case Flaw.Slow(int times) -> Release.stableBut(tag, new Fault.Slow(times));
      case Flaw.NeverReady() -> Release.stableBut(tag, new Fault.NeverReady());
      case Flaw.Crashes(), Flaw.Missing() -> Release.stableBut(tag, new Fault.None());
    };
  }

  /** A service that never gets ready serves, and says so when it is asked. */
  private static Course serving(Release release, Flaw flaw) {
    if (flaw instanceof Flaw.Crashes) {
      return CRASHES;
    }
    return release
        .diesAfter()
        .<Course>map(after -> new Course.Crashes(after, KILLED, true))
        .orElseGet(Course.Serves::new);
  }

  private static Course quiet(Flaw flaw) {
    return switch (flaw) {
      case Flaw.Crashes() -> CRASHES;
      case Flaw.NeverReady() -> new Course.NeverReady();
      case Flaw.None(), Flaw.Errors(_), Flaw.Slow(_), Flaw.Missing() -> new Course.Serves();
    };
  }

  private static String lastWords(Release release, Flaw flaw) {
    if (flaw instanceof Flaw.Crashes) {
      return "cannot read /config/application.yaml: no such key: stario.regions";
    }
    return release.diesAfter().isPresent() ? "fatal error: out of memory, the process ends" : "";
  }

  private static Optional<String> service(String image) {
    String name = image.startsWith(REGISTRY) ? image.substring(REGISTRY.length()) : "";
    int colon = name.indexOf(':');
    return Optional.of(colon < 0 ? name : name.substring(0, colon)).filter(SERVICES::contains);
  }

  private static String tag(String image) {
    String last = image.substring(image.lastIndexOf('/') + 1);
    int colon = last.indexOf(':');
    return colon < 0 ? "latest" : last.substring(colon + 1);
  }

  private static Flaw flaw(String image, String tag) {
    int dash = tag.indexOf('-');
    String version = dash < 0 ? tag : tag.substring(0, dash);
    boolean ours = image.startsWith(REGISTRY);
    if (ours && (service(image).isEmpty() || !Release.published(version))) {
      return new Flaw.Missing();
    }
    return switch (dash < 0 ? "" : tag.substring(dash)) {
      case "" -> new Flaw.None();
      case "-slow" -> new Flaw.Slow(SLOWER);
      case "-crash" -> new Flaw.Crashes();
      case "-never-ready" -> new Flaw.NeverReady();
      case "-missing" -> new Flaw.Missing();
      case "-errors" -> new Flaw.Errors(ERROR_SHARE);
      default -> ours ? new Flaw.Missing() : new Flaw.None();
    };
  }
}
