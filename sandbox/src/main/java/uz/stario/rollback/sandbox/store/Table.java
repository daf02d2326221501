package uz.stario.rollback.sandbox.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of one kind by namespace and name, and the newest changes of them. Guarded by the
 * lock of the store.
 */
final class Table {
  private final NavigableMap<String, ObjectNode> objects = new TreeMap<>();
  private final History history;

  Table(int historySize, Condition arrived) {
    history = new History(historySize, arrived);
  }

  History history() {
    return history;
  }

  Optional<ObjectNode> find(Key key) {
    return Optional.ofNullable(objects.get(path(key)));
  }

  void put(Key key, ObjectNode object) {
    objects.put(path(key), object);
  }

  @Nullable ObjectNode remove(Key key) {
    return objects.remove(path(key));
  }

  List<ObjectNode> in(Scope scope) {
    if (scope.namespace().isEmpty()) {
      return objects.values().stream().filter(scope::matches).toList();
    }
    String prefix = scope.namespace() + "/";
    List<ObjectNode> found = new ArrayList<>();
    for (var entry : objects.tailMap(prefix, false).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (scope.matches(entry.getValue())) {
        found.add(entry.getValue());
      }
    }
    return found;
  }

  /** What was in the scope at a version, or a refusal with 410 where the history is too short. */
  List<ObjectNode> in(Scope scope, long version) {
    NavigableMap<String, ObjectNode> then = new TreeMap<>(objects);
    history.undo(version, then, Table::path);
    return then.values().stream().filter(scope::matches).toList();
  }

  /** The oldest objects beyond a bound, and a tenth more, so that a full table is rarely sorted. */
  List<ObjectNode> beyond(int most) {
    if (objects.size() <= most) {
      return List.of();
    }
    Map<Long, ObjectNode> oldest = new TreeMap<>();
    objects.values().forEach(object -> oldest.put(Manifest.resourceVersion(object), object));
    int excess = objects.size() - most + most / 10;
    return oldest.values().stream().limit(excess).toList();
  }

  private static String path(Key key) {
    return key.namespace() + "/" + key.name();
  }
}
