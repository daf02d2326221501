package uz.stario.rollback.sandbox.controller;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/**
 * The status of a Deployment, computed from its ReplicaSets.
 *
 * <p>From {@code pkg/controller/deployment/{sync,progress}.go}.
 */
final class DeploymentStatus {
  static final String PROGRESSING = "Progressing";
  private static final String AVAILABLE = "Available";
  private static final String FAILURE = "ReplicaFailure";
  static final String COMPLETE_REASON = "NewReplicaSetAvailable";
  static final String DEADLINE_REASON = "ProgressDeadlineExceeded";

  private DeploymentStatus() {}

  /** The counts and the Available condition (calculateStatus). */
  static ObjectNode of(
      ObjectNode deployment, @Nullable ObjectNode newest, List<ObjectNode> old, Instant now) {
    List<ObjectNode> all = new ArrayList<>(old);
    if (newest != null) {
      all.add(newest);
    }
    Rollout rollout = Rollout.of(deployment);
    int available = Rollout.counted(all, "availableReplicas");
    ObjectNode status = Manifest.object();
    status.put("observedGeneration", Manifest.at(deployment, "metadata", "generation").asInt(0));
    put(status, "replicas", Rollout.counted(all, "replicas"));
    put(
        status,
        "updatedReplicas",
        newest == null ? 0 : Manifest.number(newest, "status", "replicas"));
    put(status, "readyReplicas", Rollout.counted(all, "readyReplicas"));
    put(status, "availableReplicas", available);
    put(status, "unavailableReplicas", Math.max(0, Rollout.wanted(all) - available));
    JsonNode collisions = deployment.path("status").path("collisionCount");
    if (!collisions.isMissingNode()) {
      status.set("collisionCount", collisions);
    }
    Conditions conditions = new Conditions(deployment.path("status"), now);
    if (available >= rollout.leastAvailable()) {
      conditions.set(
          AVAILABLE, "True", "MinimumReplicasAvailable", "Deployment has minimum availability.");
    } else {
      conditions.set(
          AVAILABLE,
          "False",
          "MinimumReplicasUnavailable",
          "Deployment does not have minimum availability.");
    }
    conditions.writeTo(status);
    return status;
  }

  /** The same with what the rollout's progress says (syncRolloutStatus). */
  static ObjectNode withProgress(
      ObjectNode deployment, @Nullable ObjectNode newest, List<ObjectNode> old, Instant now) {
    ObjectNode status = of(deployment, newest, old, now);
    Conditions conditions = new Conditions(status, now);
    Optional<Duration> deadline = Rollout.of(deployment).deadline();
    if (deadline.isEmpty()) {
      conditions.remove(PROGRESSING);
    }
    Optional<JsonNode> progressing = conditions.find(PROGRESSING);
    boolean alreadyComplete =
        Manifest.number(status, "replicas") == Manifest.number(status, "updatedReplicas")
            && reason(progressing).equals(COMPLETE_REASON);
    if (deadline.isPresent() && !alreadyComplete) {
      String subject =
          newest == null
              ? "Deployment \"" + Manifest.name(deployment) + "\""
              : "ReplicaSet \"" + Manifest.name(newest) + "\"";
      if (complete(deployment, status)) {
        conditions.set(
            PROGRESSING, "True", COMPLETE_REASON, subject + " has successfully progressed.");
      } else if (progressed(deployment.path("status"), status)) {
        conditions.refresh(PROGRESSING, "True", "ReplicaSetUpdated", subject + " is progressing.");
      } else if (timedOut(progressing, deadline.get(), now)) {
        conditions.set(
            PROGRESSING, "False", DEADLINE_REASON, subject + " has timed out progressing.");
      }
    }
    Optional<JsonNode> failure = failure(newest, old);
    conditions.remove(FAILURE);
    failure.ifPresent(f ->
        conditions.refresh(
            FAILURE,
            Manifest.text(f, "status"),
            Manifest.text(f, "reason"),
            Manifest.text(f, "message")));
    keepTimes(deployment, status, conditions);
    return status;
  }

  /** An unchanged failure keeps its times, or every sync would write the status anew. */
  private static void keepTimes(ObjectNode deployment, ObjectNode status, Conditions conditions) {
    conditions.writeTo(status);
    for (JsonNode before : deployment.path("status").path("conditions")) {
      for (JsonNode after : status.path("conditions")) {
        if (Manifest.text(before, "type").equals(FAILURE)
            && Manifest.text(after, "type").equals(FAILURE)
            && before.path("message").equals(after.path("message"))
            && after instanceof ObjectNode draft) {
          draft.set("lastUpdateTime", before.path("lastUpdateTime"));
          draft.set("lastTransitionTime", before.path("lastTransitionTime"));
        }
      }
    }
  }

  /**
   * Whether the newest ReplicaSet is all there is and all of it is available (DeploymentComplete).
   */
  static boolean complete(ObjectNode deployment, JsonNode status) {
    int wanted = Manifest.number(deployment, "spec", "replicas");
    return Manifest.number(status, "updatedReplicas") == wanted
        && Manifest.number(status, "replicas") == wanted
        && Manifest.number(status, "availableReplicas") == wanted
        && Manifest.number(status, "observedGeneration")
            >= Manifest.number(deployment, "metadata", "generation");
  }

  private static boolean progressed(JsonNode before, JsonNode after) {
    int oldBefore =
        Manifest.number(before, "replicas") - Manifest.number(before, "updatedReplicas");
    int oldAfter = Manifest.number(after, "replicas") - Manifest.number(after, "updatedReplicas");
    return Manifest.number(after, "updatedReplicas") > Manifest.number(before, "updatedReplicas")
        || oldAfter < oldBefore
        || Manifest.number(after, "readyReplicas") > Manifest.number(before, "readyReplicas")
        || Manifest.number(after, "availableReplicas")
            > Manifest.number(before, "availableReplicas");
  }

  private static boolean timedOut(Optional<JsonNode> progressing, Duration deadline, Instant now) {
    if (progressing.isEmpty() || reason(progressing).equals(COMPLETE_REASON)) {
      return false;
    }
    if (reason(progressing).equals(DEADLINE_REASON)) {
      return true;
    }
    return Manifest.instant(progressing.get().path("lastUpdateTime"))
        .map(since -> since.plus(deadline).isBefore(now))
        .orElse(false);
  }

  private static Optional<JsonNode> failure(@Nullable ObjectNode newest, List<ObjectNode> old) {
    List<ObjectNode> all = new ArrayList<>();
    if (newest != null) {
      all.add(newest);
    }
    all.addAll(old);
    return all.stream()
        .flatMap(rs -> rs.path("status").path("conditions").valueStream())
        .filter(c ->
            Manifest.text(c, "type").equals(FAILURE) && Manifest.text(c, "status").equals("True"))
        .findFirst();
  }

  static String reason(Optional<JsonNode> condition) {
    return condition.map(c -> Manifest.text(c, "reason")).orElse("");
  }

  private static void put(ObjectNode status, String field, int count) {
    // The Go types omit counts of zero.
    if (count != 0) {
      status.put(field, count);
    }
  }
}
