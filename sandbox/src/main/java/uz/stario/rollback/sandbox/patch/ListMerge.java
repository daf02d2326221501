package uz.stario.rollback.sandbox.patch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/**
 * How a strategic merge patch merges and orders lists: by a key of their elements, or as sets of
 * scalars where the key is empty.
 *
 * <p>{@code mergeSlice} and {@code normalizeElementOrder} of {@code strategicpatch/patch.go}.
 */
final class ListMerge {
  private ListMerge() {}

  static ArrayNode merge(String field, String key, ArrayNode original, ArrayNode patch) {
    if (original.isEmpty() && patch.isEmpty()) {
      return original;
    }
    if (!ofObjects(original, patch)) {
      List<JsonNode> both = new ArrayList<>();
      original.forEach(item -> addNew(both, item));
      patch.forEach(item -> addNew(both, item));
      return sorted(both, items(patch), items(original), key);
    }
    if (key.isEmpty()) {
      throw StrategicMergePatch.failed("cannot merge lists without merge key for " + field);
    }
    List<JsonNode> array = items(original);
    List<JsonNode> present = new ArrayList<>(array);
    List<JsonNode> changes = new ArrayList<>();
    boolean replace = false;
    for (JsonNode element : patch) {
      JsonNode directive = element.get(StrategicMergePatch.DIRECTIVE);
      if (directive == null) {
        changes.add(element);
        continue;
      }
      switch (directive.asString("")) {
        case "delete" -> {
          JsonNode id = id(element, key);
          for (int at = find(present, key, id); at >= 0; at = find(present, key, id)) {
            present.remove(at);
            overwrite(array, present);
          }
        }
        case "replace" -> replace = true;
        case "merge" ->
            throw StrategicMergePatch.failed("merging lists cannot yet be specified in the patch");
        default -> throw StrategicMergePatch.unknown(directive, element);
      }
    }
    List<JsonNode> merged = new ArrayList<>(replace ? changes : present);
    for (JsonNode change : replace ? List.<JsonNode>of() : changes) {
      int at = find(merged, key, id(change, key));
      if (at < 0) {
        merged.add(change);
        if (merged.size() <= array.size()) {
          overwrite(array, merged);
        }
      } else {
        merged.set(
            at, StrategicMergePatch.merge(field, (ObjectNode) merged.get(at), (ObjectNode) change));
      }
    }
    original.removeAll();
    array.forEach(original::add);
    return replace
        ? sorted(changes, List.of(), changes, key)
        : sorted(merged, changes, present, key);
  }

  /**
   * What the original does to the list that it was given: its slices share one array, so that
   * deleted elements are written over by those that follow and by those that are added, and the
   * order is taken from what that leaves.
   */
  private static void overwrite(List<JsonNode> array, List<JsonNode> slice) {
    for (int i = 0; i < slice.size(); i++) {
      array.set(i, slice.get(i));
    }
  }

  private static void addNew(List<JsonNode> set, JsonNode item) {
    if (!set.contains(item)) {
      set.add(item);
    }
  }

  /** A list of scalars without some of them. */
  static ArrayNode without(ArrayNode list, ArrayNode gone) {
    ArrayNode kept = Manifest.array();
    list.valueStream()
        .filter(item -> gone.valueStream().noneMatch(g -> Values.same(g, item)))
        .forEach(kept::add);
    return kept;
  }

  /** Refuses an order that the changed elements themselves do not keep. */
  static void checkOrder(ArrayNode patch, ArrayNode order, String key) {
    if (order.isEmpty() || patch.isEmpty()) {
      return;
    }
    List<JsonNode> changed =
        patch
            .valueStream()
            .filter(e -> !e.path(StrategicMergePatch.DIRECTIVE).asString("").equals("delete"))
            .toList();
    int at = 0;
    int next = 0;
    while (at < changed.size() && next < order.size()) {
      if (changed.get(at).has(StrategicMergePatch.DIRECTIVE)) {
        at++;
        continue;
      }
      if (Values.same(id(changed.get(at), key), id(order.get(next), key))) {
        at++;
      }
      next++;
    }
    if (at < changed.size() && next >= order.size()) {
      throw StrategicMergePatch.failed(
          "The order in patch list:\n"
              + patch
              + "\n doesn't match $setElementOrder list:\n"
              + order);
    }
  }

  /**
   * A merged list as its client wants it ordered; what the client does not know keeps its place.
   */
  static ArrayNode ordered(
      List<JsonNode> merged,
      ArrayNode order,
      @Nullable JsonNode original,
      @Nullable JsonNode patch,
      String key) {
    ArrayNode before = original instanceof ArrayNode a ? a : Manifest.array();
    ArrayNode changes = patch instanceof ArrayNode a ? a : Manifest.array();
    ofObjects(before, changes);
    return sorted(merged, items(order), items(before), key);
  }

  static List<JsonNode> items(JsonNode list) {
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    return items;
  }

  /** Whether these are lists of objects; refuses those of both and those of nothing. */
  private static boolean ofObjects(ArrayNode... lists) {
    Boolean objects = null;
    for (ArrayNode list : lists) {
      for (JsonNode item : list) {
        if (objects != null && objects != item.isObject()) {
          throw StrategicMergePatch.failed("list element types are not identical: " + list);
        }
        objects = item.isObject();
      }
    }
    if (objects == null) {
      throw StrategicMergePatch.failed("no elements in any of the given slices");
    }
    return objects;
  }

  private static JsonNode id(JsonNode element, String key) {
    if (key.isEmpty()) {
      return element;
    }
    JsonNode id = element.get(key);
    if (id == null) {
      throw noKey(element, key);
    }
    return id;
  }

  private static Refused noKey(JsonNode element, String key) {
    return StrategicMergePatch.failed(
        "map: " + element + " does not contain declared merge key: " + key);
  }

  private static int find(List<JsonNode> list, String key, JsonNode id) {
    for (int i = 0; i < list.size(); i++) {
      JsonNode other = key.isEmpty() ? list.get(i) : list.get(i).path(key);
      if (Values.same(other, id)) {
        return i;
      }
    }
    return -1;
  }

  private static ArrayNode sorted(
      List<JsonNode> merged, List<JsonNode> wanted, List<JsonNode> before, String key) {
    List<JsonNode> known = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode item : merged) {
      (find(wanted, key, id(item, key)) >= 0 ? known : others).add(item);
    }
    sort(known, wanted, key);
    sort(others, before, key);
    ArrayNode all = Manifest.array();
    int i = 0;
    int j = 0;
    while (i < others.size() || j < known.size()) {
      boolean other =
          j >= known.size()
              || (i < others.size() && less(others.get(i), known.get(j), before, key));
      all.add(other ? others.get(i++) : known.get(j++));
    }
    return all;
  }

  private static boolean less(JsonNode left, JsonNode right, List<JsonNode> order, String key) {
    int l = rank(order, key, left);
    int r = rank(order, key, right);
    return l >= 0 && r >= 0 && l < r;
  }

  private static int rank(List<JsonNode> order, String key, JsonNode item) {
    return find(order, key, key.isEmpty() ? item : item.path(key));
  }

  /**
   * Insertion sort, since the comparison of the original is no order: what is not in the list comes
   * before everything.
   */
  private static void sort(List<JsonNode> items, List<JsonNode> order, String key) {
    for (JsonNode item : order) {
      id(item, key);
    }
    for (int i = 1; i < items.size(); i++) {
      for (int j = i; j > 0 && before(items.get(j), items.get(j - 1), order, key); j--) {
        JsonNode moved = items.get(j);
        items.set(j, items.get(j - 1));
        items.set(j - 1, moved);
      }
    }
  }

  private static boolean before(JsonNode left, JsonNode right, List<JsonNode> order, String key) {
    int l = rank(order, key, left);
    int r = rank(order, key, right);
    return l < 0 || r < 0 || l < r;
  }
}
