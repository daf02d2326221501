package uz.stario.rollback.sandbox.patch;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/** JSON merge patch, RFC 7386: null removes, objects merge, all else replaces. */
public final class MergePatch {
  private MergePatch() {}

  /** Applies the patch to the object itself. */
  public static void apply(JsonNode patch, ObjectNode object) {
    if (!(patch instanceof ObjectNode changes)) {
      throw Refused.badRequest("error decoding patch: a merge patch must be a JSON object");
    }
    merge(changes, object);
  }

  private static void merge(ObjectNode patch, ObjectNode target) {
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      String field = change.getKey();
      switch (change.getValue()) {
        case ObjectNode nested -> {
          ObjectNode child =
              target.path(field) instanceof ObjectNode present ? present : Manifest.object();
          merge(nested, child);
          target.set(field, child);
        }
        case JsonNode value when value.isNull() -> target.remove(field);
        case JsonNode value -> target.set(field, value.deepCopy());
      }
    }
  }
}
