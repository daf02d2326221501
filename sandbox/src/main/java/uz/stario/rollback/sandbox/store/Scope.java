package uz.stario.rollback.sandbox.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which objects of a kind a list or watch is about.
 *
 * @param namespace the namespace, empty for all
 * @param labels the label selector
 * @param fields the field selector
 */
public record Scope(String namespace, Selector labels, FieldSelector fields) {
  /** All objects in all namespaces. */
  public static final Scope EVERYTHING = in("");

  /** All objects of one namespace. */
  public static Scope in(String namespace) {
    return new Scope(namespace, Selector.EVERYTHING, FieldSelector.EVERYTHING);
  }

  /** Whether the object belongs. */
  public boolean matches(@Nullable JsonNode object) {
    return object != null
        && (namespace.isEmpty() || namespace.equals(Manifest.namespace(object)))
        && labels.matches(object)
        && fields.matches(object);
  }

  /**
   * What a watcher of this scope sees of a change: an object that leaves the scope is deleted to
   * it, one that enters is added.
   */
  public Map.@Nullable Entry<String, ObjectNode> view(Change change) {
    boolean was = matches(change.before());
    boolean is = matches(change.after());
    if (!was && !is) {
      return null;
    }
    String type = !was ? "ADDED" : is ? "MODIFIED" : "DELETED";
    return Map.entry(type, change.last());
  }
}
