package uz.stario.rollback.sandbox.store;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Counts of objects a ResourceQuota allows: {@code pods} and {@code count/KIND[.GROUP]}. */
final class Quota {
  private Quota() {}

  static void check(ObjectStore store, Key key, ObjectNode draft) {
    if (!key.resource().namespaced()) {
      return;
    }
    for (ObjectNode quota :
        store.list(Resources.RESOURCE_QUOTA, Scope.in(key.namespace())).items()) {
      for (Map.Entry<String, JsonNode> hard : Manifest.at(quota, "spec", "hard").properties()) {
        String counted = hard.getKey();
        boolean pods = counted.equals("pods") && key.resource().equals(Resources.POD);
        if (!pods && !counted.equals("count/" + key.resource().qualified())) {
          continue;
        }
        long used = used(store, key, pods);
        long limit = Long.parseLong(hard.getValue().asString("0"));
        if (used + 1 > limit) {
          throw Refused.forbidden(
              key.resource(),
              Manifest.name(draft),
              "exceeded quota: "
                  + Manifest.name(quota)
                  + (", requested: " + counted + "=1")
                  + (", used: " + counted + "=" + used)
                  + (", limited: " + counted + "=" + limit));
        }
      }
    }
  }

  private static long used(ObjectStore store, Key key, boolean unfinishedOnly) {
    return store.list(key.resource(), Scope.in(key.namespace())).items().stream()
        .map(object -> Manifest.text(object, "status", "phase"))
        .filter(phase -> !unfinishedOnly || !(phase.equals("Succeeded") || phase.equals("Failed")))
        .count();
  }
}
