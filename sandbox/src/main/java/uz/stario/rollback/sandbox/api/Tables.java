package uz.stario.rollback.sandbox.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.time.Timeline;

/** Objects as the rows that {@code kubectl get} prints: meta.k8s.io/v1 Table. */
final class Tables {
  private final Timeline timeline;

  Tables(Timeline timeline) {
    this.timeline = timeline;
  }

  static boolean wanted(Exchange exchange) {
    String accept = exchange.header(HttpHeader.ACCEPT);
    return accept != null && accept.contains("as=Table") && accept.contains("g=meta.k8s.io");
  }

  ObjectNode of(Resource resource, List<ObjectNode> objects, long version, Exchange exchange) {
    List<Column> columns = Columns.of(resource);
    ObjectNode table = Manifest.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    ObjectNode metadata = table.putObject("metadata");
    if (version > 0) {
      metadata.put("resourceVersion", Long.toString(version));
    }
    ArrayNode definitions = table.putArray("columnDefinitions");
    for (Column column : columns) {
      definitions
          .addObject()
          .put("name", column.name())
          .put("type", column.number() ? "integer" : "string")
          .put("format", column.name().equals("Name") ? "name" : "")
          .put("description", column.name())
          .put("priority", column.wide() ? 1 : 0);
    }
    ArrayNode rows = table.putArray("rows");
    Instant now = timeline.now();
    for (ObjectNode object : objects) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      for (Column column : columns) {
        String value = column.value().of(object, now);
        if (column.number()) {
          cells.add(Long.parseLong(value));
        } else {
          cells.add(value);
        }
      }
      include(row, object, exchange.parameter("includeObject"));
    }
    return table;
  }

  private static void include(ObjectNode row, ObjectNode object, String what) {
    switch (what) {
      case "None" -> {}
      case "Object" -> row.set("object", object);
      default -> {
        ObjectNode partial =
            row.putObject("object")
                .put("kind", "PartialObjectMetadata")
                .put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
      }
    }
  }

  /** How long ago, in the short form of {@code k8s.io/apimachinery/pkg/util/duration}. */
  static String ago(Instant since, Instant now) {
    Duration age = Duration.between(since, now);
    if (age.isNegative()) {
      return "0s";
    }
    if (age.toSeconds() < 120) {
      return age.toSeconds() + "s";
    }
    if (age.toMinutes() < 10) {
      return age.toMinutes() + "m" + (age.toSecondsPart() == 0 ? "" : age.toSecondsPart() + "s");
    }
    if (age.toHours() < 3) {
      return age.toMinutes() + "m";
    }
    if (age.toHours() < 48) {
      return age.toHours() + "h";
    }
    return age.toDays() + "d";
  }
}
