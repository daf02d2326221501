package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fingerprints of pod templates: equal exactly where the Deployment controller takes two templates
 * for the same, that is, without {@code pod-template-hash}, in any order of keys, and with absent,
 * null and empty alike.
 */
final class Fingerprints {

  static final String HASH_LABEL = "pod-template-hash";

  private Fingerprints() {}

  static String of(JsonNode template) {
    return digest(withoutHash(template));
  }

  /** The same with every container's environment variables left out. */
  static String withoutEnv(JsonNode template) {
    JsonNode copy = withoutHash(template);
    for (String group : TemplateReader.GROUPS) {
      for (JsonNode container : Json.items(copy, "spec", group)) {
        if (container instanceof ObjectNode object) {
          object.remove("env");
        }
      }
    }
    return digest(copy);
  }

  /** A copy of a template without the label that the controller adds to every ReplicaSet's. */
  static JsonNode withoutHash(JsonNode template) {
    JsonNode copy = template.deepCopy();
    if (Json.at(copy, "metadata", "labels") instanceof ObjectNode labels) {
      labels.remove(HASH_LABEL);
      if (labels.isEmpty() && Json.at(copy, "metadata") instanceof ObjectNode metadata) {
        metadata.remove("labels");
      }
    }
    return copy;
  }

  private static String digest(JsonNode node) {
    StringBuilder canonical = new StringBuilder(4096);
    write(node, canonical);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(canonical.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Strings carry their length, so that no two trees are written alike. */
  private static void write(JsonNode node, StringBuilder out) {
    if (node.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
      out.append('{');
      sorted.forEach((key, value) -> {
        if (!isEmpty(value)) {
          string(key, out);
          write(value, out);
        }
      });
      out.append('}');
    } else if (node.isArray()) {
      out.append('[');
      node.forEach(element -> write(element, out));
      out.append(']');
    } else if (node.isString()) {
      string(node.stringValue(), out);
    } else {
      out.append(node).append(';');
    }
  }

  private static void string(String text, StringBuilder out) {
    out.append('"').append(text.length()).append(':').append(text);
  }

  private static boolean isEmpty(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream().allMatch(e -> isEmpty(e.getValue()));
    }
    return node.isNull() || (node.isArray() && node.isEmpty());
  }
}
