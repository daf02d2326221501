package uz.stario.rollback.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What kubectl would undo to: the template of the second-highest revision. */
final class Previous {

  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String HASH = "pod-template-hash";

  private Previous() {}

  /** By the Deployment's UID; those with only one revision are left out. */
  static Map<String, JsonNode> templates(Iterable<JsonNode> replicaSets) {
    Map<String, List<JsonNode>> owned = new HashMap<>();
    for (JsonNode replicaSet : replicaSets) {
      String owner =
          replicaSet.path("metadata").path("ownerReferences").path(0).path("uid").asString("");
      owned.computeIfAbsent(owner, uid -> new ArrayList<>()).add(replicaSet);
    }
    Map<String, JsonNode> templates = new HashMap<>();
    owned.forEach((owner, all) -> {
      if (all.size() > 1) {
        all.sort(Comparator.comparingLong(Previous::revision).reversed());
        templates.put(owner, withoutHash(all.get(1).path("spec").path("template")));
      }
    });
    return templates;
  }

  private static long revision(JsonNode replicaSet) {
    return replicaSet.path("metadata").path("annotations").path(REVISION).asLong(0);
  }

  private static JsonNode withoutHash(JsonNode template) {
    JsonNode copy = template.deepCopy();
    if (copy.path("metadata").path("labels") instanceof ObjectNode labels) {
      labels.remove(HASH);
    }
    return copy;
  }
}
