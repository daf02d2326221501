package uz.stario.rollback.sandbox.store;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the object of a uid is, and which objects name a uid as their owner; the empty uid stands
 * for having no owner. Guarded by the lock of the store.
 */
final class OwnerIndex {
  private final Map<String, Key> byUid = new HashMap<>();
  private final Map<String, Set<Key>> byOwner = new HashMap<>();

  Optional<Key> whereIs(String uid) {
    return Optional.ofNullable(byUid.get(uid));
  }

  List<Key> ownedBy(String uid) {
    return List.copyOf(byOwner.getOrDefault(uid, Set.of()));
  }

  /** Takes note of a change: null before for a new object, null after for one that is gone. */
  void change(Resource resource, @Nullable ObjectNode before, @Nullable ObjectNode after) {
    if (before != null) {
      forget(Key.of(resource, before), before);
    }
    if (after != null) {
      Key key = Key.of(resource, after);
      byUid.put(Manifest.uid(after), key);
      for (String owner : ownersOf(after)) {
        byOwner.computeIfAbsent(owner, _ -> new LinkedHashSet<>()).add(key);
      }
    }
  }

  private void forget(Key key, ObjectNode object) {
    byUid.remove(Manifest.uid(object));
    for (String owner : ownersOf(object)) {
      Set<Key> owned = byOwner.get(owner);
      if (owned != null && owned.remove(key) && owned.isEmpty()) {
        byOwner.remove(owner);
      }
    }
  }

  private static List<String> ownersOf(ObjectNode object) {
    List<String> owners = Manifest.owners(object);
    return owners.isEmpty() ? List.of("") : owners;
  }
}
