package uz.stario.rollback.sandbox.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.fault.Fault;
import uz.stario.rollback.sandbox.store.FieldSelector;
import uz.stario.rollback.sandbox.store.Listing;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Scope;
import uz.stario.rollback.sandbox.store.Selector;

/**
 * Lists, whole or in pages of {@code limit} objects.
 *
 * <p>All pages show the state of the first, as long as the history reaches back to it; then {@code
 * continue} is answered with 410 and a token for the rest as it is now. See {@code
 * k8s.io/apiserver/pkg/storage/continue.go}.
 */
final class Lists {
  private static final String TOO_OLD =
      "The provided continue parameter is too old to display a consistent list result. You can"
          + " start a new list without the continue parameter, or use the continue token in this"
          + " response to retrieve the remainder of the results. Continuing with the provided"
          + " token results in an inconsistent list - objects that were created, modified, or"
          + " deleted between the time the first chunk was returned and now may show up in the"
          + " list.";

  private static final long INCONSISTENT = -1;

  private final ObjectStore store;
  private final Tables tables;

  Lists(ObjectStore store, Tables tables) {
    this.store = store;
    this.tables = tables;
  }

  /**
   * Where the next page begins.
   *
   * @param version the state it shows, {@link #INCONSISTENT} for the present one
   * @param after the namespace and name of the last object before it
   */
  private record Continue(long version, String after) {
    String token() {
      ObjectNode json = Manifest.object().put("v", "meta.k8s.io/v1");
      json.put("rv", version).put("start", after);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Manifest.JSON.writeValueAsBytes(json));
    }

    static Continue parse(String token) {
      try {
        byte[] json = Base64.getUrlDecoder().decode(token);
        JsonNode read = Manifest.JSON.readTree(new String(json, StandardCharsets.UTF_8));
        if (read.path("rv").isIntegralNumber() && read.path("start").isString()) {
          return new Continue(read.path("rv").asLong(0), read.path("start").asString(""));
        }
      } catch (IllegalArgumentException | JacksonException malformed) {
        // Said below.
      }
      throw Refused.badRequest("continue key is not valid");
    }
  }

  /** Which objects a list, watch or deletion of a collection is about. */
  static Scope scope(Exchange exchange, Target target) {
    FieldSelector fields = FieldSelector.parse(exchange.parameter("fieldSelector"));
    fields.check(target.resource());
    if (!target.name().isEmpty()) {
      fields = FieldSelector.parse("metadata.name=" + target.name());
    }
    return new Scope(
        target.namespace(), Selector.parse(exchange.parameter("labelSelector")), fields);
  }

  ObjectNode of(Exchange exchange, Target target) {
    Resource resource = target.resource();
    long limit = exchange.number("limit", 0);
    Scope scope = scope(exchange, target);
    String token = exchange.parameter("continue");
    @Nullable Continue from = token.isEmpty() ? null : Continue.parse(token);
    Listing listing =
        from == null ? first(exchange, resource, scope) : next(exchange, resource, scope, from);
    List<ObjectNode> items = listing.items();
    if (from != null) {
      items = items.stream().filter(o -> place(o).compareTo(from.after()) > 0).toList();
    }
    int rest = limit > 0 ? (int) Math.max(0, items.size() - limit) : 0;
    List<ObjectNode> page = items.subList(0, items.size() - rest);
    ObjectNode list =
        Tables.wanted(exchange)
            ? tables.of(resource, page, listing.version(), exchange)
            : plain(resource, page, listing.version());
    if (rest > 0) {
      ObjectNode metadata = Manifest.metadata(list);
      metadata.put("continue", new Continue(listing.version(), place(page.getLast())).token());
      if (scope.labels().equals(Selector.EVERYTHING)
          && scope.fields().equals(FieldSelector.EVERYTHING)) {
        metadata.put("remainingItemCount", rest);
      }
    }
    return list;
  }

  private Listing first(Exchange exchange, Resource resource, Scope scope) {
    if (exchange.fault() instanceof Fault.StaleList(int changes)) {
      return store.listStale(resource, scope, changes);
    }
    long asked = exchange.resourceVersion();
    if (asked > store.version()) {
      throw tooLarge(asked, store.version());
    }
    return switch (exchange.parameter("resourceVersionMatch")) {
      case "Exact" -> {
        if (asked == 0) {
          throw Refused.badRequest(
              "resourceVersionMatch \"Exact\" is forbidden for resourceVersion \"0\"");
        }
        yield store.list(resource, scope, asked);
      }
      case "", "NotOlderThan" -> store.list(resource, scope);
      default ->
          throw Refused.badRequest(
              "resourceVersionMatch: Unsupported value: \""
                  + exchange.parameter("resourceVersionMatch")
                  + "\"");
    };
  }

  private Listing next(Exchange exchange, Resource resource, Scope scope, Continue from) {
    if (exchange.resourceVersion() != 0) {
      throw Refused.badRequest("specifying resource version is not allowed when using continue");
    }
    if (from.version() == INCONSISTENT) {
      return store.list(resource, scope);
    }
    try {
      return store.list(resource, scope, from.version());
    } catch (Refused expired) {
      throw new Refused(410, "Expired", TOO_OLD, null)
          .withContinue(new Continue(INCONSISTENT, from.after()).token());
    }
  }

  private static Refused tooLarge(long asked, long present) {
    ObjectNode details = Manifest.object().put("retryAfterSeconds", 1);
    details
        .putArray("causes")
        .addObject()
        .put("reason", "ResourceVersionTooLarge")
        .put("message", "Too large resource version");
    return new Refused(
        504,
        "Timeout",
        "Timeout: Too large resource version: " + asked + ", current: " + present,
        details);
  }

  /** Sorts as the store does. */
  private static String place(ObjectNode object) {
    return Manifest.namespace(object) + "/" + Manifest.name(object);
  }

  private static ObjectNode plain(Resource resource, List<ObjectNode> objects, long version) {
    ObjectNode list =
        Manifest.object()
            .put("kind", resource.kind() + "List")
            .put("apiVersion", resource.apiVersion());
    list.putObject("metadata").put("resourceVersion", Long.toString(version));
    ArrayNode items = list.putArray("items");
    for (ObjectNode object : objects) {
      // Items of a typed list leave out what the list already says, as on the real server.
      ObjectNode item = Manifest.object();
      object.properties().stream()
          .filter(f -> !f.getKey().equals("kind") && !f.getKey().equals("apiVersion"))
          .forEach(f -> item.set(f.getKey(), f.getValue()));
      items.add(item);
    }
    return list;
  }
}
