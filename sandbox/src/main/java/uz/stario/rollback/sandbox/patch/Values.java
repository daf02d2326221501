package uz.stario.rollback.sandbox.patch;

import java.util.Iterator;
import tools.jackson.databind.JsonNode;

/** Equality of JSON values by meaning: 1 and 1.0 are the same number. */
final class Values {
  private Values() {}

  static boolean same(JsonNode left, JsonNode right) {
    if (left.isNumber() && right.isNumber()) {
      return left.decimalValue().compareTo(right.decimalValue()) == 0;
    }
    if (left.getNodeType() != right.getNodeType() || left.size() != right.size()) {
      return false;
    }
    if (left.isObject()) {
      return left.properties().stream()
          .allMatch(field ->
              right.has(field.getKey()) && same(field.getValue(), right.path(field.getKey())));
    }
    if (left.isArray()) {
      Iterator<JsonNode> others = right.iterator();
      return left.valueStream().allMatch(item -> same(item, others.next()));
    }
    return left.equals(right);
  }
}
