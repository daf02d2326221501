package uz.stario.rollback.sandbox.controller;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Change;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Quota;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.store.Scope;
import uz.stario.rollback.sandbox.time.Timeline;

/**
 * Keeps in the status of each ResourceQuota what it allows and what is used, as {@code
 * pkg/controller/resourcequota} does.
 */
final class QuotaController {
  private final ObjectStore store;
  private final WorkQueue quotas;

  QuotaController(ObjectStore store, Timeline timeline) {
    this.store = store;
    this.quotas = new WorkQueue(timeline, this::sync);
  }

  /** Has the quotas looked at again that count what has changed. */
  void changed(Change change) {
    if (!change.resource().namespaced()) {
      return;
    }
    boolean told =
        change.before() == null
            || change.after() == null
            || change.resource().equals(Resources.RESOURCE_QUOTA)
            || change.resource().equals(Resources.POD);
    if (told) {
      store
          .list(Resources.RESOURCE_QUOTA, Scope.in(change.key().namespace()))
          .items()
          .forEach(quota -> quotas.add(Key.of(Resources.RESOURCE_QUOTA, quota)));
    }
  }

  private void sync(Key key) {
    Optional<ObjectNode> quota = store.find(key);
    if (quota.isPresent() && !Manifest.deleting(quota.get())) {
      store.update(key, Part.STATUS, this::counted);
    }
  }

  private ObjectNode counted(ObjectNode quota) {
    ObjectNode draft = Manifest.draft(quota);
    ObjectNode status = draft.putObject("status");
    if (Manifest.at(quota, "spec", "hard") instanceof ObjectNode hard) {
      status.set("hard", hard);
      status.set("used", Quota.used(store, quota));
    }
    return draft;
  }
}
