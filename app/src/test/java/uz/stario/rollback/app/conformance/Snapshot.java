package uz.stario.rollback.app.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects without what differs from cluster to cluster: uids, times, hashes in names, versions.
 *
 * <p>A ReplicaSet's hash becomes the number of the revision that it was first.
 */
final class Snapshot {
  /** Of Kubernetes 1.35 and newer; the sandbox says that it is 1.33. */
  private static final Set<String> NEWER = Set.of("terminatingReplicas");

  private static final Set<String> OF_THE_RUN =
      Set.of(
          "uid",
          "resourceVersion",
          "creationTimestamp",
          "managedFields",
          "namespace",
          "lastUpdateTime",
          "lastTransitionTime",
          "kubectl.kubernetes.io/last-applied-configuration");

  private static final String REVISION = "deployment.kubernetes.io/revision";

  private Snapshot() {}

  static JsonNode normal(JsonNode state) {
    String text = state.toString();
    List<JsonNode> replicaSets = new ArrayList<>();
    state.path("replicasets").forEach(replicaSets::add);
    replicaSets.sort(Comparator.comparingInt(Snapshot::first));
    for (JsonNode replicaSet : replicaSets) {
      String hash =
          replicaSet.path("metadata").path("labels").path("pod-template-hash").asString("");
      text = text.replace(hash, "of-" + first(replicaSet));
    }
    JsonNode named = Wire.JSON.readTree(text);
    ObjectNode normal = Wire.JSON.createObjectNode();
    normal.set("deployments", array(named.path("deployments").valueStream().map(Snapshot::plain)));
    normal.set(
        "replicasets",
        array(
            named
                .path("replicasets")
                .valueStream()
                .map(Snapshot::replicaSet)
                .sorted(Comparator.comparing(JsonNode::toString))));
    normal.set(
        "pods",
        array(
            named
                .path("pods")
                .valueStream()
                .map(Snapshot::pod)
                .sorted(Comparator.comparing(JsonNode::toString))));
    return normal;
  }

  private static int first(JsonNode replicaSet) {
    JsonNode notes = replicaSet.path("metadata").path("annotations");
    String history = notes.path(REVISION + "-history").asString("");
    String first =
        history.isEmpty() ? notes.path(REVISION).asString("0") : history.split(",", -1)[0];
    return Integer.parseInt(first);
  }

  private static ArrayNode array(Stream<JsonNode> items) {
    ArrayNode array = Wire.JSON.createArrayNode();
    items.forEach(array::add);
    return array;
  }

  private static JsonNode replicaSet(JsonNode replicaSet) {
    ObjectNode plain = (ObjectNode) plain(replicaSet);
    // How many steps a rollout took depends on who was faster.
    ((ObjectNode) plain.path("metadata")).remove("generation");
    ((ObjectNode) plain.path("status")).remove("observedGeneration");
    return plain;
  }

  /** Of a pod: whose it is and how it is; what nodes add to it is theirs. */
  private static JsonNode pod(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    JsonNode status = pod.path("status");
    ObjectNode plain = Wire.JSON.createObjectNode();
    plain.set("labels", metadata.path("labels"));
    JsonNode owner = metadata.path("ownerReferences").path(0);
    plain.put("owner", owner.path("kind").asString("") + "/" + owner.path("name").asString(""));
    plain.put("image", pod.path("spec").path("containers").path(0).path("image").asString(""));
    plain.put("phase", status.path("phase").asString(""));
    plain.put(
        "ready",
        status
            .path("conditions")
            .valueStream()
            .anyMatch(c ->
                c.path("type").asString("").equals("Ready")
                    && c.path("status").asString("").equals("True")));
    return plain;
  }

  private static JsonNode plain(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode kept = Wire.JSON.createObjectNode();
        object.properties().stream()
            .filter(field -> !OF_THE_RUN.contains(field.getKey()))
            .filter(field -> !NEWER.contains(field.getKey()) && !field.getValue().isNull())
            .sorted(Map.Entry.comparingByKey())
            .forEach(field -> kept.set(field.getKey(), value(field.getValue())));
        yield kept;
      }
      case ArrayNode array -> {
        Stream<JsonNode> items = array.valueStream().map(Snapshot::plain);
        boolean conditions = array.valueStream().anyMatch(i -> i.has("reason") && i.has("type"));
        yield array(
            conditions
                ? items.sorted(Comparator.comparing(i -> i.path("type").asString("")))
                : items);
      }
      default -> node;
    };
  }

  /** Our annotations name the run and its time. */
  private static JsonNode value(JsonNode value) {
    if (!value.isString()) {
      return plain(value);
    }
    String text =
        value
            .asString()
            // Whether a stuck rollout got past its first words depends on who was faster.
            .replaceAll("^NewReplicaSetCreated$", "ReplicaSetUpdated")
            .replaceAll("^Created new replica set (\\S+)$", "ReplicaSet $1 is progressing.")
            .replaceAll("\\b\\d{4}-[0-9a-z]{5}\\b", "RUN")
            .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
    return Wire.JSON.getNodeFactory().stringNode(text);
  }
}
