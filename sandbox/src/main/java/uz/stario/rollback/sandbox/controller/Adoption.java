package uz.stario.rollback.sandbox.controller;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Selector;

/**
 * Which objects belong to a controller; orphans that fit are adopted (controller_ref_manager.go).
 */
final class Adoption {
  private final ObjectStore store;

  Adoption(ObjectStore store) {
    this.store = store;
  }

  static ObjectNode reference(ObjectNode owner) {
    return Manifest.object()
        .put("apiVersion", owner.path("apiVersion").asString(""))
        .put("kind", owner.path("kind").asString(""))
        .put("name", Manifest.name(owner))
        .put("uid", Manifest.uid(owner))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }

  List<ObjectNode> owned(ObjectNode owner, Resource resource) {
    Selector selector = Selector.of(Manifest.at(owner, "spec", "selector"));
    List<ObjectNode> owned = new ArrayList<>();
    for (ObjectNode object : store.ownedBy(Manifest.uid(owner), resource)) {
      if (Manifest.controller(object).filter(Manifest.uid(owner)::equals).isEmpty()) {
        continue;
      }
      if (selector.matches(object)) {
        owned.add(object);
      } else {
        release(owner, Key.of(resource, object));
      }
    }
    if (!Manifest.deleting(owner)) {
      for (ObjectNode orphan : store.ownedBy("", resource)) {
        if (Manifest.namespace(orphan).equals(Manifest.namespace(owner))
            && !Manifest.deleting(orphan)
            && selector.matches(orphan)) {
          owned.add(adopt(owner, Key.of(resource, orphan)));
        }
      }
    }
    return owned;
  }

  private ObjectNode adopt(ObjectNode owner, Key orphan) {
    return store.update(
        orphan,
        Part.WHOLE,
        present -> {
          ObjectNode draft = Manifest.draft(present);
          Manifest.metadata(draft).putArray("ownerReferences").add(reference(owner));
          return draft;
        });
  }

  private void release(ObjectNode owner, Key stranger) {
    store.update(stranger, Part.WHOLE, present -> without(present, Manifest.uid(owner)));
  }

  /** A draft of the object without the owner. */
  static ObjectNode without(ObjectNode object, String ownerUid) {
    ObjectNode draft = Manifest.draft(object);
    ObjectNode metadata = Manifest.metadata(draft);
    var kept =
        metadata
            .path("ownerReferences")
            .valueStream()
            .filter(owner -> !Manifest.text(owner, "uid").equals(ownerUid))
            .toList();
    metadata.remove("ownerReferences");
    if (!kept.isEmpty()) {
      kept.forEach(metadata.putArray("ownerReferences")::add);
    }
    return draft;
  }
}
