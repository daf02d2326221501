package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Label selectors, matched and written as a query.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels
 *     and selectors</a>
 */
final class Selectors {

  private Selectors() {}

  static boolean matches(JsonNode selector, JsonNode labels) {
    for (var wanted : selector.path("matchLabels").properties()) {
      if (!labels.path(wanted.getKey()).equals(wanted.getValue())) {
        return false;
      }
    }
    return Json.items(selector, "matchExpressions").stream().allMatch(e -> expression(e, labels));
  }

  private static boolean expression(JsonNode expression, JsonNode labels) {
    JsonNode label = labels.path(Json.text(expression, "key"));
    boolean among = Json.items(expression, "values").contains(label);
    return switch (Json.text(expression, "operator")) {
      case "In" -> among;
      case "NotIn" -> !among;
      case "Exists" -> !label.isMissingNode();
      case "DoesNotExist" -> label.isMissingNode();
      default -> false; // an operator of a newer Kubernetes: better none than too many
    };
  }

  /** The {@code labelSelector} of a list, encoded for a URL. */
  static String query(JsonNode selector) {
    List<String> terms = new ArrayList<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(e -> terms.add(e.getKey() + "=" + e.getValue().asString("")));
    for (JsonNode expression : Json.items(selector, "matchExpressions")) {
      String key = Json.text(expression, "key");
      String values =
          Json.items(expression, "values").stream()
              .map(value -> value.asString(""))
              .collect(Collectors.joining(",", "(", ")"));
      switch (Json.text(expression, "operator")) {
        case "In" -> terms.add(key + " in " + values);
        case "NotIn" -> terms.add(key + " notin " + values);
        case "Exists" -> terms.add(key);
        case "DoesNotExist" -> terms.add("!" + key);
        default -> {
          // Too many come back, and are sorted out by matches().
        }
      }
    }
    return URLEncoder.encode(String.join(",", terms), UTF_8);
  }
}
