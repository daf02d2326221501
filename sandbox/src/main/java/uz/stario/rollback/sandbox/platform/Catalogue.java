package uz.stario.rollback.sandbox.platform;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import uz.stario.rollback.sandbox.pods.Course;
import uz.stario.rollback.sandbox.pods.Program;

/**
 * Which images exist and how each behaves.
 *
 * <p>Of the Stario services v1.2.1 to v1.2.3 are good and v1.2.4 answers 12 % of its requests with
 * 500. Behind any of them, {@code -slow}, {@code -crash}, {@code -never-ready} and {@code -missing}
 * name releases with that flaw, and so they do for images of anyone else, which otherwise exist and
 * run quietly. Safe for all threads.
 */
public final class Catalogue implements Program.Registry {
  /** Where the images of the platform are. */
  public static final String REGISTRY = "registry.stario.uz/";

  private static final double ERROR_SHARE = 0.12;
  private static final double SLOWER = 3.0;
  private static final Duration BEFORE_CRASH = Duration.ofSeconds(2);
  private static final Set<String> GOOD = Set.of("v1.2.1", "v1.2.2", "v1.2.3");
  private static final Set<String> BAD = Set.of("v1.2.4");

  private final Map<String, Flaw> published = new ConcurrentHashMap<>();
  private final Network network;
  private final long seed;

  /** A catalogue whose services reach each other over the network. */
  public Catalogue(Network network, long seed) {
    this.network = network;
    this.seed = seed;
  }

  /** Says how one image behaves from now on; containers that run already stay as they are. */
  public void publish(String image, Flaw flaw) {
    published.put(image, flaw);
  }

  @Override
  public Optional<Program> find(String image) {
    String tag = tag(image);
    Flaw flaw = published.getOrDefault(image, flaw(image, tag));
    Course course =
        switch (flaw) {
          case Flaw.None(), Flaw.Errors(_), Flaw.Slow(_) -> new Course.Serves();
          case Flaw.Crashes() -> new Course.Crashes(BEFORE_CRASH, 1);
          case Flaw.NeverReady() -> new Course.NeverReady();
          case Flaw.Missing() -> null;
        };
    if (course == null) {
      return Optional.empty();
    }
    Optional<Service> service = service(image);
    return Optional.of(
        service.isPresent()
            ? new ServiceProgram(service.get(), tag, flaw, course, network, seed)
            : Program.quiet(course, List.of("started " + image)));
  }

  private static Optional<Service> service(String image) {
    String name = image.startsWith(REGISTRY) ? image.substring(REGISTRY.length()) : "";
    int colon = name.indexOf(':');
    return Service.named(colon < 0 ? name : name.substring(0, colon));
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
    if (ours && (service(image).isEmpty() || !(GOOD.contains(version) || BAD.contains(version)))) {
      return new Flaw.Missing();
    }
    return switch (dash < 0 ? "" : tag.substring(dash)) {
      case "-slow" -> new Flaw.Slow(SLOWER);
      case "-crash" -> new Flaw.Crashes();
      case "-never-ready" -> new Flaw.NeverReady();
      case "-missing" -> new Flaw.Missing();
      case "-errors" -> new Flaw.Errors(ERROR_SHARE);
      case "" -> ours && BAD.contains(version) ? new Flaw.Errors(ERROR_SHARE) : new Flaw.None();
      default -> ours ? new Flaw.Missing() : new Flaw.None();
    };
  }
}
