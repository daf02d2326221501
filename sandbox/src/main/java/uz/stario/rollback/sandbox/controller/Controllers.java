package uz.stario.rollback.sandbox.controller;

import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.event.Recorder;
import uz.stario.rollback.sandbox.store.Change;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.time.Timeline;

/** The controllers of the cluster: woken by changes of the store, at work on the timeline. */
public final class Controllers {
  private final ObjectStore store;
  private final DeploymentController deployments;
  private final ReplicaSetController replicaSets;
  private final GarbageCollector garbage;
  private final QuotaController quotas;

  private Controllers(ObjectStore store, Timeline timeline, Recorder recorder) {
    this.store = store;
    this.deployments = new DeploymentController(store, timeline, recorder);
    this.replicaSets = new ReplicaSetController(store, timeline, recorder);
    this.garbage = new GarbageCollector(store, timeline);
    this.quotas = new QuotaController(store, timeline);
  }

  /** Starts the controllers; they end with the timeline. */
  public static void start(ObjectStore store, Timeline timeline, Recorder recorder) {
    Controllers controllers = new Controllers(store, timeline, recorder);
    store.listen(controllers::changed);
  }

  private void changed(Change change) {
    quotas.changed(change);
    Key key = change.key();
    if (key.resource().equals(Resources.EVENT)) {
      return;
    }
    wakeSelfAndOwners(change, key);
    collectGarbage(change, key);
  }

  private void wakeSelfAndOwners(Change change, Key key) {
    switch (key.resource().kind()) {
      case "Deployment" -> deployments.add(key);
      case "ReplicaSet" -> {
        replicaSets.add(key);
        wakeOwners(change, key);
      }
      case "Pod" -> wakeOwners(change, key);
      default -> {}
    }
  }

  private void wakeOwners(Change change, Key key) {
    Manifest.controller(change.last()).flatMap(store::whereIs).ifPresent(this::wake);
    ObjectNode before = change.before();
    if (before != null) {
      Manifest.controller(before).flatMap(store::whereIs).ifPresent(this::wake);
    }
    if (change.after() == null && key.resource().equals(Resources.POD)) {
      // Recreate waits for the last old pod, which the ReplicaSet's own status no longer counts.
      Manifest.controller(change.last())
          .flatMap(store::whereIs)
          .flatMap(store::find)
          .flatMap(Manifest::controller)
          .flatMap(store::whereIs)
          .ifPresent(this::wake);
    }
  }

  private void wake(Key owner) {
    switch (owner.resource().kind()) {
      case "Deployment" -> deployments.add(owner);
      case "ReplicaSet" -> replicaSets.add(owner);
      default -> {}
    }
  }

  private void collectGarbage(Change change, Key key) {
    ObjectNode after = change.after();
    if (after != null) {
      if (Manifest.deleting(after)
          || (change.before() == null && !Manifest.owners(after).isEmpty())) {
        garbage.add(key);
      }
      if (key.resource().equals(Resources.NAMESPACE) && Manifest.deleting(after)) {
        garbage.addNamespace(key.name());
      }
      return;
    }
    store.ownedBy(Manifest.uid(change.last())).forEach(garbage::add);
    Manifest.owners(change.last()).forEach(owner -> store.whereIs(owner).ifPresent(garbage::add));
    if (key.resource().namespaced()) {
      store
          .find(new Key(Resources.NAMESPACE, "", key.namespace()))
          .filter(Manifest::deleting)
          .ifPresent(namespace -> garbage.addNamespace(key.namespace()));
    }
  }
}
