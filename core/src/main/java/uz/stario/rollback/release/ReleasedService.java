package uz.stario.rollback.release;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a release says of one of its services.
 *
 * @param images references, with the digest where it is known; empty where nobody has said
 * @param fingerprints of the configuration in use, by name ({@code configmap/app}): keyed hashes,
 *     never values
 * @see Fingerprint
 */
public record ReleasedService(SortedSet<String> images, SortedMap<String, String> fingerprints) {
  public ReleasedService {
    images = Collections.unmodifiableSortedSet(new TreeSet<>(images));
    fingerprints = Collections.unmodifiableSortedMap(new TreeMap<>(fingerprints));
  }

  /**
   * The same for one of several workloads of the service, whose image need not have been recorded:
   * of an image that no record speaks of the version's name tells.
   */
  boolean isRunByOneOf(Template template, String version) {
    boolean recorded =
        template
            .main()
            .map(container -> container.image().repository())
            .map(mine -> images.stream().anyMatch(one -> new Image(one).repository().equals(mine)))
            .orElse(false);
    return recorded
        ? isRunBy(template, version)
        : template.main().map(container -> container.image().isVersion(version)).orElse(false);
  }

  /**
   * Whether a workload that runs this template runs what was released: its main image is one of
   * those recorded, or has the version's name where none were.
   */
  boolean isRunBy(Template template, String version) {
    return template
        .main()
        .map(Container::image)
        .map(image ->
            images.isEmpty()
                ? image.isVersion(version)
                : images.stream().map(Image::new).anyMatch(image::isSameAs))
        .orElse(false);
  }
}
