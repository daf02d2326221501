package uz.stario.rollback.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A version of one or more services, put live in an environment at an instant.
 *
 * <p>Environment, version and the services' names tell it from every other: two pipelines that
 * record the same release record one.
 *
 * @param schemaRevision of the database; empty where nobody has said
 * @param notes what people wrote; may be empty
 * @param by who recorded it
 */
public record Release(
    Instant at,
    String environment,
    String version,
    SortedMap<String, ReleasedService> services,
    String schemaRevision,
    String notes,
    String by) {

  private static final int ID_LENGTH = 12;

  public Release {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    if (services.isEmpty()) {
      throw new IllegalArgumentException("a release is of at least one service");
    }
  }

  /**
   * The name of the release: the same on every machine, made from what tells it from others
   * (SHA-256, the first 48 bits in hexadecimal).
   */
  public String id() {
    List<String> key = new ArrayList<>(List.of(environment, version));
    key.addAll(services.keySet());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(String.join("\0", key).getBytes(UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java knows SHA-256", e);
    }
  }

  /** The same, recorded by somebody else. */
  public Release by(String writer) {
    return new Release(at, environment, version, services, schemaRevision, notes, writer);
  }

  /**
   * What another record of the same release says that this one does not, a sentence's part each;
   * empty where it agrees. Who recorded, when and with which notes is no difference, and the other
   * may know less.
   */
  public List<String> contradictedBy(Release other) {
    List<String> differences = new ArrayList<>();
    differ(differences, "schema revision", schemaRevision, other.schemaRevision);
    for (Map.Entry<String, ReleasedService> one : other.services.entrySet()) {
      ReleasedService mine = services.get(one.getKey());
      if (mine == null) {
        differences.add("service " + one.getKey() + " is not recorded");
        continue;
      }
      images(differences, one.getKey(), mine, one.getValue());
      one.getValue()
          .fingerprints()
          .forEach((name, print) ->
              differ(
                  differences,
                  one.getKey() + " " + name,
                  mine.fingerprints().getOrDefault(name, ""),
                  print));
    }
    return differences;
  }

  private static void images(
      List<String> differences, String service, ReleasedService mine, ReleasedService others) {
    for (String image : others.images()) {
      if (mine.images().stream().noneMatch(known -> new Image(known).saysAtLeast(image))) {
        differ(differences, service + " image", String.join(", ", mine.images()), image);
      }
    }
  }

  private static void differ(List<String> differences, String what, String mine, String others) {
    if (!others.isEmpty() && !others.equals(mine)) {
      differences.add(
          what + " is recorded as " + (mine.isEmpty() ? "unknown" : mine) + ", not " + others);
    }
  }
}
