package uz.stario.rollback.sandbox.controller;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/**
 * When two pod templates mean the same, and the hash that names a ReplicaSet after its template.
 *
 * <p>Equality is that of {@code EqualIgnoreHash} in {@code
 * pkg/controller/deployment/util/deployment_util.go}: absent, null and empty are alike, and the
 * hash label does not count. The hash need only be stable, so it is FNV-1a of the canonical JSON,
 * written in the letters Kubernetes uses.
 */
final class PodTemplates {
  static final String HASH_LABEL = "pod-template-hash";

  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  private PodTemplates() {}

  static boolean same(JsonNode left, JsonNode right) {
    return canonical(left, true).equals(canonical(right, true));
  }

  static String hash(JsonNode template, int collisions) {
    String text = canonical(template, true) + (collisions == 0 ? "" : "#" + collisions);
    int hash = FNV_OFFSET;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ b) * FNV_PRIME;
    }
    StringBuilder safe = new StringBuilder();
    for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
      safe.append(LETTERS.charAt(digit % LETTERS.length()));
    }
    return safe.toString();
  }

  /** The node without what is empty, its fields sorted. */
  private static JsonNode canonical(JsonNode node, boolean template) {
    return switch (node) {
      case ObjectNode object -> {
        Map<String, JsonNode> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          JsonNode value =
              canonical(field.getValue(), template && field.getKey().equals("metadata"));
          boolean hash = template && field.getKey().equals("labels");
          sorted.put(field.getKey(), hash ? withoutHash(value) : value);
        }
        ObjectNode result = Manifest.object();
        sorted.forEach((field, value) -> {
          if (!value.isNull() && !(value.isContainer() && value.isEmpty())) {
            result.set(field, value);
          }
        });
        yield result;
      }
      case ArrayNode array -> {
        ArrayNode result = Manifest.array();
        array.forEach(item -> result.add(canonical(item, false)));
        yield result;
      }
      default -> node;
    };
  }

  private static JsonNode withoutHash(JsonNode labels) {
    if (labels instanceof ObjectNode object) {
      object.remove(HASH_LABEL);
    }
    return labels;
  }
}
