package uz.stario.rollback.adapters.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.playbook.SchemaNeed;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Container;
import uz.stario.rollback.release.Image;
import uz.stario.rollback.release.Template;

/** Reads what plans and people need from a pod template; what it doesn't know, it leaves alone. */
final class TemplateReader {

  /** Where a pod's containers stand; init containers first, as they run. */
  static final List<String> GROUPS = List.of("initContainers", "containers");

  /** Which revisions of the database the code knows: {@code abc123, e4b92f60a8d5}. */
  private static final String SCHEMA = "stario.uz/schema";

  private TemplateReader() {}

  static Template read(JsonNode template) {
    return read(template, Fingerprints.of(template));
  }

  /** The same for a template whose fingerprint is known. */
  static Template read(JsonNode template, String fingerprint) {
    List<Container> containers = new ArrayList<>();
    for (String group : GROUPS) {
      for (JsonNode container : Json.items(template, "spec", group)) {
        containers.add(container(container, group.equals(GROUPS.getFirst())));
      }
    }
    return new Template(
        containers,
        volumeReferences(template),
        fingerprint,
        containers.stream().allMatch(container -> container.env().isEmpty())
            ? fingerprint
            : Fingerprints.withoutEnv(template),
        knownSchemas(template));
  }

  private static Optional<SortedSet<String>> knownSchemas(JsonNode template) {
    SortedSet<String> revisions =
        SchemaNeed.listed(Json.text(template, "metadata", "annotations", SCHEMA));
    return revisions.isEmpty() ? Optional.empty() : Optional.of(revisions);
  }

  /** Tells of every value in it that is a secret. */
  static void learn(JsonNode template, Redactor redactor) {
    for (String group : GROUPS) {
      for (JsonNode container : Json.items(template, "spec", group)) {
        for (JsonNode entry : Json.items(container, "env")) {
          redactor.learn(Json.text(entry, "name"), Json.text(entry, "value"));
        }
      }
    }
  }

  private static Container container(JsonNode container, boolean init) {
    SortedMap<String, String> env = new TreeMap<>();
    SortedSet<String> references = new TreeSet<>();
    for (JsonNode entry : Json.items(container, "env")) {
      JsonNode from = entry.path("valueFrom");
      env.put(Json.text(entry, "name"), value(entry));
      reference("configmap", Json.text(from, "configMapKeyRef", "name"), references);
      reference("secret", Json.text(from, "secretKeyRef", "name"), references);
    }
    for (JsonNode source : Json.items(container, "envFrom")) {
      reference("configmap", Json.text(source, "configMapRef", "name"), references);
      reference("secret", Json.text(source, "secretRef", "name"), references);
    }
    SortedMap<String, String> resources = new TreeMap<>();
    flatten("", container.path("resources"), resources);
    return new Container(
        Json.text(container, "name"),
        init,
        new Image(Json.text(container, "image")),
        env,
        resources,
        references);
  }

  /** The literal value, or where it comes from. */
  static String value(JsonNode entry) {
    JsonNode from = entry.path("valueFrom");
    if (!from.isObject()) {
      return Json.text(entry, "value");
    }
    if (from.has("secretKeyRef")) {
      return "secret " + key(from.path("secretKeyRef"));
    }
    if (from.has("configMapKeyRef")) {
      return "configmap " + key(from.path("configMapKeyRef"));
    }
    if (from.has("fieldRef")) {
      return "field " + Json.text(from, "fieldRef", "fieldPath");
    }
    if (from.has("resourceFieldRef")) {
      return "resource " + Json.text(from, "resourceFieldRef", "resource");
    }
    return "from " + Json.write(from);
  }

  private static String key(JsonNode reference) {
    return Json.text(reference, "name") + "/" + Json.text(reference, "key");
  }

  private static void flatten(String prefix, JsonNode node, SortedMap<String, String> out) {
    for (var entry : node.properties()) {
      String path = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
      JsonNode value = entry.getValue();
      if (value.isObject()) {
        flatten(path, value, out);
      } else {
        out.put(path, value.isString() ? value.stringValue() : Json.write(value));
      }
    }
  }

  private static SortedSet<String> volumeReferences(JsonNode template) {
    SortedSet<String> references = new TreeSet<>();
    for (JsonNode volume : Json.items(template, "spec", "volumes")) {
      reference("configmap", Json.text(volume, "configMap", "name"), references);
      reference("secret", Json.text(volume, "secret", "secretName"), references);
      for (JsonNode source : Json.items(volume, "projected", "sources")) {
        reference("configmap", Json.text(source, "configMap", "name"), references);
        reference("secret", Json.text(source, "secret", "name"), references);
      }
    }
    return references;
  }

  private static void reference(String kind, String name, SortedSet<String> references) {
    if (!name.isEmpty()) {
      references.add(kind + "/" + name);
    }
  }
}
