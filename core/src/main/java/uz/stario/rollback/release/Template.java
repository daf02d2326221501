package uz.stario.rollback.release;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A pod template, as much of it as plans and people need; the rest stays with the adapter.
 *
 * @param containers init containers first, each group in the order of the template
 * @param configReferences what its volumes take from elsewhere: {@code configmap/app}
 * @param fingerprint SHA-256 of the whole template without {@code pod-template-hash}, hexadecimal
 * @param fingerprintWithoutEnv the same with every container's {@code env} left out
 * @param knownSchemas the revisions of the database on which its code can run, where it says so
 */
public record Template(
    List<Container> containers,
    SortedSet<String> configReferences,
    String fingerprint,
    String fingerprintWithoutEnv,
    Optional<SortedSet<String>> knownSchemas) {
  public Template {
    containers = List.copyOf(containers);
    configReferences = Collections.unmodifiableSortedSet(new TreeSet<>(configReferences));
    knownSchemas =
        knownSchemas.map(known -> Collections.unmodifiableSortedSet(new TreeSet<>(known)));
  }

  /** One that says nothing of the schemas that its code knows. */
  public Template(
      List<Container> containers,
      SortedSet<String> configReferences,
      String fingerprint,
      String fingerprintWithoutEnv) {
    this(containers, configReferences, fingerprint, fingerprintWithoutEnv, Optional.empty());
  }

  /** What makes two revisions the same version: the images, by container. */
  public List<String> images() {
    return containers.stream().map(c -> c.name() + "=" + c.image().reference()).sorted().toList();
  }

  /** The container whose image names the version: the first that is no init container. */
  public Optional<Container> main() {
    return containers.stream()
        .filter(c -> !c.init())
        .findFirst()
        .or(() -> containers.stream().findFirst());
  }

  /** The name of the version: of the first main container's image. */
  public String version() {
    return main().map(c -> c.image().version()).orElse("no image");
  }

  public boolean sameVersionAs(Template other) {
    return images().equals(other.images());
  }
}
