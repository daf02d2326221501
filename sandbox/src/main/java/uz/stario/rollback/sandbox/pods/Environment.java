package uz.stario.rollback.sandbox.pods;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Resources;

/** Resolves a container's environment from its spec, ConfigMaps and Secrets. */
final class Environment {
  private final ObjectStore store;

  Environment(ObjectStore store) {
    this.store = store;
  }

  /** What cannot be resolved, worded as the kubelet words it. */
  static final class Unresolved extends Exception {
    private static final long serialVersionUID = 1;

    Unresolved(String message) {
      super(message, null, false, false);
    }
  }

  Map<String, String> of(ObjectNode pod, JsonNode container) throws Unresolved {
    Map<String, String> env = new LinkedHashMap<>();
    for (JsonNode source : container.path("envFrom")) {
      String prefix = Manifest.text(source, "prefix");
      Map<String, String> all = new LinkedHashMap<>();
      all.putAll(data(pod, Resources.CONFIG_MAP, source.path("configMapRef")));
      all.putAll(data(pod, Resources.SECRET, source.path("secretRef")));
      all.forEach((name, value) -> env.put(prefix + name, value));
    }
    for (JsonNode variable : container.path("env")) {
      String name = Manifest.text(variable, "name");
      JsonNode from = variable.path("valueFrom");
      if (from.isMissingNode()) {
        env.put(name, Manifest.text(variable, "value"));
      } else if (from.has("configMapKeyRef")) {
        one(pod, Resources.CONFIG_MAP, from.path("configMapKeyRef"), name, env);
      } else if (from.has("secretKeyRef")) {
        one(pod, Resources.SECRET, from.path("secretKeyRef"), name, env);
      } else if (from.has("fieldRef")) {
        env.put(
            name,
            Manifest.text(pod, Manifest.text(from, "fieldRef", "fieldPath").split("\\.", -1)));
      }
    }
    return env;
  }

  private void one(
      ObjectNode pod, Resource kind, JsonNode reference, String name, Map<String, String> env)
      throws Unresolved {
    String field = Manifest.text(reference, "key");
    String value = data(pod, kind, reference).get(field);
    if (value != null) {
      env.put(name, value);
    } else if (!reference.path("optional").asBoolean(false)) {
      throw new Unresolved(
          "couldn't find key " + field + " in " + kind.kind() + " " + key(pod, kind, reference));
    }
  }

  private Map<String, String> data(ObjectNode pod, Resource kind, JsonNode reference)
      throws Unresolved {
    Map<String, String> data = new LinkedHashMap<>();
    if (reference.isMissingNode()) {
      return data;
    }
    ObjectNode source;
    try {
      source = store.get(new Key(kind, Manifest.namespace(pod), Manifest.text(reference, "name")));
    } catch (Refused missing) {
      if (reference.path("optional").asBoolean(false)) {
        return data;
      }
      throw new Unresolved(
          kind.singular() + " \"" + Manifest.text(reference, "name") + "\" not found");
    }
    for (Map.Entry<String, JsonNode> entry : source.path("data").properties()) {
      String text = entry.getValue().asString("");
      data.put(
          entry.getKey(),
          kind.equals(Resources.SECRET)
              ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
              : text);
    }
    return data;
  }

  private static String key(ObjectNode pod, Resource kind, JsonNode reference) {
    return kind.namespaced()
        ? Manifest.namespace(pod) + "/" + Manifest.text(reference, "name")
        : "";
  }
}
