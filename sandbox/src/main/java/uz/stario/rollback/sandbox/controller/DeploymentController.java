package uz.stario.rollback.sandbox.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.event.Recorder;
import uz.stario.rollback.sandbox.store.Deletion;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.time.Timeline;

/**
 * Rolls Deployments out, step by step and in the order of the real controller.
 *
 * <p>Follows {@code
 * pkg/controller/deployment/{deployment_controller,sync,rolling,recreate,progress}.go}; names in
 * brackets are the functions there. Runs on the timeline.
 */
final class DeploymentController {
  private static final String COMPONENT = "deployment-controller";
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final ObjectStore store;
  private final Timeline timeline;
  private final Recorder recorder;
  private final Scaler scaler;
  private final NewestReplicaSet newestReplicaSet;
  private final Adoption adoption;
  private final WorkQueue queue;

  DeploymentController(ObjectStore store, Timeline timeline, Recorder recorder) {
    this.store = store;
    this.timeline = timeline;
    this.recorder = recorder;
    this.scaler = new Scaler(store, recorder);
    this.newestReplicaSet = new NewestReplicaSet(store, timeline, recorder);
    this.adoption = new Adoption(store);
    this.queue = new WorkQueue(timeline, this::sync);
  }

  void add(Key deployment) {
    queue.add(deployment);
  }

  private void sync(Key key) {
    Optional<ObjectNode> found = store.find(key);
    if (found.isEmpty()) {
      return;
    }
    ObjectNode deployment = found.get();
    List<ObjectNode> owned = adoption.owned(deployment, Resources.REPLICA_SET);
    if (Manifest.deleting(deployment)) {
      Split split = split(deployment, owned, false);
      write(
          split.deployment(),
          DeploymentStatus.of(split.deployment(), split.newest(), split.old(), now()));
      return;
    }
    deployment = notePause(deployment);
    boolean paused = Manifest.at(deployment, "spec", "paused").asBoolean(false);
    if (paused || resized(deployment, owned)) {
      Split split = split(deployment, owned, false);
      scaler.spread(split.deployment(), split.newest(), split.old());
      if (paused) {
        cleanUp(split.deployment(), split.old());
      }
      Split after = split.read(store);
      write(
          after.deployment(),
          DeploymentStatus.of(after.deployment(), after.newest(), after.old(), now()));
      return;
    }
    if (Rollout.of(deployment).rolling()) {
      roll(deployment, owned);
    } else {
      recreate(deployment, owned);
    }
  }

  /** The newest ReplicaSet, if any, and all others [getAllReplicaSetsAndSyncRevision]. */
  private record Split(ObjectNode deployment, @Nullable ObjectNode newest, List<ObjectNode> old) {
    Split read(ObjectStore store) {
      return new Split(
          store.find(Key.of(Resources.DEPLOYMENT, deployment)).orElse(deployment),
          newest == null ? null : store.find(Key.of(Resources.REPLICA_SET, newest)).orElse(null),
          old.stream()
              .flatMap(rs -> store.find(Key.of(Resources.REPLICA_SET, rs)).stream())
              .toList());
    }

    List<ObjectNode> all() {
      return Scaler.all(newest, old);
    }
  }

  private Split split(ObjectNode deployment, List<ObjectNode> owned, boolean create) {
    Optional<ObjectNode> match = NewestReplicaSet.matching(deployment, owned);
    List<ObjectNode> old = new ArrayList<>(owned);
    match.ifPresent(old::remove);
    ObjectNode newest = newestReplicaSet.noted(deployment, match, old, create).orElse(null);
    ObjectNode current = store.get(Key.of(Resources.DEPLOYMENT, deployment));
    // A spec that changed since is the business of the next sync: status must speak of the one
    // read.
    return new Split(
        current.path("spec").equals(deployment.path("spec")) ? current : deployment, newest, old);
  }

  private boolean resized(ObjectNode deployment, List<ObjectNode> owned) {
    int wanted = Rollout.of(deployment).replicas();
    return Rollout.active(owned).stream()
        .flatMap(rs -> RevisionNotes.number(rs, RevisionNotes.DESIRED).stream())
        .anyMatch(desired -> desired != wanted);
  }

  /** [rolloutRolling] */
  private void roll(ObjectNode deployment, List<ObjectNode> owned) {
    Split split = split(deployment, owned, true);
    Rollout rollout = Rollout.of(deployment);
    ObjectNode newest = split.newest();
    if (newest != null && Rollout.wanted(newest) != rollout.replicas()) {
      int size =
          Rollout.wanted(newest) > rollout.replicas()
              ? rollout.replicas()
              : rollout.sizeOfNew(Rollout.wanted(newest), split.all());
      if (size != Rollout.wanted(newest)) {
        scaler.resize(split.deployment(), newest, size);
        finish(split);
        return;
      }
    }
    if (!shrinkOld(split, rollout)
        && DeploymentStatus.complete(split.deployment(), split.deployment().path("status"))) {
      cleanUp(split.deployment(), split.old());
    }
    finish(split);
  }

  /** [reconcileOldReplicaSets] */
  private boolean shrinkOld(Split split, Rollout rollout) {
    List<ObjectNode> old = new ArrayList<>(Rollout.active(split.old()));
    ObjectNode newest = split.newest();
    if (old.isEmpty() || newest == null) {
      return false;
    }
    old.sort(Scaler.BY_AGE);
    int missing = Rollout.wanted(newest) - Manifest.number(newest, "status", "availableReplicas");
    int most = Rollout.wanted(split.all()) - rollout.leastAvailable() - missing;
    if (most <= 0) {
      return false;
    }
    // Pods that serve nobody go first [cleanupUnhealthyReplicas].
    int unhealthy = 0;
    for (int i = 0; i < old.size() && unhealthy < most; i++) {
      ObjectNode rs = old.get(i);
      int broken = Rollout.wanted(rs) - Manifest.number(rs, "status", "availableReplicas");
      int gone = Math.min(most - unhealthy, broken);
      if (gone > 0) {
        old.set(i, scaler.resize(split.deployment(), rs, Rollout.wanted(rs) - gone));
        unhealthy += gone;
      }
    }
    // Then healthy ones, as far as enough stay available [scaleDownOldReplicaSetsForRollingUpdate].
    int spare =
        Rollout.counted(Scaler.all(newest, split.old()), "availableReplicas")
            - rollout.leastAvailable();
    int healthy = 0;
    for (ObjectNode rs : old) {
      int gone = Math.min(Rollout.wanted(rs), spare - healthy);
      if (gone > 0) {
        scaler.resize(split.deployment(), rs, Rollout.wanted(rs) - gone);
        healthy += gone;
      }
    }
    return unhealthy + healthy > 0;
  }

  /** [rolloutRecreate] */
  private void recreate(ObjectNode deployment, List<ObjectNode> owned) {
    Split split = split(deployment, owned, false);
    List<ObjectNode> active = Rollout.active(split.old());
    if (!active.isEmpty()) {
      active.forEach(rs -> scaler.resize(split.deployment(), rs, 0));
      finish(split);
      return;
    }
    boolean oldRuns =
        split.old().stream()
            .flatMap(rs -> store.ownedBy(Manifest.uid(rs), Resources.POD).stream())
            .map(pod -> Manifest.text(pod, "status", "phase"))
            .anyMatch(phase -> !phase.equals("Failed") && !phase.equals("Succeeded"));
    if (oldRuns) {
      finish(split);
      return;
    }
    Split made = split.newest() == null ? split(deployment, owned, true) : split;
    ObjectNode newest = made.newest();
    int wanted = Rollout.of(deployment).replicas();
    if (newest != null && Rollout.wanted(newest) != wanted) {
      scaler.resize(made.deployment(), newest, wanted);
    } else if (DeploymentStatus.complete(made.deployment(), made.deployment().path("status"))) {
      cleanUp(made.deployment(), made.old());
    }
    finish(made);
  }

  /** [syncRolloutStatus] */
  private void finish(Split before) {
    Split split = before.read(store);
    ObjectNode deployment =
        split.deployment().path("spec").equals(before.deployment().path("spec"))
            ? split.deployment()
            : before.deployment();
    ObjectNode status =
        DeploymentStatus.withProgress(deployment, split.newest(), split.old(), now());
    write(deployment, status);
    lookAgainAtDeadline(deployment, status);
  }

  private void lookAgainAtDeadline(ObjectNode deployment, ObjectNode status) {
    Optional<Duration> deadline = Rollout.of(deployment).deadline();
    Optional<JsonNode> progressing =
        new Conditions(status, now()).find(DeploymentStatus.PROGRESSING);
    String reason = DeploymentStatus.reason(progressing);
    if (deadline.isEmpty()
        || progressing.isEmpty()
        || DeploymentStatus.complete(deployment, status)
        || reason.equals(DeploymentStatus.DEADLINE_REASON)) {
      return;
    }
    Instant since = Manifest.instant(progressing.get().path("lastUpdateTime")).orElse(now());
    // A second more, because times in a status are cut to whole seconds.
    Duration left = Duration.between(now(), since.plus(deadline.get())).plusSeconds(1);
    queue.addAfter(
        Key.of(Resources.DEPLOYMENT, deployment), left.isNegative() ? Duration.ZERO : left);
  }

  /** [checkPausedConditions] */
  private ObjectNode notePause(ObjectNode deployment) {
    Conditions conditions = new Conditions(deployment.path("status"), now());
    String reason = DeploymentStatus.reason(conditions.find(DeploymentStatus.PROGRESSING));
    boolean paused = Manifest.at(deployment, "spec", "paused").asBoolean(false);
    boolean noted = reason.equals("DeploymentPaused");
    if (Rollout.of(deployment).deadline().isEmpty()
        || reason.equals(DeploymentStatus.DEADLINE_REASON)
        || paused == noted) {
      return deployment;
    }
    if (paused) {
      conditions.set(
          DeploymentStatus.PROGRESSING, "Unknown", "DeploymentPaused", "Deployment is paused");
    } else {
      conditions.set(
          DeploymentStatus.PROGRESSING, "Unknown", "DeploymentResumed", "Deployment is resumed");
    }
    ObjectNode status =
        deployment.path("status") instanceof ObjectNode present
            ? present.deepCopy()
            : Manifest.object();
    conditions.writeTo(status);
    ObjectNode noticed = Manifest.draft(deployment);
    noticed.set("status", status);
    write(deployment, status);
    return noticed;
  }

  /** Removes ReplicaSets beyond revisionHistoryLimit, lowest revision first [cleanupDeployment]. */
  private void cleanUp(ObjectNode deployment, List<ObjectNode> old) {
    int limit = Manifest.at(deployment, "spec", "revisionHistoryLimit").asInt(NO_LIMIT);
    List<ObjectNode> removable = old.stream().filter(rs -> !Manifest.deleting(rs)).toList();
    int excess = limit == NO_LIMIT ? 0 : removable.size() - limit;
    removable.stream()
        .sorted(
            Comparator.<ObjectNode>comparingLong(rs -> RevisionNotes.revision(rs).orElse(0L))
                .thenComparing(Scaler.BY_AGE))
        .limit(Math.max(0, excess))
        .filter(rs ->
            Rollout.wanted(rs) == 0
                && Manifest.number(rs, "status", "replicas") == 0
                && Manifest.number(rs, "metadata", "generation")
                    <= Manifest.number(rs, "status", "observedGeneration"))
        .forEach(rs -> store.delete(Key.of(Resources.REPLICA_SET, rs), Deletion.BACKGROUND));
  }

  private void write(ObjectNode deployment, ObjectNode status) {
    Key key = Key.of(Resources.DEPLOYMENT, deployment);
    try {
      store.update(
          key,
          Part.WHOLE,
          present -> {
            ObjectNode draft = Manifest.draft(present);
            draft.set("status", status);
            return draft;
          });
    } catch (Refused gone) {
      recorder.warning(
          deployment, COMPONENT, "StatusNotWritten", String.valueOf(gone.getMessage()));
    }
  }

  private Instant now() {
    return timeline.now();
  }
}
