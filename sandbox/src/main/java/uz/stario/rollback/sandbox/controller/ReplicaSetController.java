package uz.stario.rollback.sandbox.controller;

import java.time.Duration;
import java.time.Instant;
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
 * Keeps as many pods as a ReplicaSet asks for.
 *
 * <p>Follows {@code pkg/controller/replicaset/replica_set.go}; which pods go first is {@code
 * ActivePodsWithRanks} in {@code pkg/controller/controller_utils.go}. Runs on the timeline.
 */
final class ReplicaSetController {
  private static final String COMPONENT = "replicaset-controller";

  /** Upstream's bound on pods made or removed in one sync. */
  private static final int BURST = 500;

  private final ObjectStore store;
  private final Timeline timeline;
  private final Recorder recorder;
  private final Adoption adoption;
  private final WorkQueue queue;

  ReplicaSetController(ObjectStore store, Timeline timeline, Recorder recorder) {
    this.store = store;
    this.timeline = timeline;
    this.recorder = recorder;
    this.adoption = new Adoption(store);
    this.queue = new WorkQueue(timeline, this::sync);
  }

  void add(Key replicaSet) {
    queue.add(replicaSet);
  }

  private void sync(Key key) {
    Optional<ObjectNode> found = store.find(key);
    if (found.isEmpty()) {
      return;
    }
    ObjectNode replicaSet = found.get();
    List<ObjectNode> pods = active(adoption.owned(replicaSet, Resources.POD));
    Refused failure = null;
    if (!Manifest.deleting(replicaSet)) {
      failure = manage(replicaSet, pods);
      pods = active(adoption.owned(replicaSet, Resources.POD));
    }
    writeStatus(key, replicaSet, pods, failure);
    if (failure != null) {
      throw failure;
    }
  }

  private static List<ObjectNode> active(List<ObjectNode> pods) {
    return pods.stream()
        .filter(pod -> !Manifest.deleting(pod))
        .filter(
            pod -> !List.of("Succeeded", "Failed").contains(Manifest.text(pod, "status", "phase")))
        .toList();
  }

  private @Nullable Refused manage(ObjectNode replicaSet, List<ObjectNode> pods) {
    int missing = Rollout.wanted(replicaSet) - pods.size();
    try {
      for (int i = 0; i < Math.min(missing, BURST); i++) {
        makePod(replicaSet);
      }
    } catch (Refused refused) {
      recorder.warning(
          replicaSet, COMPONENT, "FailedCreate", "Error creating: " + refused.getMessage());
      return refused;
    }
    if (missing < 0) {
      pods.stream()
          .sorted(leastMissed())
          .limit(Math.min(-missing, BURST))
          .forEach(pod -> remove(replicaSet, pod));
    }
    return null;
  }

  private void makePod(ObjectNode replicaSet) {
    JsonNode template = Manifest.at(replicaSet, "spec", "template");
    ObjectNode pod = Manifest.object();
    ObjectNode metadata = Manifest.metadata(pod);
    metadata.put("generateName", Manifest.name(replicaSet) + "-");
    for (String field : List.of("labels", "annotations")) {
      JsonNode value = Manifest.at(template, "metadata", field);
      if (!value.isEmpty()) {
        metadata.set(field, value.deepCopy());
      }
    }
    metadata.putArray("ownerReferences").add(Adoption.reference(replicaSet));
    pod.set("spec", template.path("spec").deepCopy());
    ObjectNode made = store.create(Resources.POD, Manifest.namespace(replicaSet), pod);
    recorder.normal(
        replicaSet, COMPONENT, "SuccessfulCreate", "Created pod: " + Manifest.name(made));
  }

  private void remove(ObjectNode replicaSet, ObjectNode pod) {
    store.delete(Key.of(Resources.POD, pod), Deletion.BACKGROUND);
    recorder.normal(
        replicaSet, COMPONENT, "SuccessfulDelete", "Deleted pod: " + Manifest.name(pod));
  }

  private static Comparator<ObjectNode> leastMissed() {
    return Comparator.<ObjectNode, Boolean>comparing(
            pod -> !Manifest.text(pod, "spec", "nodeName").isEmpty())
        .thenComparing(pod -> !Manifest.text(pod, "status", "phase").equals("Pending"))
        .thenComparing(pod -> readySince(pod).isPresent())
        .thenComparing(
            pod -> readySince(pod).orElse(Instant.EPOCH), Comparator.<Instant>reverseOrder())
        .thenComparing(ReplicaSetController::restarts, Comparator.reverseOrder())
        .thenComparing(
            pod -> Manifest.text(pod, "metadata", "creationTimestamp"), Comparator.reverseOrder());
  }

  private static int restarts(ObjectNode pod) {
    return pod.path("status")
        .path("containerStatuses")
        .valueStream()
        .mapToInt(c -> Manifest.number(c, "restartCount"))
        .max()
        .orElse(0);
  }

  private static Optional<Instant> readySince(ObjectNode pod) {
    return pod.path("status")
        .path("conditions")
        .valueStream()
        .filter(c ->
            Manifest.text(c, "type").equals("Ready") && Manifest.text(c, "status").equals("True"))
        .findFirst()
        .flatMap(c -> Manifest.instant(c.path("lastTransitionTime")));
  }

  private void writeStatus(
      Key key, ObjectNode replicaSet, List<ObjectNode> pods, @Nullable Refused failure) {
    Duration minReady = Duration.ofSeconds(Manifest.number(replicaSet, "spec", "minReadySeconds"));
    Instant now = timeline.now();
    List<Instant> ready = pods.stream().flatMap(pod -> readySince(pod).stream()).toList();
    long available = ready.stream().filter(since -> !since.plus(minReady).isAfter(now)).count();
    ObjectNode status = Manifest.object().put("replicas", pods.size());
    put(status, "fullyLabeledReplicas", pods.size());
    put(status, "readyReplicas", ready.size());
    put(status, "availableReplicas", (int) available);
    status.put("observedGeneration", Manifest.number(replicaSet, "metadata", "generation"));
    Conditions conditions = new Conditions(replicaSet.path("status"), now);
    if (failure == null) {
      conditions.remove("ReplicaFailure");
    } else {
      conditions.set(
          "ReplicaFailure", "True", "FailedCreate", String.valueOf(failure.getMessage()));
    }
    conditions.writeTo(status);
    store.update(
        key,
        Part.WHOLE,
        present -> {
          ObjectNode draft = Manifest.draft(present);
          draft.set("status", status);
          return draft;
        });
    ready.stream()
        .map(since -> Duration.between(now, since.plus(minReady)))
        .filter(Duration::isPositive)
        .min(Comparator.naturalOrder())
        .ifPresent(left -> queue.addAfter(key, left));
  }

  private static void put(ObjectNode status, String field, int count) {
    if (count != 0) {
      status.put(field, count);
    }
  }
}
