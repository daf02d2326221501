package uz.stario.rollback.adapters.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.port.Images;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Image;

/**
 * Asks the registries that hold images, as whoever is logged in to them on this machine.
 *
 * <p>An image is asked for by its manifest and then by its configuration, whose digest must be
 * right. Nothing is kept between questions, for a tag may be moved; thread-safe.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/manifest.md">OCI image
 *     manifest</a>
 */
public final class RegistryImages implements Images {

  private static final String MANIFESTS =
      "application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.v2+json,"
          + " application/vnd.oci.image.index.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json";

  private static final String SHA_256 = "sha256:";

  /** Becomes a part of an address, so nothing else gets through. */
  private static final Pattern DIGEST = Pattern.compile(SHA_256 + "[0-9a-f]{64}");

  private final Logins logins;
  private final Duration limit;

  /**
   * @param environment the variables of this process, which say where logins are kept
   */
  public RegistryImages(Map<String, String> environment, Redactor redactor) {
    this(environment, redactor, LIMIT);
  }

  /**
   * @param limit for a question; half of it for the program that keeps the login
   */
  RegistryImages(Map<String, String> environment, Redactor redactor, Duration limit) {
    this.logins = new Logins(environment, redactor, limit.dividedBy(2));
    this.limit = limit;
  }

  @Override
  public Answer<SortedMap<String, String>> labels(Image image) {
    try {
      Location at = Location.of(image);
      var session = new RegistrySession(at, logins, limit);
      JsonNode manifest = session.document(at.manifest(at.tagOrDigest()), MANIFESTS);
      if (manifest.path("manifests").isArray()) {
        manifest = session.document(at.manifest(chosen(manifest)), MANIFESTS);
      }
      return Answer.given(labels(configuration(session, at, manifest)));
    } catch (RegistryTrouble trouble) {
      return Answer.refused(
          Problem.unchanged(
              ErrorCode.IMAGE_UNREADABLE,
              "Cannot read the labels of image " + image.reference() + ".",
              "Its registry: " + trouble.getMessage() + ".",
              trouble.next()));
    }
  }

  /** Of several platforms the most usual one; attestations are of none. */
  private static String chosen(JsonNode index) throws RegistryTrouble {
    String first = "";
    for (JsonNode one : index.path("manifests")) {
      String os = one.path("platform").path("os").asString("");
      String digest = one.path("digest").asString("");
      if (os.equals("linux")
          && one.path("platform").path("architecture").asString("").equals("amd64")) {
        return sound(digest);
      }
      first = first.isEmpty() && !os.equals("unknown") ? digest : first;
    }
    if (first.isEmpty()) {
      throw new RegistryTrouble("it has it for no platform", "Look at the registry.");
    }
    return sound(first);
  }

  private static String sound(String digest) throws RegistryTrouble {
    if (!DIGEST.matcher(digest).matches()) {
      throw new RegistryTrouble(
          "it names a part of the image by no digest of SHA-256", "Look at the registry.");
    }
    return digest;
  }

  private static JsonNode configuration(RegistrySession session, Location at, JsonNode manifest)
      throws RegistryTrouble {
    String digest = manifest.path("config").path("digest").asString("");
    if (digest.isEmpty()) {
      throw new RegistryTrouble(
          "its manifest is of a form that names no configuration", "Push the image anew.");
    }
    String text = session.text(at.blob(sound(digest)), "*/*");
    if (!digest.equals(SHA_256 + sha256(text))) {
      throw new RegistryTrouble(
          "the configuration that it gave is not the one of the image", "Look at the registry.");
    }
    return RegistrySession.json(text);
  }

  private static SortedMap<String, String> labels(JsonNode configuration) {
    SortedMap<String, String> labels = new TreeMap<>();
    configuration
        .path("config")
        .path("Labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
    return labels;
  }

  private static String sha256(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java knows SHA-256", e);
    }
  }
}
