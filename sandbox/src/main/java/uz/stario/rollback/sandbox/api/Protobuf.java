package uz.stario.rollback.sandbox.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/**
 * Objects in {@code application/vnd.kubernetes.protobuf}, as kubectl's typed clients send them,
 * read into the JSON of the same objects.
 *
 * <p>The envelope is {@code k8s\0} and a {@code runtime.Unknown}; see {@code
 * k8s.io/apimachinery/pkg/runtime/serializer/protobuf}. Fields come from a table made of the
 * upstream types; those that it does not have are skipped, as protobuf readers do.
 */
final class Protobuf {
  static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

  private static final byte[] MAGIC = {'k', '8', 's', 0};

  /** Deeper than any object of the table nests; JSON has the same bound. */
  private static final int DEEPEST = 500;

  private Protobuf() {}

  /** Reads a body; refuses with 400 what is malformed, with 415 a kind that is not in the table. */
  static ObjectNode object(byte[] body) {
    try {
      return envelope(body);
    } catch (Wire.Malformed | JacksonException malformed) {
      throw Refused.badRequest("couldn't decode the protobuf body: " + malformed.getMessage());
    }
  }

  private static ObjectNode envelope(byte[] body) {
    Wire wire = new Wire(body);
    for (byte expected : MAGIC) {
      if (wire.atEnd() || wire.octet() != expected) {
        throw new Wire.Malformed("it does not begin with k8s\\0");
      }
    }
    String version = "";
    String kind = "";
    byte[] raw = {};
    String contentType = "";
    while (!wire.atEnd()) {
      switch (wire.tag()) {
        case 1 -> {
          Wire type = new Wire(wire.bytes());
          while (!type.atEnd()) {
            switch (type.tag()) {
              case 1 -> version = type.text();
              case 2 -> kind = type.text();
              default -> type.skip();
            }
          }
        }
        case 2 -> raw = wire.bytes();
        case 4 -> contentType = wire.text();
        default -> wire.skip();
      }
    }
    if (!contentType.isEmpty() && !contentType.equals(MEDIA_TYPE)) {
      throw new Wire.Malformed("it holds " + contentType);
    }
    ObjectNode object = Manifest.object().put("kind", kind).put("apiVersion", version);
    read(new Wire(raw), message(version, kind), object, 0);
    return object;
  }

  private static Messages.Message message(String version, String kind) {
    return Messages.find(version, kind)
        .orElseThrow(() ->
            new Refused(
                415,
                "UnsupportedMediaType",
                "no kind \"" + kind + "\" of version \"" + version + "\" is known in " + MEDIA_TYPE,
                null));
  }

  private static void read(Wire wire, Messages.Message message, ObjectNode into, int depth) {
    if (depth > DEEPEST) {
      throw new Wire.Malformed("it nests deeper than " + DEEPEST);
    }
    while (!wire.atEnd()) {
      Messages.Field field = message.byNumber.get(wire.tag());
      if (field == null) {
        wire.skip();
      } else if (field.inlined()) {
        read(new Wire(wire.bytes()), Messages.named(field.type()), into, depth + 1);
      } else {
        switch (field.form()) {
          case SINGLE -> {
            JsonNode value = value(wire, field.type(), depth);
            if (!value.isNull() && !(field.zeroIsAbsent() && zero(value))) {
              into.set(field.name(), value);
            }
          }
          case LIST -> into.withArray(field.name()).add(value(wire, field.type(), depth));
          case MAP ->
              entry(new Wire(wire.bytes()), field, into.withObject("/" + field.name()), depth);
        }
      }
    }
  }

  private static void entry(Wire wire, Messages.Field field, ObjectNode into, int depth) {
    String key = "";
    JsonNode value = StringNode.valueOf("");
    while (!wire.atEnd()) {
      switch (wire.tag()) {
        case 1 -> key = wire.text();
        case 2 -> value = value(wire, field.type(), depth);
        default -> wire.skip();
      }
    }
    into.set(key, value);
  }

  private static boolean zero(JsonNode value) {
    return value.isString()
        ? value.asString("").isEmpty()
        : value.isBoolean() ? !value.asBoolean(true) : value.asLong(1) == 0;
  }

  private static JsonNode value(Wire wire, String type, int depth) {
    var nodes = Manifest.JSON.getNodeFactory();
    return switch (type) {
      case "string" -> nodes.stringNode(wire.text());
      case "bool" -> nodes.booleanNode(wire.number() != 0);
      case "int32" -> nodes.numberNode((int) wire.number());
      case "int64" -> {
        // As Jackson reads it, so that equal numbers are equal nodes.
        long number = wire.number();
        yield (int) number == number ? nodes.numberNode((int) number) : nodes.numberNode(number);
      }
      case "bytes" -> nodes.stringNode(Base64.getEncoder().encodeToString(wire.bytes()));
      case "quantity" -> nodes.stringNode(only(new Wire(wire.bytes())));
      case "raw" -> {
        byte[] json = raw(new Wire(wire.bytes()));
        yield json.length == 0 ? nodes.nullNode() : Manifest.JSON.readTree(json);
      }
      case "time" -> time(new Wire(wire.bytes()), ChronoUnit.SECONDS);
      case "micros" -> time(new Wire(wire.bytes()), ChronoUnit.MICROS);
      case "intstr" -> intOrString(new Wire(wire.bytes()));
      case "items:string" -> {
        var items = Manifest.array();
        Wire list = new Wire(wire.bytes());
        while (!list.atEnd()) {
          if (list.tag() == 1) {
            items.add(list.text());
          } else {
            list.skip();
          }
        }
        yield items;
      }
      default -> {
        ObjectNode object = Manifest.object();
        read(new Wire(wire.bytes()), Messages.named(type), object, depth + 1);
        yield object;
      }
    };
  }

  private static String only(Wire wire) {
    return new String(raw(wire), StandardCharsets.UTF_8);
  }

  /** The first field of a message that has but one. */
  private static byte[] raw(Wire wire) {
    byte[] found = {};
    while (!wire.atEnd()) {
      if (wire.tag() == 1) {
        found = wire.bytes();
      } else {
        wire.skip();
      }
    }
    return found;
  }

  /** Null for the zero time, which JSON leaves out. */
  private static JsonNode time(Wire wire, ChronoUnit unit) {
    if (wire.atEnd()) {
      return Manifest.JSON.getNodeFactory().nullNode();
    }
    long seconds = 0;
    long nanos = 0;
    while (!wire.atEnd()) {
      switch (wire.tag()) {
        case 1 -> seconds = wire.number();
        case 2 -> nanos = wire.number();
        default -> wire.skip();
      }
    }
    try {
      Instant instant = Instant.ofEpochSecond(seconds, nanos).truncatedTo(unit);
      return Manifest.JSON.getNodeFactory().stringNode(instant.toString());
    } catch (java.time.DateTimeException | ArithmeticException outOfRange) {
      throw new Wire.Malformed("a time is out of range");
    }
  }

  private static JsonNode intOrString(Wire wire) {
    long type = 0;
    long number = 0;
    String text = "";
    while (!wire.atEnd()) {
      switch (wire.tag()) {
        case 1 -> type = wire.number();
        case 2 -> number = wire.number();
        case 3 -> text = wire.text();
        default -> wire.skip();
      }
    }
    var nodes = Manifest.JSON.getNodeFactory();
    return type == 1 ? nodes.stringNode(text) : nodes.numberNode((int) number);
  }
}
