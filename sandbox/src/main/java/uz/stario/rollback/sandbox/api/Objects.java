package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.patch.JsonPatch;
import uz.stario.rollback.sandbox.patch.MergePatch;
import uz.stario.rollback.sandbox.patch.StrategicMergePatch;
import uz.stario.rollback.sandbox.store.Deletion;
import uz.stario.rollback.sandbox.store.FieldSelector;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Listing;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Scope;
import uz.stario.rollback.sandbox.store.Selector;

/** The verbs on objects, the same for every row of the table. */
final class Objects {
  private static final String PATCH_TYPES =
      "application/json-patch+json, application/merge-patch+json,"
          + " application/strategic-merge-patch+json";

  private final ObjectStore store;
  private final Tables tables;

  Objects(ObjectStore store, Tables tables) {
    this.store = store;
    this.tables = tables;
  }

  void serve(Exchange exchange, Target target, String verb) throws IOException {
    switch (verb) {
      case "get" -> get(exchange, target);
      case "list" -> exchange.answer(200, list(exchange, target));
      case "create" -> create(exchange, target);
      case "update" -> {
        ObjectNode wanted = exchange.object();
        checkKind(target, wanted);
        change(exchange, target, _ -> wanted);
      }
      case "patch" -> change(exchange, target, patch(exchange));
      case "delete" -> delete(exchange, target);
      case "deletecollection" -> deleteCollection(exchange, target);
      default -> throw Refused.methodNotAllowed();
    }
  }

  /** Which objects a list, watch or deletion of a collection is about. */
  static Scope scope(Exchange exchange, Target target) {
    FieldSelector fields = FieldSelector.parse(exchange.parameter("fieldSelector"));
    if (!target.name().isEmpty()) {
      fields = FieldSelector.parse("metadata.name=" + target.name());
    }
    return new Scope(
        target.namespace(), Selector.parse(exchange.parameter("labelSelector")), fields);
  }

  private void get(Exchange exchange, Target target) throws IOException {
    ObjectNode object = store.get(target.key());
    if (target.subresource().equals("scale")) {
      exchange.answer(200, Scale.of(object));
    } else if (Tables.wanted(exchange)) {
      exchange.answer(200, tables.of(target.resource(), java.util.List.of(object), 0, exchange));
    } else {
      exchange.answer(200, object);
    }
  }

  private ObjectNode list(Exchange exchange, Target target) {
    Resource resource = target.resource();
    Listing listing = store.list(resource, scope(exchange, target));
    if (Tables.wanted(exchange)) {
      return tables.of(resource, listing.items(), listing.version(), exchange);
    }
    ObjectNode list =
        Manifest.object()
            .put("kind", resource.kind() + "List")
            .put("apiVersion", resource.apiVersion());
    list.putObject("metadata").put("resourceVersion", Long.toString(listing.version()));
    ArrayNode items = list.putArray("items");
    for (ObjectNode object : listing.items()) {
      // Items of a typed list leave out what the list already says, as on the real server.
      ObjectNode item = Manifest.object();
      object.properties().stream()
          .filter(f -> !f.getKey().equals("kind") && !f.getKey().equals("apiVersion"))
          .forEach(f -> item.set(f.getKey(), f.getValue()));
      items.add(item);
    }
    return list;
  }

  private void create(Exchange exchange, Target target) throws IOException {
    ObjectNode draft = exchange.object();
    checkKind(target, draft);
    if (target.resource().namespaced() && target.namespace().isEmpty()) {
      throw Refused.methodNotAllowed();
    }
    if (!Manifest.text(draft, "metadata", "resourceVersion").isEmpty()) {
      throw Refused.badRequest("resourceVersion should not be set on objects to be created");
    }
    exchange.answer(
        201, store.create(target.resource(), target.namespace(), draft, dryRun(exchange)));
  }

  private static void checkKind(Target target, ObjectNode object) {
    String kind = object.path("kind").asString("");
    String version = object.path("apiVersion").asString("");
    Resource resource = target.resource();
    boolean scale = target.subresource().equals("scale");
    if (kind.isEmpty() || version.isEmpty()) {
      throw Refused.badRequest("Object 'Kind' is missing in '" + object + "'");
    }
    if (!scale && !(kind.equals(resource.kind()) && version.equals(resource.apiVersion()))) {
      throw Refused.badRequest(
          kind + " in version \"" + version + "\" cannot be handled as a " + resource.kind());
    }
    String namespace = Manifest.namespace(object);
    if (!namespace.isEmpty() && !namespace.equals(target.namespace()) && resource.namespaced()) {
      throw Refused.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
  }

  private static boolean dryRun(Exchange exchange) {
    return exchange.parameter("dryRun").equals("All");
  }

  private static UnaryOperator<ObjectNode> patch(Exchange exchange) throws IOException {
    String type = exchange.mediaType();
    if (!PATCH_TYPES.contains(type)) {
      throw Exchange.unsupported(PATCH_TYPES);
    }
    JsonNode patch = exchange.json();
    return before -> {
      ObjectNode after = before.deepCopy();
      switch (type) {
        case "application/json-patch+json" -> JsonPatch.apply(patch, after);
        case "application/merge-patch+json" -> MergePatch.apply(patch, after);
        default -> StrategicMergePatch.apply(patch, after);
      }
      return after;
    };
  }

  private void change(Exchange exchange, Target target, UnaryOperator<ObjectNode> change)
      throws IOException {
    Key key = target.key();
    switch (target.subresource()) {
      case "" -> exchange.answer(200, store.update(key, Part.MAIN, change, dryRun(exchange)));
      case "status" ->
          exchange.answer(200, store.update(key, Part.STATUS, change, dryRun(exchange)));
      case "scale" -> {
        UnaryOperator<ObjectNode> scaled =
            before -> Scale.apply(before, change.apply(Scale.of(before)));
        exchange.answer(200, Scale.of(store.update(key, Part.MAIN, scaled, dryRun(exchange))));
      }
      default -> throw Refused.methodNotAllowed();
    }
  }

  private void delete(Exchange exchange, Target target) throws IOException {
    Deletion deletion = deletion(exchange);
    if (dryRun(exchange)) {
      exchange.answer(200, ApiHandler.success(target, store.get(target.key())));
      return;
    }
    ObjectNode last = store.delete(target.key(), deletion);
    boolean still =
        store
            .find(target.key())
            .filter(o -> Manifest.uid(o).equals(Manifest.uid(last)))
            .isPresent();
    exchange.answer(200, still ? last : ApiHandler.success(target, last));
  }

  private void deleteCollection(Exchange exchange, Target target) throws IOException {
    Deletion deletion = deletion(exchange);
    ObjectNode list = list(exchange, target);
    for (ObjectNode object : store.list(target.resource(), scope(exchange, target)).items()) {
      try {
        store.delete(Key.of(target.resource(), object), deletion);
      } catch (Refused gone) {
        if (gone.code() != 404) {
          throw gone;
        }
      }
    }
    exchange.answer(200, list);
  }

  private static Deletion deletion(Exchange exchange) throws IOException {
    byte[] body = exchange.body();
    JsonNode options = body.length == 0 ? Manifest.object() : exchange.json(body);
    String seconds = exchange.parameter("gracePeriodSeconds");
    @Nullable Duration grace = null;
    if (!seconds.isEmpty()) {
      grace = Duration.ofSeconds(exchange.number("gracePeriodSeconds", 0));
    } else if (options.path("gracePeriodSeconds").isNumber()) {
      grace = Duration.ofSeconds(options.path("gracePeriodSeconds").asLong(0));
    }
    String policy = exchange.parameter("propagationPolicy");
    String wanted = policy.isEmpty() ? Manifest.text(options, "propagationPolicy") : policy;
    return new Deletion(
        grace,
        switch (wanted) {
          case "Foreground" -> Deletion.Propagation.FOREGROUND;
          case "Orphan" -> Deletion.Propagation.ORPHAN;
          default ->
              options.path("orphanDependents").asBoolean(false)
                  ? Deletion.Propagation.ORPHAN
                  : Deletion.Propagation.BACKGROUND;
        },
        Manifest.text(options, "preconditions", "uid"),
        Manifest.text(options, "preconditions", "resourceVersion"));
  }
}
