package uz.stario.rollback.sandbox.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One write to the store: what was there and what is there now; at least one of both.
 *
 * @param resource the row of the object
 * @param version the resourceVersion of the write
 * @param before the object before it, absent when it was created
 * @param after the object after it, absent when it was removed
 * @param last for a removal, the last state with the removal's resourceVersion; otherwise {@code
 *     after}
 */
public record Change(
    Resource resource,
    long version,
    @Nullable ObjectNode before,
    @Nullable ObjectNode after,
    ObjectNode last) {

  /** The key of the object. */
  public Key key() {
    return Key.of(resource, Objects.requireNonNull(last));
  }
}
