package uz.stario.rollback.sandbox.store;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The numbers of objects that a ResourceQuota allows: {@code pods} that have not ended, {@code
 * count/KIND[.GROUP]}, and the older names of some core kinds.
 *
 * <p>Refuses in the words of {@code k8s.io/apiserver/pkg/admission/plugin/resourcequota}, and
 * counts as {@code pkg/quota/v1/evaluator/core} does. Amounts of cpu, memory and storage are not
 * counted.
 */
public final class Quota {
  private static final String COUNT = "count/";
  private static final Pattern WHOLE = Pattern.compile("(\\d{1,15})([kMG]?)");

  private Quota() {}

  /** How much there is of each thing that the quota limits and that is counted. */
  public static ObjectNode used(ObjectStore store, ObjectNode quota) {
    ObjectNode used = Manifest.object();
    String namespace = Manifest.namespace(quota);
    counted(quota)
        .forEach((name, resource) ->
            used.put(name, Long.toString(used(store, namespace, name, resource))));
    return used;
  }

  /** Refuses with 403 an object that a quota of its namespace has no room for. */
  static void check(ObjectStore store, Key key, ObjectNode draft) {
    if (!key.resource().namespaced()) {
      return;
    }
    for (ObjectNode quota :
        store.list(Resources.RESOURCE_QUOTA, Scope.in(key.namespace())).items()) {
      Map<String, Long> one = new TreeMap<>();
      Map<String, Long> used = new TreeMap<>();
      Map<String, Long> limited = new TreeMap<>();
      counted(quota)
          .forEach((name, resource) -> {
            long there = used(store, key.namespace(), name, resource);
            long most = most(quota, name);
            if (resource.equals(key.resource()) && there + 1 > most) {
              one.put(name, 1L);
              used.put(name, there);
              limited.put(name, most);
            }
          });
      if (!used.isEmpty()) {
        throw Refused.forbidden(
            key.resource(),
            Manifest.name(draft),
            "exceeded quota: "
                + Manifest.name(quota)
                + (", requested: " + pairs(one))
                + (", used: " + pairs(used))
                + (", limited: " + pairs(limited)));
      }
    }
  }

  /** Refuses with 422 a quota whose numbers are none. */
  static void validate(String name, ObjectNode quota) {
    for (String counted : counted(quota).keySet()) {
      String hard = Manifest.at(quota, "spec", "hard").path(counted).asString("");
      if (!WHOLE.matcher(hard).matches()) {
        throw Refused.invalid(
            Resources.RESOURCE_QUOTA,
            name,
            "spec.hard[" + counted + "]",
            "Invalid value: \"" + hard + "\": must be an integer");
      }
    }
  }

  private static Map<String, Resource> counted(ObjectNode quota) {
    Map<String, Resource> counted = new TreeMap<>();
    for (Map.Entry<String, JsonNode> hard : Manifest.at(quota, "spec", "hard").properties()) {
      resource(hard.getKey()).ifPresent(resource -> counted.put(hard.getKey(), resource));
    }
    return counted;
  }

  private static Optional<Resource> resource(String name) {
    String wanted =
        switch (name) {
          case "pods", "services", "configmaps", "secrets", "resourcequotas" -> name;
          default -> name.startsWith(COUNT) ? name.substring(COUNT.length()) : "";
        };
    return Resources.ALL.stream()
        .filter(resource -> resource.namespaced() && resource.qualified().equals(wanted))
        .findFirst();
  }

  private static long used(ObjectStore store, String namespace, String name, Resource resource) {
    boolean unfinishedOnly = name.equals("pods");
    return store.list(resource, Scope.in(namespace)).items().stream()
        .map(object -> Manifest.text(object, "status", "phase"))
        .filter(phase -> !unfinishedOnly || !(phase.equals("Succeeded") || phase.equals("Failed")))
        .count();
  }

  private static long most(ObjectNode quota, String name) {
    String hard = Manifest.at(quota, "spec", "hard").path(name).asString("");
    Matcher whole = WHOLE.matcher(hard);
    if (!whole.matches()) {
      return 0;
    }
    long unit =
        switch (whole.group(2)) {
          case "k" -> 1_000;
          case "M" -> 1_000_000;
          case "G" -> 1_000_000_000;
          default -> 1;
        };
    return Math.multiplyExact(Long.parseLong(whole.group(1)), unit);
  }

  private static String pairs(Map<String, Long> amounts) {
    return amounts.entrySet().stream()
        .map(amount -> amount.getKey() + "=" + amount.getValue())
        .collect(Collectors.joining(","));
  }
}
