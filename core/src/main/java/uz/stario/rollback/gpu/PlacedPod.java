package uz.stario.rollback.gpu;

import java.util.List;

/** A pod with what its containers ask and where it is. */
public record PlacedPod(String name, List<AskingContainer> containers, Place place) {

  public PlacedPod {
    containers = List.copyOf(containers);
  }

  /** How much of a resource is held for it: as much as it needs at any one time. */
  public long requested(String resource) {
    long together =
        containers.stream()
            .filter(container -> !container.initial())
            .mapToLong(container -> container.requested(resource))
            .sum();
    return containers.stream()
        .mapToLong(container -> container.requested(resource))
        .reduce(together, Math::max);
  }
}
