package uz.stario.rollback.gpu;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a node's labels tell of its GPUs.
 *
 * @param cuda the newest CUDA that the driver supports, which the labels call the runtime's
 * @param arch the compute capability
 * @see <a
 *     href="https://github.com/NVIDIA/k8s-device-plugin/blob/main/docs/gpu-feature-discovery/README.md#generated-labels">
 *     The labels of GPU feature discovery</a>
 */
public record NodeVersions(
    Optional<Version> driver, Optional<Version> cuda, Optional<Version> arch) {

  private static final String PREFIX = "nvidia.com/";

  /** By the labels of today, or by those that came before them. */
  public static NodeVersions of(Map<String, String> labels) {
    return new NodeVersions(
        version(labels, "cuda.driver-version.", "revision")
            .or(() -> version(labels, "cuda.driver.", "rev")),
        version(labels, "cuda.runtime-version.", "revision")
            .or(() -> version(labels, "cuda.runtime.", "rev")),
        version(labels, "gpu.compute.", "revision"));
  }

  /** Empty where a part is missing or no number, without which versions would seem older. */
  private static Optional<Version> version(
      Map<String, String> labels, String stem, String revision) {
    String major = labels.getOrDefault(PREFIX + stem + "major", "");
    String minor = labels.getOrDefault(PREFIX + stem + "minor", "");
    String last = labels.getOrDefault(PREFIX + stem + revision, "");
    return Version.parse(major + "." + minor + (last.isEmpty() ? "" : "." + last));
  }

  /** For people: {@code driver 550.54.15, CUDA 12.4, compute capability 8.0}. */
  @Override
  public String toString() {
    String known =
        Stream.of(
                driver.map(version -> "driver " + version),
                cuda.map(version -> "CUDA " + version),
                arch.map(version -> "compute capability " + version))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return known.isEmpty() ? "neither driver nor CUDA" : known;
  }
}
