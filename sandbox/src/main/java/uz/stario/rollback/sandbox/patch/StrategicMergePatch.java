package uz.stario.rollback.sandbox.patch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/**
 * Kubernetes' strategic merge patch: a merge patch that merges known lists by element.
 *
 * <p>Directives: {@code $patch: delete|replace}, {@code $retainKeys}, {@code
 * $setElementOrder/LIST}, {@code $deleteFromPrimitiveList/LIST}. Follows {@code
 * k8s.io/apimachinery/pkg/util/strategicpatch/patch.go} step by step, its refusals included: what
 * it does in a corner is what clients have come to rely on.
 */
public final class StrategicMergePatch {
  static final String DIRECTIVE = "$patch";
  static final String RETAIN = "$retainKeys";
  static final String ORDER = "$setElementOrder/";
  static final String DELETE_FROM = "$deleteFromPrimitiveList/";

  private static final Set<String> STRINGS =
      Set.of("labels", "annotations", "selector", "data", "nodeSelector", "matchLabels");

  private StrategicMergePatch() {}

  /** Applies the patch to the object itself. */
  public static void apply(JsonNode patch, ObjectNode object) {
    if (!(patch instanceof ObjectNode changes)) {
      throw Refused.badRequest(
          "json: cannot unmarshal "
              + (patch.isArray() ? "array" : patch.isString() ? "string" : "number")
              + " into Go value of type map[string]interface {}");
    }
    ObjectNode merged = merge("", object, changes.deepCopy());
    decode(merged);
    // It may be the object itself.
    List<Map.Entry<String, JsonNode>> fields = List.copyOf(merged.properties());
    object.removeAll();
    fields.forEach(field -> object.set(field.getKey(), field.getValue()));
  }

  /** Merges the patch, which is used up, into the original, which may be what is given back. */
  static ObjectNode merge(String above, ObjectNode original, ObjectNode patch) {
    JsonNode directive = patch.get(DIRECTIVE);
    if (directive != null) {
      return switch (directive.asString("")) {
        case "replace" -> {
          patch.remove(DIRECTIVE);
          if (STRINGS.contains(above)) {
            // Read into a map of strings, null is the empty one.
            patch.properties().stream()
                .filter(field -> field.getValue().isNull())
                .map(Map.Entry::getKey)
                .toList()
                .forEach(name -> patch.put(name, ""));
          }
          yield patch;
        }
        case "delete" -> Manifest.object();
        default -> throw unknown(directive, patch);
      };
    }
    retain(original, patch);
    for (String key : List.copyOf(patch.propertyNames())) {
      if (key.startsWith(ORDER)) {
        inOrder(above, key, original, patch);
      }
    }
    for (Map.Entry<String, JsonNode> change : List.copyOf(patch.properties())) {
      set(above, change.getKey(), change.getValue(), original);
    }
    return original;
  }

  private static void retain(ObjectNode original, ObjectNode patch) {
    JsonNode wanted = patch.remove(RETAIN);
    if (wanted == null) {
      return;
    }
    List<String> keys = wanted.valueStream().map(key -> key.asString("")).toList();
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      boolean counts =
          !(change.getValue().isNull()
              || change.getKey().startsWith(DELETE_FROM)
              || change.getKey().startsWith(ORDER));
      if (counts && !keys.contains(change.getKey())) {
        throw Refused.badRequest("invalid patch format of retainKeys");
      }
    }
    original.retain(keys);
  }

  /** Merges a list together with the order its client wants for it. */
  private static void inOrder(String above, String key, ObjectNode original, ObjectNode patch) {
    String field = key.substring(ORDER.length());
    ArrayNode order = list(patch.remove(key));
    JsonNode present = original.get(field);
    JsonNode changed = patch.remove(field);
    Optional<String> strategy = MergeKeys.of(above, field);
    String id = strategy.orElse("");
    if (changed != null) {
      ListMerge.checkOrder(list(changed), order, id);
    }
    List<JsonNode> merged;
    if (present == null && changed == null) {
      return;
    } else if (changed == null) {
      merged = ListMerge.items(list(present));
    } else if (present == null) {
      JsonNode plain = withoutDirectives(changed);
      merged = plain == null ? List.of() : ListMerge.items(plain);
    } else {
      merged =
          ListMerge.items(
              strategy.isEmpty()
                  ? list(changed)
                  : ListMerge.merge(field, id, list(present), list(changed)));
    }
    original.set(field, ListMerge.ordered(merged, order, present, changed, id));
  }

  private static void set(String above, String key, JsonNode value, ObjectNode original) {
    boolean deletion = key.startsWith(DELETE_FROM);
    String field = deletion ? key.substring(DELETE_FROM.length()) : key;
    if (value.isNull()) {
      original.remove(field);
      return;
    }
    JsonNode present = original.get(field);
    if (present == null || present.getNodeType() != value.getNodeType()) {
      if (!deletion) {
        keep(original, field, withoutDirectives(value));
      }
      return;
    }
    switch (value) {
      case ObjectNode nested -> original.set(field, merge(field, (ObjectNode) present, nested));
      case ArrayNode list -> {
        Optional<String> id = MergeKeys.of(above, field);
        if (deletion) {
          original.set(field, ListMerge.without((ArrayNode) present, list));
        } else {
          original.set(
              field,
              id.isEmpty() ? list : ListMerge.merge(field, id.get(), (ArrayNode) present, list));
        }
      }
      default -> original.set(field, value);
    }
  }

  private static void keep(ObjectNode object, String field, @Nullable JsonNode value) {
    if (value == null) {
      object.remove(field);
    } else {
      object.set(field, value);
    }
  }

  /** A part of the patch that stands for itself; nothing where all of it is a directive. */
  private static @Nullable JsonNode withoutDirectives(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.has(DIRECTIVE)) {
        return null;
      }
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        keep(object, field.getKey(), withoutDirectives(field.getValue()));
      }
      return object;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode kept = Manifest.array();
      for (JsonNode item : array) {
        JsonNode plain = withoutDirectives(item);
        if (plain != null) {
          kept.add(plain);
        }
      }
      return kept;
    }
    return node;
  }

  /** What is left when the result is read into its type: no directive is a field, null is none. */
  private static void decode(JsonNode node) {
    switch (node) {
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
          if (field.getKey().startsWith("$") || field.getValue().isNull()) {
            object.remove(field.getKey());
          } else {
            decode(field.getValue());
          }
        }
      }
      case ArrayNode array -> array.forEach(StrategicMergePatch::decode);
      default -> {}
    }
  }

  static ArrayNode list(@Nullable JsonNode node) {
    if (node instanceof ArrayNode array) {
      return array;
    }
    throw failed("expected a []interface {}, but received a " + node);
  }

  static Refused unknown(JsonNode directive, JsonNode patch) {
    return failed("unknown patch type: " + directive.asString("") + " in map: " + patch);
  }

  /** The real server has no better answer to these than that it failed. */
  static Refused failed(String why) {
    return new Refused(500, "", why, null);
  }
}
