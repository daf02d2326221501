package uz.stario.rollback.sandbox.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.sandbox.fault.Rule;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Resources;

/**
 * What a path of the API names.
 *
 * @param resource the row of the table
 * @param namespace the namespace, empty for all or none
 * @param name the object, empty for the collection
 * @param subresource what follows the name, empty for the object itself
 * @param rest what follows the subresource, with its slash, for proxies
 */
record Target(Resource resource, String namespace, String name, String subresource, String rest) {

  Key key() {
    return new Key(resource, namespace, name);
  }

  /** This and a verb, as rules for faults see it. */
  Rule.Call call(String verb) {
    String what = subresource.isEmpty() ? "" : "/" + subresource;
    return new Rule.Call(verb, resource.plural() + what, namespace, name);
  }

  /** Reads a path below {@code /api} or {@code /apis}; empty where it names no resource. */
  static Optional<Target> parse(String path) {
    List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
    String root = parts.removeFirst();
    String group = "";
    if (root.equals("apis") && !parts.isEmpty()) {
      group = parts.removeFirst();
    } else if (!root.equals("api")) {
      return Optional.empty();
    }
    if (parts.size() < 2) {
      return Optional.empty();
    }
    String version = parts.removeFirst();
    if (parts.getLast().isEmpty() && parts.size() < 6) {
      parts.removeLast();
    }
    String namespace = "";
    // "namespaces/x/pods" is inside a namespace, "namespaces/x" and "namespaces/x/status" are the
    // namespace itself.
    if (parts.size() > 2
        && parts.getFirst().equals("namespaces")
        && !Resources.NAMESPACE.subresources().contains(parts.get(2))) {
      namespace = parts.get(1);
      parts = new ArrayList<>(parts.subList(2, parts.size()));
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String plural = parts.removeFirst();
    String inNamespace = namespace;
    List<String> tail = parts;
    return Resources.find(group, version, plural)
        .filter(r -> inNamespace.isEmpty() || r.namespaced())
        .map(r -> of(r, inNamespace, tail))
        .filter(
            t -> t.subresource().isEmpty() || t.resource().subresources().contains(t.subresource()))
        .filter(t -> t.rest().isEmpty() || t.subresource().equals("proxy"));
  }

  private static Target of(Resource resource, String namespace, List<String> tail) {
    String name = tail.isEmpty() ? "" : tail.get(0);
    String subresource = tail.size() < 2 ? "" : tail.get(1);
    String rest = tail.size() < 3 ? "" : "/" + String.join("/", tail.subList(2, tail.size()));
    return new Target(resource, namespace, name, subresource, rest);
  }
}
