package uz.stario.rollback.sandbox.patch;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Refused;

/**
 * JSON Patch, RFC 6902, with the answers of the API server.
 *
 * <p>A patch that does not fit the object (a failed {@code test}, a missing path) is refused with
 * 422, one that is no patch with 400; from {@code
 * k8s.io/apiserver/pkg/endpoints/handlers/patch.go}.
 */
public final class JsonPatch {
  /** The real server's bound on operations of one patch. */
  private static final int MAX_OPERATIONS = 10_000;

  private JsonPatch() {}

  /** Applies the operations, in order, to the object itself. */
  public static void apply(JsonNode patch, ObjectNode object) {
    if (!(patch instanceof ArrayNode operations)) {
      throw Refused.badRequest(
          "error decoding patch: json: cannot unmarshal object into Go value of type"
              + " jsonpatch.Patch");
    }
    if (operations.size() > MAX_OPERATIONS) {
      throw new Refused(
          413,
          "RequestEntityTooLarge",
          "The allowed maximum operations in a JSON patch is "
              + MAX_OPERATIONS
              + ", got "
              + operations.size(),
          null);
    }
    for (JsonNode operation : operations) {
      perform(operation, object);
    }
  }

  private static void perform(JsonNode operation, ObjectNode object) {
    Pointer path = Pointer.parse(operation.path("path").asString(""));
    switch (operation.path("op").asString("")) {
      case "test" -> {
        JsonNode found = path.read(object);
        JsonNode wanted = operation.path("value");
        boolean bothAbsent = found.isMissingNode() && (wanted.isNull() || wanted.isMissingNode());
        if (!bothAbsent && !Values.same(found, wanted)) {
          throw Refused.unfitPatch();
        }
      }
      case "add" -> path.add(object, value(operation));
      case "remove" -> path.remove(object);
      case "replace" -> {
        path.remove(object);
        path.add(object, value(operation));
      }
      case "move" -> {
        Pointer from = Pointer.parse(operation.path("from").asString(""));
        JsonNode moved = present(from.read(object));
        from.remove(object);
        path.add(object, moved);
      }
      case "copy" ->
          path.add(
              object,
              present(Pointer.parse(operation.path("from").asString("")).read(object)).deepCopy());
      default -> throw Refused.unfitPatch();
    }
  }

  private static JsonNode value(JsonNode operation) {
    return present(operation.path("value")).deepCopy();
  }

  private static JsonNode present(JsonNode node) {
    if (node.isMissingNode()) {
      throw Refused.unfitPatch();
    }
    return node;
  }
}
