package uz.stario.rollback.sandbox.controller;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.event.Recorder;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Resources;

/**
 * Gives ReplicaSets their size: one, or all in proportion when a Deployment is scaled in
 * mid-rollout.
 */
final class Scaler {
  static final Comparator<ObjectNode> BY_AGE =
      Comparator.<ObjectNode, String>comparing(
              rs -> Manifest.text(rs, "metadata", "creationTimestamp"))
          .thenComparing(Manifest::name);

  private final ObjectStore store;
  private final Recorder recorder;

  Scaler(ObjectStore store, Recorder recorder) {
    this.store = store;
    this.recorder = recorder;
  }

  /**
   * Sets the size of one ReplicaSet and notes the Deployment's on it; gives the ReplicaSet as it is
   * now.
   */
  ObjectNode resize(ObjectNode deployment, ObjectNode replicaSet, int size) {
    Rollout rollout = Rollout.of(deployment);
    int before = Rollout.wanted(replicaSet);
    if (before == size && RevisionNotes.sizeNoted(replicaSet, rollout.replicas(), rollout.most())) {
      return replicaSet;
    }
    ObjectNode resized =
        store.update(
            Key.of(Resources.REPLICA_SET, replicaSet),
            Part.WHOLE,
            present -> {
              ObjectNode draft = Manifest.draft(present);
              ObjectNode spec = Manifest.object();
              present.path("spec").properties().forEach(f -> spec.set(f.getKey(), f.getValue()));
              draft.set("spec", spec.put("replicas", size));
              RevisionNotes.noteSize(draft, rollout.replicas(), rollout.most());
              return draft;
            });
    if (before != size) {
      recorder.normal(
          deployment,
          "deployment-controller",
          "ScalingReplicaSet",
          "Scaled "
              + (size > before ? "up" : "down")
              + " replica set "
              + Manifest.name(replicaSet)
              + " from "
              + before
              + " to "
              + size);
    }
    return resized;
  }

  /** Spreads a new size of the Deployment over its ReplicaSets (scale in {@code sync.go}). */
  void spread(ObjectNode deployment, @Nullable ObjectNode newest, List<ObjectNode> old) {
    Rollout rollout = Rollout.of(deployment);
    ObjectNode only = activeOrLatest(newest, old);
    if (only != null) {
      if (Rollout.wanted(only) != rollout.replicas()) {
        resize(deployment, only, rollout.replicas());
      }
      return;
    }
    if (saturated(rollout, newest)) {
      Rollout.active(old).forEach(rs -> resize(deployment, rs, 0));
      return;
    }
    if (rollout.rolling()) {
      proportionally(deployment, rollout, newest, old);
    }
  }

  private static @Nullable ObjectNode activeOrLatest(
      @Nullable ObjectNode newest, List<ObjectNode> old) {
    List<ObjectNode> active = Rollout.active(all(newest, old));
    if (active.size() == 1) {
      return active.getFirst();
    }
    if (!active.isEmpty()) {
      return null;
    }
    return newest != null ? newest : old.stream().max(BY_AGE).orElse(null);
  }

  private static boolean saturated(Rollout rollout, @Nullable ObjectNode newest) {
    return newest != null
        && RevisionNotes.number(newest, RevisionNotes.DESIRED).orElse(-1) == rollout.replicas()
        && Rollout.wanted(newest) == rollout.replicas()
        && Manifest.number(newest, "status", "availableReplicas") == rollout.replicas();
  }

  private void proportionally(
      ObjectNode deployment, Rollout rollout, @Nullable ObjectNode newest, List<ObjectNode> old) {
    List<ObjectNode> active = new ArrayList<>(Rollout.active(all(newest, old)));
    int allowed = rollout.replicas() > 0 ? rollout.most() : 0;
    int toAdd = allowed - Rollout.wanted(active);
    Comparator<ObjectNode> bySize = Comparator.<ObjectNode>comparingInt(Rollout::wanted).reversed();
    active.sort(bySize.thenComparing(toAdd > 0 ? BY_AGE.reversed() : BY_AGE));
    int added = 0;
    Map<String, Integer> sizes = new HashMap<>();
    for (ObjectNode rs : active) {
      int share = toAdd == 0 ? 0 : share(rs, deployment, rollout, toAdd, added);
      sizes.put(Manifest.name(rs), Rollout.wanted(rs) + share);
      added += share;
    }
    for (int i = 0; i < active.size(); i++) {
      ObjectNode rs = active.get(i);
      int size = sizes.getOrDefault(Manifest.name(rs), 0);
      resize(deployment, rs, i == 0 && toAdd != 0 ? Math.max(0, size + toAdd - added) : size);
    }
  }

  private static int share(
      ObjectNode rs, ObjectNode deployment, Rollout rollout, int toAdd, int added) {
    int size = Rollout.wanted(rs);
    if (size == 0 || toAdd == added) {
      return 0;
    }
    int fraction;
    if (rollout.replicas() == 0) {
      fraction = -size;
    } else {
      int before =
          RevisionNotes.number(rs, RevisionNotes.MAX)
              .orElse(Manifest.number(deployment, "status", "replicas"));
      fraction = before == 0 ? 0 : (int) Math.round((double) size * rollout.most() / before) - size;
    }
    int left = toAdd - added;
    return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
  }

  static List<ObjectNode> all(@Nullable ObjectNode newest, List<ObjectNode> old) {
    List<ObjectNode> all = new ArrayList<>(old);
    if (newest != null) {
      all.add(newest);
    }
    return all;
  }
}
