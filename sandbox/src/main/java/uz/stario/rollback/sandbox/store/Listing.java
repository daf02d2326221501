package uz.stario.rollback.sandbox.store;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of one list, sorted by namespace and name.
 *
 * @param version the resourceVersion of the whole store when they were read
 * @param items the objects, frozen
 */
public record Listing(long version, List<ObjectNode> items) {
  /** Copies the items. */
  public Listing {
    items = List.copyOf(items);
  }
}
