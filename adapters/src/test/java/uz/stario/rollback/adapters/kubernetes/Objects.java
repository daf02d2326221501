package uz.stario.rollback.adapters.kubernetes;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Kubernetes objects for tests. */
final class Objects {

  private Objects() {}

  /** A Deployment of one container, {@code app}, with a progress deadline of a minute. */
  static JsonNode deployment(String name, String image, int replicas) {
    return json(
        """
        {"apiVersion": "apps/v1", "kind": "Deployment",
         "metadata": {"name": "%s", "labels": {"app": "%s"}},
         "spec": {
           "replicas": %d,
           "selector": {"matchLabels": {"app": "%s"}},
           "template": {
             "metadata": {"labels": {"app": "%s"}},
             "spec": {
               "terminationGracePeriodSeconds": 1,
               "containers": [{"name": "app", "image": "%s"}]}}}}
        """
            .formatted(name, name, replicas, name, name, image));
  }

  static JsonNode json(String text) {
    JsonNode node = Json.parse(text);
    if (node.isMissingNode()) {
      throw new IllegalArgumentException("not JSON: " + text);
    }
    return node;
  }

  static ArrayNode array(JsonNode... elements) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (JsonNode element : elements) {
      array.add(element);
    }
    return array;
  }
}
