package uz.stario.rollback.sandbox.api;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/**
 * Whether an object has the shape of its kind: values of the right types always, and no unknown
 * fields where {@code fieldValidation=Strict} asks for that, as kubectl does.
 *
 * <p>The real server drops unknown fields otherwise; here they are kept.
 */
final class Shapes {
  private static final int MOST_COMPLAINTS = 10;

  private Shapes() {}

  /** Refuses with 400 an object that does not fit. */
  static void check(ObjectNode object, boolean strict) {
    String kind = Manifest.text(object, "kind");
    String version = Manifest.text(object, "apiVersion");
    List<String> unknown = new java.util.ArrayList<>();
    Messages.find(version, kind).ifPresent(message -> check(object, message, "", kind, unknown));
    unknown.removeAll(List.of("kind", "apiVersion"));
    if (strict && !unknown.isEmpty()) {
      String list =
          String.join(
              ", ",
              unknown.stream()
                  .limit(MOST_COMPLAINTS)
                  .map(field -> "unknown field \"" + field + "\"")
                  .toList());
      throw cannot(kind, version, "strict decoding error: " + list);
    }
  }

  private static Refused cannot(String kind, String version, String why) {
    String shortVersion = version.substring(version.indexOf('/') + 1);
    return Refused.badRequest(
        kind
            + (" in version \"" + shortVersion + "\" cannot be handled as a ")
            + kind
            + ": "
            + why);
  }

  private static void check(
      JsonNode object, Messages.Message message, String path, String kind, List<String> unknown) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      Messages.Field field = message.byName().get(entry.getKey());
      if (field == null) {
        unknown.add(at);
      } else if (!entry.getValue().isNull()) {
        value(entry.getValue(), field, at, kind, unknown);
      }
    }
  }

  private static void value(
      JsonNode value, Messages.Field field, String at, String kind, List<String> unknown) {
    switch (field.form()) {
      case SINGLE -> single(value, field.type(), at, kind, unknown);
      case LIST -> {
        expect(value.isArray(), value, "[]" + field.type(), at, kind);
        int index = 0;
        for (JsonNode element : value) {
          single(element, field.type(), at + "[" + index++ + "]", kind, unknown);
        }
      }
      case MAP -> {
        expect(value.isObject(), value, "map[string]" + field.type(), at, kind);
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
          if (!entry.getValue().isNull()) {
            single(entry.getValue(), field.type(), at + "." + entry.getKey(), kind, unknown);
          }
        }
      }
    }
  }

  private static void single(
      JsonNode value, String type, String at, String kind, List<String> unknown) {
    switch (type) {
      case "string", "bytes", "time", "micros" -> expect(value.isString(), value, type, at, kind);
      case "bool" -> expect(value.isBoolean(), value, type, at, kind);
      case "int32" ->
          expect(value.canConvertToInt() && value.isIntegralNumber(), value, type, at, kind);
      case "int64" ->
          expect(value.canConvertToLong() && value.isIntegralNumber(), value, type, at, kind);
      case "quantity" -> expect(value.isString() || value.isNumber(), value, type, at, kind);
      case "intstr" ->
          expect(value.isString() || value.isIntegralNumber(), value, "int or string", at, kind);
      case "items:string" -> expect(value.isArray(), value, "[]string", at, kind);
      case "raw" -> {}
      default -> {
        expect(value.isObject(), value, type, at, kind);
        check(value, Messages.named(type), at, kind, unknown);
      }
    }
  }

  private static void expect(boolean fits, JsonNode value, String type, String at, String kind) {
    if (!fits) {
      String found =
          switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case BINARY, POJO, MISSING, NULL -> "null";
            case ARRAY -> "array";
            case NUMBER -> "number";
            case OBJECT -> "object";
            case STRING -> "string";
          };
      throw Refused.badRequest(
          ("json: cannot unmarshal " + found)
              + (" into Go struct field " + kind + "." + at + " of type " + type));
    }
  }
}
