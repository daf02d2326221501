package uz.stario.rollback.sandbox.api;

import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resource;

/**
 * The schemas of an OpenAPI v3 document: those of the kinds that are added, and of all that they
 * refer to, under the names that upstream gives them.
 *
 * <p>Types are those that {@link Messages} holds requests to, sentences those of {@link
 * Descriptions}. For one thread.
 */
final class Schemas {
  private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
  private static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

  private final Descriptions descriptions = Descriptions.load();
  private final ObjectNode schemas;

  Schemas(ObjectNode schemas) {
    this.schemas = schemas;
  }

  /** Adds a kind and all that it refers to. */
  ObjectNode add(Resource resource) {
    String group = resource.group().isEmpty() ? "core" : resource.group().split("\\.", -1)[0];
    String message = group + "/" + resource.version() + "." + resource.kind();
    define(message);
    ObjectNode schema = (ObjectNode) schemas.path(name(message));
    ObjectNode properties = (ObjectNode) schema.path("properties");
    for (String field : new String[] {"apiVersion", "kind"}) {
      properties
          .putObject(field)
          .put("type", "string")
          .put("description", descriptions.of(resource.kind(), field));
    }
    return schema;
  }

  private void define(String message) {
    if (schemas.has(name(message))) {
      return;
    }
    String own = message.substring(message.lastIndexOf('.') + 1);
    ObjectNode schema = schemas.putObject(name(message)).put("type", "object");
    describe(schema, descriptions.of(own));
    ObjectNode properties = schema.putObject("properties");
    new TreeMap<>(Messages.named(message).byName())
        .forEach((field, type) -> {
          ObjectNode property = property(type);
          describe(property, descriptions.of(own, field));
          properties.set(field, property);
          if (descriptions.required(own, field)) {
            schema.withArray("required").add(field);
          }
        });
  }

  private static void describe(ObjectNode schema, String sentence) {
    if (!sentence.isEmpty()) {
      schema.put("description", sentence);
    }
  }

  private ObjectNode property(Messages.Field field) {
    ObjectNode property = Manifest.object();
    switch (field.form()) {
      // Beside a $ref nothing may stand in OpenAPI 3.0: the description needs the list around it.
      case SINGLE -> {
        ObjectNode single = type(field.type());
        if (single.has("$ref")) {
          property.putArray("allOf").add(single);
        } else {
          property.setAll(single);
        }
      }
      case LIST -> property.put("type", "array").set("items", type(field.type()));
      case MAP -> property.put("type", "object").set("additionalProperties", type(field.type()));
    }
    return property;
  }

  private ObjectNode type(String type) {
    return switch (type) {
      case "string" -> Manifest.object().put("type", "string");
      case "bool" -> Manifest.object().put("type", "boolean");
      case "int32", "int64" -> Manifest.object().put("type", "integer").put("format", type);
      case "bytes" -> Manifest.object().put("type", "string").put("format", "byte");
      case "time", "micros" -> Manifest.object().put("type", "string").put("format", "date-time");
      case "raw" -> Manifest.object().put("type", "object");
      case "items:string" -> {
        ObjectNode list = Manifest.object().put("type", "array");
        list.putObject("items").put("type", "string");
        yield list;
      }
      case "quantity" -> reference(QUANTITY, "string", "number");
      case "intstr" -> reference(INT_OR_STRING, "integer", "string");
      default -> {
        define(type);
        yield Manifest.object().put("$ref", "#/components/schemas/" + name(type));
      }
    };
  }

  private ObjectNode reference(String name, String one, String other) {
    if (!schemas.has(name)) {
      var forms = schemas.putObject(name).putArray("oneOf");
      forms.addObject().put("type", one);
      forms.addObject().put("type", other);
    }
    return Manifest.object().put("$ref", "#/components/schemas/" + name);
  }

  private static String name(String message) {
    String dotted = message.replace('/', '.');
    return (dotted.startsWith("meta.") ? "io.k8s.apimachinery.pkg.apis." : "io.k8s.api.") + dotted;
  }
}
