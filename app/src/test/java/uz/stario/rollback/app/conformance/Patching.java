package uz.stario.rollback.app.conformance;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Has a place apply strategic merge patches and says what came of each. */
final class Patching {
  private static final List<String> OF_THE_SERVER =
      List.of("uid", "resourceVersion", "creationTimestamp", "managedFields", "namespace", "name");

  private final Wire wire;
  private final String namespace;

  Patching(Wire wire, String namespace) {
    this.wire = wire;
    this.namespace = namespace;
  }

  /** The object as patched, or why not, without what differs from run to run. */
  JsonNode of(ObjectNode original, JsonNode patch, int number) {
    ObjectNode posted = original.deepCopy();
    String name = "case-" + number;
    ((ObjectNode) posted.path("metadata")).put("name", name);
    String root = posted.path("apiVersion").asString("").equals("v1") ? "/api/v1" : "/apis/apps/v1";
    String kind = posted.path("kind").asString("").toLowerCase(Locale.ROOT);
    String all = root + "/namespaces/" + namespace + "/" + kind + "s";
    Wire.Answer made = wire.send("POST", all, "application/json", posted);
    if (made.status() != 201) {
      return refusal(made);
    }
    String one = all + "/" + name;
    Wire.Answer patched = wire.send("PATCH", one, "application/strategic-merge-patch+json", patch);
    free(one);
    return patched.status() == 200 ? normal(patched.body()) : refusal(patched);
  }

  /** Takes the finalizers away, so that the object can go. */
  private void free(String path) {
    ObjectNode none = Wire.JSON.createObjectNode();
    none.putObject("metadata").putNull("finalizers");
    wire.send("PATCH", path, "application/merge-patch+json", none);
  }

  private static JsonNode refusal(Wire.Answer answer) {
    return Wire.JSON
        .createObjectNode()
        .put("code", answer.status())
        .put("reason", answer.body().path("reason").asString(""));
  }

  private static JsonNode normal(JsonNode body) {
    ObjectNode object = (ObjectNode) withoutNulls(body);
    object.remove("status");
    String kind = object.path("kind").asString("");
    ObjectNode metadata = (ObjectNode) object.path("metadata");
    metadata.remove(OF_THE_SERVER);
    if (metadata.path("annotations") instanceof ObjectNode notes) {
      // The controller may have been there before or after the patch.
      notes.remove("deployment.kubernetes.io/revision");
      if (notes.isEmpty()) {
        metadata.remove("annotations");
      }
    }
    if (object.path("spec") instanceof ObjectNode spec) {
      spec.remove(List.of("clusterIP", "clusterIPs", "nodeName"));
      if (kind.equals("Pod")) {
        // A plugin gives each pod its namespace's account; pods count generations since 1.35 only.
        spec.remove(List.of("serviceAccount", "serviceAccountName"));
        metadata.remove("generation");
      }
      if (spec.path("tolerations") instanceof ArrayNode list) {
        // Those that an admission plugin adds, or does not where it is switched off.
        List<JsonNode> own =
            list.valueStream()
                .filter(t -> !t.path("key").asString("").startsWith("node.kubernetes.io/"))
                .toList();
        list.removeAll().addAll(own);
        if (own.isEmpty()) {
          spec.remove("tolerations");
        }
      }
    }
    return object;
  }

  private static JsonNode withoutNulls(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode kept = Wire.JSON.createObjectNode();
        object.properties().stream()
            .filter(field -> !field.getValue().isNull())
            .sorted(java.util.Map.Entry.comparingByKey())
            .forEach(field -> kept.set(field.getKey(), withoutNulls(field.getValue())));
        yield kept;
      }
      case ArrayNode array -> {
        ArrayNode kept = Wire.JSON.createArrayNode();
        array.forEach(item -> kept.add(withoutNulls(item)));
        yield kept;
      }
      default -> node;
    };
  }
}
