package uz.stario.rollback.sandbox.patch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/**
 * Kubernetes' strategic merge patch: a merge patch that merges known lists by element.
 *
 * <p>Directives: {@code $patch: delete|replace|merge}, {@code $retainKeys}, {@code
 * $setElementOrder/LIST}, {@code $deleteFromPrimitiveList/LIST}. Follows {@code
 * k8s.io/apimachinery/pkg/util/strategicpatch/patch.go}.
 */
public final class StrategicMergePatch {
  private static final String DIRECTIVE = "$patch";
  private static final String RETAIN = "$retainKeys";
  private static final String ORDER = "$setElementOrder/";
  private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

  private StrategicMergePatch() {}

  /** Applies the patch to the object itself. */
  public static void apply(JsonNode patch, ObjectNode object) {
    if (!(patch instanceof ObjectNode changes)) {
      throw Refused.badRequest(
          "error decoding patch: a strategic merge patch must be a JSON object");
    }
    merge("", changes, object);
  }

  private static void merge(String above, ObjectNode patch, ObjectNode target) {
    switch (patch.path(DIRECTIVE).asString("merge")) {
      case "replace" -> target.removeAll();
      case "delete" -> {
        target.removeAll();
        return;
      }
      case "merge" -> {}
      default -> throw Refused.badRequest("unknown $patch directive: " + patch.path(DIRECTIVE));
    }
    if (patch.path(RETAIN) instanceof ArrayNode retained) {
      List<String> keys = retained.valueStream().map(key -> key.asString("")).toList();
      target.retain(keys);
    }
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      if (!change.getKey().startsWith("$")) {
        set(above, change.getKey(), change.getValue(), target);
      }
    }
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      if (change.getKey().startsWith(DELETE_FROM)) {
        dropScalars(
            change.getValue(), target.path(change.getKey().substring(DELETE_FROM.length())));
      }
    }
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      if (change.getKey().startsWith(ORDER)) {
        String field = change.getKey().substring(ORDER.length());
        order(target.path(field), change.getValue(), MergeKeys.of(above, field).orElse(""));
      }
    }
  }

  private static void set(String above, String field, JsonNode value, ObjectNode target) {
    switch (value) {
      case ObjectNode nested -> {
        ObjectNode child =
            target.path(field) instanceof ObjectNode present ? present : Manifest.object();
        merge(field, nested, child);
        if (nested.path(DIRECTIVE).asString("").equals("delete")) {
          target.remove(field);
        } else {
          target.set(field, child);
        }
      }
      case ArrayNode list -> {
        Optional<String> key = MergeKeys.of(above, field);
        if (key.isEmpty()) {
          target.set(field, list.deepCopy());
        } else {
          ArrayNode present = target.path(field) instanceof ArrayNode a ? a : Manifest.array();
          target.set(field, mergeList(field, key.get(), list, present));
        }
      }
      default -> {
        if (value.isNull()) {
          target.remove(field);
        } else {
          target.set(field, value);
        }
      }
    }
  }

  private static ArrayNode mergeList(String field, String key, ArrayNode patch, ArrayNode target) {
    boolean replace =
        patch
            .valueStream()
            .anyMatch(e -> e.path(DIRECTIVE).asString("").equals("replace") && !e.has(key));
    List<JsonNode> result = new ArrayList<>();
    if (!replace) {
      target.forEach(result::add);
    }
    for (JsonNode element : patch) {
      if (key.isEmpty()) {
        if (!result.contains(element)) {
          result.add(element);
        }
        continue;
      }
      if (replace && element.has(DIRECTIVE)) {
        continue;
      }
      JsonNode id = element.path(key);
      if (id.isMissingNode()) {
        throw Refused.badRequest(
            "map: " + element + " does not contain declared merge key: " + key);
      }
      ObjectNode found = find(result, key, id);
      if (element.path(DIRECTIVE).asString("").equals("delete")) {
        result.removeIf(e -> Values.same(e.path(key), id));
      } else if (found != null) {
        merge(field, (ObjectNode) element, found);
      } else {
        ObjectNode added = Manifest.object();
        merge(field, (ObjectNode) element, added);
        result.add(added);
      }
    }
    ArrayNode merged = Manifest.array();
    result.forEach(merged::add);
    return merged;
  }

  private static @Nullable ObjectNode find(List<JsonNode> elements, String key, JsonNode id) {
    for (JsonNode element : elements) {
      if (element instanceof ObjectNode object && Values.same(object.path(key), id)) {
        return object;
      }
    }
    return null;
  }

  private static void dropScalars(JsonNode gone, JsonNode list) {
    if (list instanceof ArrayNode array) {
      List<JsonNode> kept =
          array
              .valueStream()
              .filter(e -> gone.valueStream().noneMatch(g -> Values.same(g, e)))
              .toList();
      array.removeAll();
      kept.forEach(array::add);
    }
  }

  /**
   * Elements the client knows come in its order; those it does not know keep their place at the
   * end.
   */
  private static void order(JsonNode list, JsonNode wanted, String key) {
    if (!(list instanceof ArrayNode array)) {
      return;
    }
    List<JsonNode> ids =
        wanted.valueStream().map(e -> key.isEmpty() || !e.isObject() ? e : e.path(key)).toList();
    List<JsonNode> sorted = new ArrayList<>();
    array.forEach(sorted::add);
    sorted.sort(
        Comparator.comparingInt(e -> {
          JsonNode id = key.isEmpty() ? e : e.path(key);
          for (int i = 0; i < ids.size(); i++) {
            if (Values.same(ids.get(i), id)) {
              return i;
            }
          }
          return Integer.MAX_VALUE;
        }));
    array.removeAll();
    sorted.forEach(array::add);
  }
}
