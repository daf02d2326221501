package uz.stario.rollback.sandbox.pods;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.store.Scope;
import uz.stario.rollback.sandbox.store.Selector;

/**
 * Picks the emptiest node that fits: node selector, and whole-number resources such as {@code
 * nvidia.com/gpu}.
 *
 * <p>cpu and memory are not counted: a sandbox has none to give. Runs on the timeline.
 */
final class Scheduler {
  private final ObjectStore store;
  private final Map<String, Map<String, Long>> used = new HashMap<>();

  Scheduler(ObjectStore store) {
    this.store = store;
  }

  /** Where a pod goes, or why nowhere. */
  sealed interface Placement {
    record On(String node) implements Placement {}

    record Nowhere(String why) implements Placement {}
  }

  Placement place(ObjectNode pod) {
    List<ObjectNode> nodes = store.list(Resources.NODE, Scope.EVERYTHING).items();
    Selector selector = Selector.ofLabels(Manifest.at(pod, "spec", "nodeSelector"));
    Map<String, Integer> reasons = new TreeMap<>();
    List<ObjectNode> fitting =
        nodes.stream()
            .filter(node -> {
              String why = whyNot(node, pod, selector);
              if (!why.isEmpty()) {
                reasons.merge(why, 1, Integer::sum);
              }
              return why.isEmpty();
            })
            .toList();
    if (fitting.isEmpty()) {
      StringBuilder why = new StringBuilder("0/" + nodes.size() + " nodes are available: ");
      reasons.forEach((reason, count) -> why.append(count).append(' ').append(reason).append(", "));
      return new Placement.Nowhere(why.substring(0, why.length() - 2) + ".");
    }
    String chosen =
        fitting.stream()
            .map(Manifest::name)
            .min(Comparator.<String>comparingLong(node -> used(node, "pods")).thenComparing(n -> n))
            .orElseThrow();
    count(chosen, pod, 1);
    return new Placement.On(chosen);
  }

  private String whyNot(ObjectNode node, ObjectNode pod, Selector selector) {
    if (Manifest.at(node, "spec", "unschedulable").asBoolean(false)) {
      return "node(s) were unschedulable";
    }
    if (!selector.matches(node)) {
      return "node(s) didn't match Pod's node affinity/selector";
    }
    String name = Manifest.name(node);
    for (Map.Entry<String, Long> need : needs(pod).entrySet()) {
      long room = whole(Manifest.at(node, "status", "allocatable").path(need.getKey()));
      if (used(name, need.getKey()) + need.getValue() > room) {
        return need.getKey().equals("pods") ? "Too many pods" : "Insufficient " + need.getKey();
      }
    }
    return "";
  }

  /** Gives back what a pod held. */
  void release(ObjectNode pod, String node) {
    if (!node.isEmpty()) {
      count(node, pod, -1);
    }
  }

  private void count(String node, ObjectNode pod, int sign) {
    Map<String, Long> ofNode = used.computeIfAbsent(node, _ -> new HashMap<>());
    needs(pod).forEach((resource, amount) -> ofNode.merge(resource, sign * amount, Long::sum));
  }

  private long used(String node, String resource) {
    return used.getOrDefault(node, Map.of()).getOrDefault(resource, 0L);
  }

  private static Map<String, Long> needs(ObjectNode pod) {
    Map<String, Long> needs = new TreeMap<>();
    needs.put("pods", 1L);
    for (JsonNode container : Manifest.at(pod, "spec", "containers")) {
      Map<String, Long> ofContainer = new TreeMap<>();
      for (String kind : new String[] {"requests", "limits"}) {
        for (Map.Entry<String, JsonNode> need :
            Manifest.at(container, "resources", kind).properties()) {
          if (need.getKey().contains("/")) {
            ofContainer.put(need.getKey(), whole(need.getValue()));
          }
        }
      }
      ofContainer.forEach((resource, amount) -> needs.merge(resource, amount, Long::sum));
    }
    return needs;
  }

  private static long whole(JsonNode quantity) {
    try {
      return new BigDecimal(quantity.asString("0")).longValue();
    } catch (NumberFormatException withUnit) {
      return 0;
    }
  }
}
