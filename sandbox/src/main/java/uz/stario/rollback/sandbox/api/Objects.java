package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.patch.JsonPatch;
import uz.stario.rollback.sandbox.patch.MergePatch;
import uz.stario.rollback.sandbox.patch.StrategicMergePatch;
import uz.stario.rollback.sandbox.store.Deletion;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resource;

/** The verbs on objects, the same for every row of the table. */
final class Objects {
  private static final List<String> PATCH_TYPES =
      List.of(
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json");

  private static final String NO_SERVER_SIDE_APPLY =
      "the sandbox does not do server-side apply, which needs the owner of every field; apply on"
          + " the client's side in its place";

  private final ObjectStore store;
  private final Tables tables;
  private final Lists lists;

  Objects(ObjectStore store, Tables tables) {
    this.store = store;
    this.tables = tables;
    this.lists = new Lists(store, tables);
  }

  void serve(Exchange exchange, Target target, String verb) throws IOException {
    switch (verb) {
      case "get" -> get(exchange, target);
      case "list" -> exchange.answer(200, lists.of(exchange, target));
      case "create" -> create(exchange, target);
      case "update" -> {
        ObjectNode wanted = Bodies.object(exchange);
        checkKind(target, wanted);
        Shapes.check(wanted, strict(exchange));
        change(exchange, target, _ -> wanted);
      }
      case "patch" -> change(exchange, target, patch(exchange));
      case "delete" -> delete(exchange, target);
      case "deletecollection" -> deleteCollection(exchange, target);
      default -> throw Refused.methodNotAllowed();
    }
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

  private void create(Exchange exchange, Target target) throws IOException {
    if (target.subresource().equals("eviction")) {
      evict(exchange, target);
      return;
    }
    ObjectNode draft = Bodies.object(exchange);
    Shapes.check(draft, strict(exchange));
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

  private static boolean strict(Exchange exchange) {
    return exchange.parameter("fieldValidation").equals("Strict");
  }

  private static boolean dryRun(Exchange exchange) {
    String wanted = exchange.parameter("dryRun");
    if (wanted.isEmpty() || wanted.equals("All")) {
      return !wanted.isEmpty();
    }
    throw badDryRun(wanted);
  }

  /** Whether a deletion is only tried, which its options can say too. */
  private static boolean dryRun(Exchange exchange, JsonNode options) {
    for (JsonNode wanted : options.path("dryRun")) {
      if (!wanted.asString("").equals("All")) {
        throw badDryRun(wanted.asString(""));
      }
      return true;
    }
    return dryRun(exchange);
  }

  private static Refused badDryRun(String wanted) {
    String problem = "Unsupported value: \"" + wanted + "\": supported values: \"All\"";
    return new Refused(422, "Invalid", " \"\" is invalid: dryRun: " + problem, Manifest.object());
  }

  private static UnaryOperator<ObjectNode> patch(Exchange exchange) throws IOException {
    String type = exchange.mediaType();
    if (!PATCH_TYPES.contains(type)) {
      throw type.startsWith("application/apply-patch")
          ? new Refused(415, "UnsupportedMediaType", NO_SERVER_SIDE_APPLY, null)
          : Bodies.unsupported(String.join(", ", PATCH_TYPES));
    }
    JsonNode patch = Bodies.json(exchange.body());
    boolean strict = strict(exchange);
    return before -> {
      ObjectNode after = before.deepCopy();
      switch (type) {
        case "application/json-patch+json" -> JsonPatch.apply(patch, after);
        case "application/merge-patch+json" -> MergePatch.apply(patch, after);
        default -> StrategicMergePatch.apply(patch, after);
      }
      Shapes.check(after, strict);
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
    ObjectNode options = Bodies.options(exchange);
    exchange.answer(200, delete(target, deletion(exchange, options), dryRun(exchange, options)));
  }

  private ObjectNode delete(Target target, Deletion deletion, boolean dryRun) {
    ObjectNode last = store.delete(target.key(), deletion, dryRun);
    boolean still =
        !dryRun
            && store
                .find(target.key())
                .filter(o -> Manifest.uid(o).equals(Manifest.uid(last)))
                .isPresent();
    return still ? last : ApiHandler.success(target, last);
  }

  /** Deletes a pod as {@code kubectl drain} asks; the sandbox keeps no disruption budgets. */
  private void evict(Exchange exchange, Target target) throws IOException {
    ObjectNode eviction = Bodies.object(exchange);
    if (!Manifest.text(eviction, "kind").equals("Eviction")) {
      throw Refused.badRequest(
          Manifest.text(eviction, "kind") + " cannot be handled as an Eviction");
    }
    JsonNode options = eviction.path("deleteOptions");
    ObjectNode gone = delete(target, deletion(exchange, options), dryRun(exchange, options));
    exchange.answer(
        201,
        gone.path("kind").asString("").equals("Status") ? gone : ApiHandler.success(target, gone));
  }

  private void deleteCollection(Exchange exchange, Target target) throws IOException {
    ObjectNode options = Bodies.options(exchange);
    Deletion deletion = deletion(exchange, options);
    boolean dryRun = dryRun(exchange, options);
    ObjectNode list = lists.of(exchange, target);
    for (ObjectNode object : store.list(target.resource(), Lists.scope(exchange, target)).items()) {
      try {
        store.delete(Key.of(target.resource(), object), deletion, dryRun);
      } catch (Refused gone) {
        if (gone.code() != 404) {
          throw gone;
        }
      }
    }
    exchange.answer(200, list);
  }

  private static Deletion deletion(Exchange exchange, JsonNode options) {
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
