package uz.stario.rollback.sandbox.store;

import java.util.List;

/**
 * One row of the table of resources the API serves.
 *
 * @param group the API group, empty for the core group
 * @param version the version within the group
 * @param kind the kind of its objects
 * @param plural the name in paths
 * @param singular the name in messages of clients
 * @param shortNames what people type
 * @param namespaced whether objects live in a namespace
 * @param subresources what can follow the name in a path
 * @param generations whether a change of spec counts as a new generation
 */
public record Resource(
    String group,
    String version,
    String kind,
    String plural,
    String singular,
    List<String> shortNames,
    boolean namespaced,
    List<String> subresources,
    boolean generations) {

  /** Copies the lists. */
  public Resource {
    shortNames = List.copyOf(shortNames);
    subresources = List.copyOf(subresources);
  }

  /** {@code apps/v1}, or {@code v1} in the core group. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The name messages use: {@code deployments.apps}, or {@code pods} in the core group. */
  public String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /**
   * Whether an update may leave out which version it is of. Of the kinds served here only a Lease
   * is refused then ({@code AllowUnconditionalUpdate} of the strategies in {@code pkg/registry}).
   */
  public boolean allowsUnconditionalUpdate() {
    return !group.equals("coordination.k8s.io");
  }

  /** Whether the object's status is written on its own. */
  public boolean hasStatus() {
    return subresources.contains("status");
  }
}
