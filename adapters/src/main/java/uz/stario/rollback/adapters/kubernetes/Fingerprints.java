package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fingerprints of pod templates: equal exactly where the Deployment controller takes two templates
 * for the same, that is, without {@code pod-template-hash}, in any order of keys, and with absent,
 * null and empty alike.
 */
final class Fingerprints {

  static final String HASH_LABEL = "pod-template-hash";

  private static final String ENV = "env";

  private Fingerprints() {}

  static String of(JsonNode template) {
    return digest(template, true);
  }

  /** The same with every container's environment variables left out. */
  static String withoutEnv(JsonNode template) {
    return digest(template, false);
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

  /** Where in a template a node stands, as far as something is left out there. */
  private enum Place {
    TEMPLATE,
    METADATA,
    LABELS,
    SPEC,
    CONTAINERS,
    ELSEWHERE;

    Place of(String key) {
      return switch (this) {
        case TEMPLATE ->
            switch (key) {
              case "metadata" -> METADATA;
              case "spec" -> SPEC;
              default -> ELSEWHERE;
            };
        case METADATA -> key.equals("labels") ? LABELS : ELSEWHERE;
        case SPEC -> TemplateReader.GROUPS.contains(key) ? CONTAINERS : ELSEWHERE;
        case LABELS, CONTAINERS, ELSEWHERE -> ELSEWHERE;
      };
    }
  }

  private static String digest(JsonNode template, boolean env) {
    StringBuilder canonical = new StringBuilder(2048);
    write(template, Place.TEMPLATE, env, canonical);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(canonical.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Strings carry their length, so that no two trees are written alike. */
  private static void write(JsonNode node, Place place, boolean env, StringBuilder out) {
    if (node.isObject()) {
      object(node, place, env, out);
    } else if (node.isArray()) {
      out.append('[');
      node.forEach(element -> write(element, place, env, out));
      out.append(']');
    } else if (node.isString()) {
      string(node.stringValue(), out);
    } else {
      out.append(node).append(';');
    }
  }

  /** Keys in order; those with nothing under them are taken back once that is known. */
  private static void object(JsonNode node, Place place, boolean env, StringBuilder out) {
    List<Map.Entry<String, JsonNode>> sorted = new ArrayList<>(node.properties());
    sorted.sort(Map.Entry.comparingByKey());
    out.append('{');
    for (Map.Entry<String, JsonNode> entry : sorted) {
      String key = entry.getKey();
      if (leftOut(key, place, env)) {
        continue;
      }
      int before = out.length();
      string(key, out);
      int start = out.length();
      write(entry.getValue(), place.of(key), env, out);
      if (isEmpty(entry.getValue(), out, start)) {
        out.setLength(before);
      }
    }
    out.append('}');
  }

  private static boolean leftOut(String key, Place place, boolean env) {
    return switch (place) {
      case LABELS -> key.equals(HASH_LABEL);
      case CONTAINERS -> !env && key.equals(ENV);
      case TEMPLATE, METADATA, SPEC, ELSEWHERE -> false;
    };
  }

  private static boolean isEmpty(JsonNode value, StringBuilder out, int start) {
    return value.isNull() || (value.isContainer() && out.length() - start == "{}".length());
  }

  private static void string(String text, StringBuilder out) {
    out.append('"').append(text.length()).append(':').append(text);
  }
}
