package uz.stario.rollback.sandbox.api;

import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/** The scale subresource: an autoscaling/v1 Scale that stands for the size of a workload. */
final class Scale {
  private Scale() {}

  static ObjectNode of(ObjectNode workload) {
    ObjectNode scale = Manifest.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      metadata.set(field, Manifest.at(workload, "metadata", field));
    }
    scale.putObject("spec").set("replicas", Manifest.at(workload, "spec", "replicas"));
    String selector =
        Manifest.at(workload, "spec", "selector", "matchLabels").properties().stream()
            .map(label -> label.getKey() + "=" + label.getValue().asString(""))
            .collect(Collectors.joining(","));
    scale
        .putObject("status")
        .put("replicas", Manifest.number(workload, "status", "replicas"))
        .put("selector", selector);
    return scale;
  }

  /** A draft of the workload with the size of the scale, held to the version the scale names. */
  static ObjectNode apply(ObjectNode workload, ObjectNode scale) {
    ObjectNode draft = Manifest.draft(workload);
    ObjectNode spec = (ObjectNode) workload.path("spec").deepCopy();
    JsonNode replicas = Manifest.at(scale, "spec", "replicas");
    draft.set(
        "spec",
        replicas.isMissingNode() ? spec.put("replicas", 0) : spec.set("replicas", replicas));
    Manifest.metadata(draft)
        .set("resourceVersion", Manifest.at(scale, "metadata", "resourceVersion"));
    return draft;
  }
}
