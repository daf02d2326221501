package uz.stario.rollback.sandbox.store;

/**
 * Where one object is kept.
 *
 * @param resource its row
 * @param namespace its namespace, empty for a cluster-wide kind
 * @param name its name
 */
public record Key(Resource resource, String namespace, String name) {
  /** The key of an object whose metadata is complete. */
  public static Key of(Resource resource, tools.jackson.databind.JsonNode object) {
    return new Key(resource, Manifest.namespace(object), Manifest.name(object));
  }
}
