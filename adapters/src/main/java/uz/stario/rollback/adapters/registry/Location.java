package uz.stario.rollback.adapters.registry;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import uz.stario.rollback.release.Image;

/**
 * Where an image is, by the rules of Docker: a name whose first part is no host is on Docker Hub,
 * and a registry on this machine needs no TLS.
 *
 * @param host with its port, as logins are kept by it
 * @param repository the path within the registry
 * @param tagOrDigest which of its images
 * @see <a href="https://github.com/distribution/reference">the distribution project's grammar</a>
 */
record Location(String host, String repository, String tagOrDigest) {

  /** How people and logins call Docker Hub, whose registry has another name. */
  static final String HUB = "docker.io";

  private static final Set<String> NAMES_OF_THE_HUB = Set.of(HUB, "index.docker.io");
  private static final String REGISTRY_OF_THE_HUB = "registry-1.docker.io";

  /** Twice as long as any that a registry would take. */
  private static final int LONGEST = 1_000;

  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+])(?::\\d+)?");
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");
  private static final Pattern TAG_OR_DIGEST =
      Pattern.compile(
          "[A-Za-z0-9_][-A-Za-z0-9_.]{0,127}|[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-f]{32,}");
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?:localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1])(?::\\d+)?");

  /**
   * @throws RegistryTrouble if the reference is none
   */
  static Location of(Image image) throws RegistryTrouble {
    String name = image.repository();
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean named = first.contains(".") || first.contains(":") || first.equals("localhost");
    String host = named ? first : HUB;
    String path = named ? name.substring(slash + 1) : name;
    if (NAMES_OF_THE_HUB.contains(host)) {
      host = HUB;
      path = path.contains("/") ? path : "library/" + path;
    }
    String which =
        List.of(image.digest(), image.tag(), "latest").stream()
            .filter(one -> !one.isEmpty())
            .findFirst()
            .orElseThrow();
    if (image.reference().length() > LONGEST
        || !HOST.matcher(host).matches()
        || !REPOSITORY.matcher(path).matches()
        || !TAG_OR_DIGEST.matcher(which).matches()) {
      throw new RegistryTrouble("its reference is not valid", "Look at the pod template.");
    }
    return new Location(host, path, which);
  }

  /** Whether it is reached without TLS, as nobody listens in between. */
  boolean isOnThisMachine() {
    return isOnThisMachine(host);
  }

  static boolean isOnThisMachine(String anyHost) {
    return THIS_MACHINE.matcher(anyHost).matches();
  }

  URI manifest(String tagOrDigestOfIt) {
    return URI.create(base() + "/manifests/" + tagOrDigestOfIt);
  }

  URI blob(String digest) {
    return URI.create(base() + "/blobs/" + digest);
  }

  private String base() {
    return (isOnThisMachine() ? "http://" : "https://")
        + (host.equals(HUB) ? REGISTRY_OF_THE_HUB : host)
        + "/v2/"
        + repository;
  }
}
