package uz.stario.rollback.adapters.kubernetes;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reading raw JSON trees without ever failing on what is absent or of another shape. */
final class Json {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** Parses one document; a missing node where it is not JSON. */
  static JsonNode parse(byte[] bytes) {
    try {
      return MAPPER.readTree(bytes);
    } catch (JacksonException e) {
      return MAPPER.missingNode();
    }
  }

  static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      return MAPPER.missingNode();
    }
  }

  static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  static String write(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode at(JsonNode node, String... path) {
    JsonNode here = node;
    for (String key : path) {
      here = here.path(key);
    }
    return here;
  }

  /** The text at a path; empty where there is none. */
  static String text(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isString() ? found.stringValue() : "";
  }

  static long number(JsonNode node, long absent, String... path) {
    JsonNode found = at(node, path);
    return found.isNumber() ? found.asLong(absent) : absent;
  }

  static boolean flag(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isBoolean() && found.booleanValue();
  }

  /** The elements of an array at a path; none where there is no array. */
  static List<JsonNode> items(JsonNode node, String... path) {
    List<JsonNode> items = new ArrayList<>();
    JsonNode found = at(node, path);
    if (found.isArray()) {
      found.forEach(items::add);
    }
    return items;
  }

  static String name(JsonNode object) {
    return text(object, "metadata", "name");
  }

  static String uid(JsonNode object) {
    return text(object, "metadata", "uid");
  }

  static String annotation(JsonNode object, String key) {
    return text(object, "metadata", "annotations", key);
  }

  /** The UID of the controlling owner; empty where nothing controls the object. */
  static String controller(JsonNode object) {
    return items(object, "metadata", "ownerReferences").stream()
        .filter(owner -> flag(owner, "controller"))
        .map(owner -> text(owner, "uid"))
        .findFirst()
        .orElse("");
  }
}
