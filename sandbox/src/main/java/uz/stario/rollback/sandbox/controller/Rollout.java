package uz.stario.rollback.sandbox.controller;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/**
 * What the spec of a Deployment asks of its rollout.
 *
 * @param replicas how many pods are wanted
 * @param rolling whether old and new pods overlap
 * @param surge how many pods there may be beyond {@code replicas}
 * @param unavailable how many may be missing
 * @param deadline how long it may stand still, empty for ever
 */
record Rollout(
    int replicas, boolean rolling, int surge, int unavailable, Optional<Duration> deadline) {
  private static final int NO_DEADLINE = Integer.MAX_VALUE;

  static Rollout of(ObjectNode deployment) {
    JsonNode spec = deployment.path("spec");
    int replicas = spec.path("replicas").asInt(1);
    boolean rolling = !Manifest.text(spec, "strategy", "type").equals("Recreate");
    int seconds = spec.path("progressDeadlineSeconds").asInt(NO_DEADLINE);
    Optional<Duration> deadline =
        seconds == NO_DEADLINE ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    if (!rolling) {
      return new Rollout(replicas, false, 0, 0, deadline);
    }
    JsonNode bounds = Manifest.at(spec, "strategy", "rollingUpdate");
    int surge = amount(bounds.path("maxSurge"), replicas, true);
    int unavailable = amount(bounds.path("maxUnavailable"), replicas, false);
    // Both may round to nothing, and then nothing could ever move (ResolveFenceposts).
    int atLeast = surge == 0 && unavailable == 0 ? 1 : unavailable;
    return new Rollout(replicas, true, surge, Math.min(atLeast, replicas), deadline);
  }

  private static int amount(JsonNode bound, int replicas, boolean up) {
    String text = bound.asString("");
    if (!text.endsWith("%")) {
      return bound.asInt(0);
    }
    double share = Integer.parseInt(text.substring(0, text.length() - 1)) * replicas / 100.0;
    return (int) (up ? Math.ceil(share) : Math.floor(share));
  }

  /** How many pods all ReplicaSets together may have. */
  int most() {
    return replicas + surge;
  }

  /** How many pods must stay available. */
  int leastAvailable() {
    return replicas - unavailable;
  }

  /** How large the newest ReplicaSet may be now (NewRSNewReplicas). */
  int sizeOfNew(int present, List<ObjectNode> all) {
    if (!rolling) {
      return replicas;
    }
    int pods = wanted(all);
    if (pods >= most()) {
      return present;
    }
    return present + Math.min(most() - pods, replicas - present);
  }

  static int wanted(List<ObjectNode> replicaSets) {
    return replicaSets.stream().mapToInt(Rollout::wanted).sum();
  }

  static int wanted(ObjectNode replicaSet) {
    return Manifest.number(replicaSet, "spec", "replicas");
  }

  static int counted(List<ObjectNode> replicaSets, String field) {
    return replicaSets.stream().mapToInt(rs -> Manifest.number(rs, "status", field)).sum();
  }

  static List<ObjectNode> active(List<ObjectNode> replicaSets) {
    return replicaSets.stream().filter(rs -> wanted(rs) > 0).toList();
  }
}
