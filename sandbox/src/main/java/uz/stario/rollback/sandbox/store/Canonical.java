package uz.stario.rollback.sandbox.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the real server does not write because it says nothing: nulls, empty lists and maps, zeros.
 *
 * <p>There it is the {@code omitempty} of each field in {@code k8s.io/api}; objects such as {@code
 * securityContext: {}} are pointers there and stay.
 */
final class Canonical {
  private static final Set<String> MAPS =
      Set.of("labels", "annotations", "nodeSelector", "matchLabels", "limits", "requests");
  private static final Set<String> FLAGS = Set.of("paused", "hostNetwork", "hostPID", "hostIPC");

  private Canonical() {}

  static void metadata(ObjectNode object) {
    tidy(Manifest.metadata(object));
    if (object.path("data").isEmpty()) {
      object.remove("data");
    }
  }

  static void spec(ObjectNode object) {
    if (object.path("spec") instanceof ObjectNode spec) {
      tidy(spec);
      if (spec.path("selector").isObject() && spec.path("selector").isEmpty()) {
        spec.remove("selector");
      }
    }
  }

  private static void tidy(JsonNode node) {
    switch (node) {
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
          tidy(field.getValue());
          if (saysNothing(field.getKey(), field.getValue())) {
            object.remove(field.getKey());
          }
        }
      }
      case ArrayNode array -> array.forEach(Canonical::tidy);
      default -> {}
    }
  }

  private static boolean saysNothing(String name, JsonNode value) {
    return (value.isNull() && !name.equals("creationTimestamp"))
        || (value.isArray() && value.isEmpty())
        || (value.isObject() && value.isEmpty() && MAPS.contains(name))
        || (value.isBoolean() && !value.asBoolean() && FLAGS.contains(name))
        || (value.isNumber() && value.asInt(1) == 0 && name.equals("minReadySeconds"))
        || (value.isString() && value.asString().isEmpty() && name.equals("value"));
  }
}
