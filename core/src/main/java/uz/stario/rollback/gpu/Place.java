package uz.stario.rollback.gpu;

import java.util.Map;

/** Where a pod is. */
public sealed interface Place {

  /** Not on any node yet. */
  record Nowhere(String why) implements Place {}

  /**
   * On a node.
   *
   * @param allocatable whole amounts of extended resources that it can give to pods, by name
   */
  record On(String node, Map<String, Long> allocatable, Map<String, String> labels)
      implements Place {
    public On {
      allocatable = Map.copyOf(allocatable);
      labels = Map.copyOf(labels);
    }
  }

  /** On a node that is no longer part of the cluster. */
  record Gone(String node) implements Place {}

  /** On a node that could not be looked at. */
  record Unread(String node, String why) implements Place {}
}
