package uz.stario.rollback.sandbox.store;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the parts every Kubernetes object has are read from its JSON and written to it.
 *
 * <p>Nodes that come out of the store are shared and frozen: readers must not change them, writers
 * start from {@link #draft}. That is what lets thousands of kept revisions share their unchanged
 * halves.
 */
public final class Manifest {
  /** Reads and writes the JSON of objects; safe for all threads. */
  public static final JsonMapper JSON = JsonMapper.builder().build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Manifest() {}

  /** A new empty object. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /** A new empty array. */
  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** Parses the text of one object; for manifests written in code. */
  public static ObjectNode parse(String json) {
    return (ObjectNode) JSON.readTree(json);
  }

  /**
   * A copy whose top level, metadata, labels and annotations may be changed; spec and status are
   * shared.
   */
  public static ObjectNode draft(ObjectNode frozen) {
    ObjectNode copy = object();
    frozen.properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
    copy.set("metadata", frozen.path("metadata") instanceof ObjectNode m ? m.deepCopy() : object());
    return copy;
  }

  /** The node at a path, or a missing node. */
  public static JsonNode at(JsonNode object, String... path) {
    JsonNode node = object;
    for (String field : path) {
      node = node.path(field);
    }
    return node;
  }

  /** The text at a path, or nothing but the empty string. */
  public static String text(JsonNode object, String... path) {
    return at(object, path).asString("");
  }

  /** The whole number at a path, zero where there is none. */
  public static int number(JsonNode object, String... path) {
    return at(object, path).asInt(0);
  }

  /** The name of an object. */
  public static String name(JsonNode object) {
    return text(object, "metadata", "name");
  }

  /** The namespace of an object, empty where it has none. */
  public static String namespace(JsonNode object) {
    return text(object, "metadata", "namespace");
  }

  /** The uid of an object. */
  public static String uid(JsonNode object) {
    return text(object, "metadata", "uid");
  }

  /** The resourceVersion of an object, zero where it has none yet. */
  public static long resourceVersion(JsonNode object) {
    String version = text(object, "metadata", "resourceVersion");
    return version.isEmpty() ? 0 : Long.parseLong(version);
  }

  /** Whether the object has been asked to go. */
  public static boolean deleting(JsonNode object) {
    return at(object, "metadata").has("deletionTimestamp");
  }

  /** The metadata of a draft, made where it is missing. */
  public static ObjectNode metadata(ObjectNode draft) {
    return child(draft, "metadata");
  }

  /** The object below a field of a draft, made where it is missing. */
  public static ObjectNode child(ObjectNode draft, String field) {
    if (draft.path(field) instanceof ObjectNode present) {
      return present;
    }
    return draft.putObject(field);
  }

  /** The annotation of that name, or the empty string. */
  public static String annotation(JsonNode object, String name) {
    return text(object, "metadata", "annotations", name);
  }

  /** The labels of an object or pod template. */
  public static Map<String, String> labels(JsonNode object) {
    Map<String, String> labels = new LinkedHashMap<>();
    at(object, "metadata", "labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
    return labels;
  }

  /** The uids of all owners. */
  public static List<String> owners(JsonNode object) {
    return at(object, "metadata", "ownerReferences")
        .valueStream()
        .map(owner -> text(owner, "uid"))
        .toList();
  }

  /** The uid of the owner that controls this object. */
  public static Optional<String> controller(JsonNode object) {
    return at(object, "metadata", "ownerReferences")
        .valueStream()
        .filter(owner -> owner.path("controller").asBoolean(false))
        .map(owner -> text(owner, "uid"))
        .findFirst();
  }

  /** An instant as Kubernetes writes it: whole seconds. */
  public static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Reads an instant, or nothing where the field is absent or no instant. */
  public static Optional<Instant> instant(JsonNode text) {
    try {
      return text.isString() ? Optional.of(Instant.parse(text.asString())) : Optional.empty();
    } catch (DateTimeParseException none) {
      return Optional.empty();
    }
  }
}
