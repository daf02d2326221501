package uz.stario.rollback.sandbox.controller;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Deletion;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.store.Scope;
import uz.stario.rollback.sandbox.time.Timeline;

/**
 * Removes what has lost its owner, and what a namespace on its way out still holds.
 *
 * <p>The outcome of {@code pkg/controller/garbagecollector} for its three policies: background,
 * foreground and orphan.
 */
final class GarbageCollector {
  private static final String FOREGROUND = "foregroundDeletion";
  private static final String ORPHAN = "orphan";

  private final ObjectStore store;
  private final WorkQueue objects;
  private final WorkQueue namespaces;

  GarbageCollector(ObjectStore store, Timeline timeline) {
    this.store = store;
    this.objects = new WorkQueue(timeline, this::sync);
    this.namespaces = new WorkQueue(timeline, this::empty);
  }

  void add(Key key) {
    objects.add(key);
  }

  void addNamespace(String name) {
    namespaces.add(new Key(Resources.NAMESPACE, "", name));
  }

  private void sync(Key key) {
    Optional<ObjectNode> found = store.find(key);
    if (found.isEmpty()) {
      return;
    }
    ObjectNode object = found.get();
    List<String> owners = Manifest.owners(object);
    if (!owners.isEmpty()
        && owners.stream().noneMatch(store::exists)
        && !Manifest.deleting(object)) {
      store.delete(key, Deletion.BACKGROUND);
      return;
    }
    if (!Manifest.deleting(object)) {
      return;
    }
    String uid = Manifest.uid(object);
    if (holds(object, ORPHAN)) {
      for (Key owned : store.ownedBy(uid)) {
        store.update(owned, Part.WHOLE, present -> Adoption.without(present, uid));
      }
      release(key, ORPHAN);
    } else if (holds(object, FOREGROUND)) {
      List<Key> owned = store.ownedBy(uid);
      owned.forEach(this::deleteForeground);
      if (store.ownedBy(uid).isEmpty()) {
        release(key, FOREGROUND);
      }
    }
  }

  private void deleteForeground(Key owned) {
    boolean leaf = owned.resource().equals(Resources.POD);
    Deletion deletion =
        leaf ? Deletion.BACKGROUND : new Deletion(null, Deletion.Propagation.FOREGROUND, "", "");
    if (store.find(owned).filter(o -> !Manifest.deleting(o)).isPresent()) {
      store.delete(owned, deletion);
    }
  }

  private static boolean holds(ObjectNode object, String finalizer) {
    return Manifest.at(object, "metadata", "finalizers")
        .valueStream()
        .anyMatch(f -> f.asString("").equals(finalizer));
  }

  private void release(Key key, String finalizer) {
    store.update(
        key,
        Part.WHOLE,
        present -> {
          ObjectNode draft = Manifest.draft(present);
          ObjectNode metadata = Manifest.metadata(draft);
          List<String> left =
              metadata
                  .path("finalizers")
                  .valueStream()
                  .map(f -> f.asString(""))
                  .filter(f -> !f.equals(finalizer))
                  .toList();
          metadata.remove("finalizers");
          if (!left.isEmpty()) {
            left.forEach(metadata.putArray("finalizers")::add);
          }
          return draft;
        });
  }

  private void empty(Key namespace) {
    if (store.find(namespace).filter(Manifest::deleting).isEmpty()) {
      return;
    }
    boolean empty = true;
    for (Resource resource : Resources.ALL) {
      if (!resource.namespaced()) {
        continue;
      }
      for (ObjectNode object : store.list(resource, Scope.in(namespace.name())).items()) {
        try {
          empty &= !Manifest.deleting(store.delete(Key.of(resource, object), Deletion.BACKGROUND));
        } catch (Refused alreadyGone) {
          // Something else removed it between the list and now, which is what is wanted.
        }
      }
    }
    if (empty) {
      store.finish(namespace);
    }
  }
}
