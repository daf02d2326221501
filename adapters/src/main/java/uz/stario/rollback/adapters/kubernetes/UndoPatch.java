package uz.stario.rollback.adapters.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.plan.CarriedFlag;
import uz.stario.rollback.run.RunId;

/**
 * The one request that takes a release back: a JSON patch of a Deployment.
 *
 * <p>What changes: {@code /spec/template} becomes the target ReplicaSet's, and the annotations
 * become what {@code kubectl rollout undo} would leave. Replicas, strategy and deadlines stay.
 *
 * <p>Precondition, enforced by the server: {@code test} on {@code /metadata/uid} and on {@code
 * /spec/template} exactly as read. A concurrent scale or status change is no conflict; a changed
 * template is, and answers 422.
 *
 * <p>Idempotent: sent twice, the second fails its test, because the template is no longer what was
 * read. Way back: the ReplicaSet of the template left stays, and can be gone back to by number.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollback.go">
 *     kubectl's rollback.go</a>
 */
final class UndoPatch {

  static final String CHANGE_CAUSE = "kubernetes.io/change-cause";
  static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  static final String REVISION = "deployment.kubernetes.io/revision";

  /** The Deployment keeps its own; a ReplicaSet's are never copied. As kubectl has them. */
  private static final Set<String> KEPT =
      Set.of(
          LAST_APPLIED,
          REVISION,
          "deployment.kubernetes.io/revision-history",
          "deployment.kubernetes.io/desired-replicas",
          "deployment.kubernetes.io/max-replicas",
          "deprecated.deployment.rollback.to");

  private static final Pattern RUN_NOTE =
      Pattern.compile("\\s*\\(rolled back to by stario run [^)]*\\)\\s*$");

  private UndoPatch() {}

  /** The template a Deployment has afterwards. */
  static JsonNode template(JsonNode deployment, JsonNode replicaSet, List<CarriedFlag> carried) {
    JsonNode target = Fingerprints.withoutHash(replicaSet.path("spec").path("template"));
    JsonNode present = deployment.path("spec").path("template");
    for (CarriedFlag flag : carried) {
      carry(flag, present, target);
    }
    return target;
  }

  /**
   * The patch.
   *
   * @param deployment as read, raw
   * @param replicaSet the target
   * @param template from {@link #template}
   * @param resume whether a paused Deployment is resumed too
   */
  static ArrayNode build(
      JsonNode deployment, JsonNode replicaSet, JsonNode template, RunId run, boolean resume) {
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    add(patch, "test", "/metadata/uid", deployment.path("metadata").path("uid"));
    add(patch, "test", "/spec/template", deployment.path("spec").path("template"));
    add(patch, "replace", "/spec/template", template);
    annotations(deployment, replicaSet, run, patch);
    if (resume && Json.flag(deployment, "spec", "paused")) {
      add(patch, "replace", "/spec/paused", JsonNodeFactory.instance.booleanNode(false));
    }
    return patch;
  }

  private static void annotations(
      JsonNode deployment, JsonNode replicaSet, RunId run, ArrayNode patch) {
    Map<String, String> now = annotations(deployment);
    Map<String, String> wanted = new TreeMap<>(annotations(replicaSet));
    wanted.keySet().removeAll(KEPT);
    wanted.remove(Verdicts.ANNOTATION);
    wanted.put(CHANGE_CAUSE, changeCause(wanted.getOrDefault(CHANGE_CAUSE, ""), run));
    if (!Json.at(deployment, "metadata", "annotations").isObject()) {
      add(patch, "add", "/metadata/annotations", Json.object());
    }
    now.forEach((key, value) -> {
      if (!KEPT.contains(key) && !wanted.containsKey(key)) {
        patch.addObject().put("op", "remove").put("path", pointer(key));
      }
    });
    wanted.forEach((key, value) -> {
      if (!value.equals(now.get(key))) {
        add(patch, "add", pointer(key), JsonNodeFactory.instance.stringNode(value));
      }
    });
  }

  /** The restored cause with the run at its end, in the place of an earlier run. */
  static String changeCause(String restored, RunId run) {
    String cause = RUN_NOTE.matcher(restored).replaceFirst("");
    return (cause + " (rolled back to by stario run " + run + ")").strip();
  }

  /** Gives the target the whole entry the present template has, in its place or at the end. */
  private static void carry(CarriedFlag flag, JsonNode present, JsonNode target) {
    if (!(container(target, flag.container()) instanceof ObjectNode container)) {
      return;
    }
    JsonNode kept = entry(container(present, flag.container()), flag.name());
    ArrayNode env = JsonNodeFactory.instance.arrayNode();
    boolean placed = false;
    for (JsonNode old : Json.items(container, "env")) {
      if (!Json.text(old, "name").equals(flag.name())) {
        env.add(old);
      } else if (kept.isObject() && !placed) {
        env.add(kept.deepCopy());
        placed = true;
      }
    }
    if (kept.isObject() && !placed) {
      env.add(kept.deepCopy());
    }
    if (env.isEmpty()) {
      container.remove("env");
    } else {
      container.set("env", env);
    }
  }

  private static JsonNode container(JsonNode template, String name) {
    return TemplateReader.GROUPS.stream()
        .flatMap(group -> Json.items(template, "spec", group).stream())
        .filter(container -> Json.text(container, "name").equals(name))
        .findFirst()
        .orElse(JsonNodeFactory.instance.missingNode());
  }

  private static JsonNode entry(JsonNode container, String name) {
    return Json.items(container, "env").stream()
        .filter(entry -> Json.text(entry, "name").equals(name))
        .findFirst()
        .orElse(JsonNodeFactory.instance.missingNode());
  }

  private static Map<String, String> annotations(JsonNode object) {
    Map<String, String> all = new LinkedHashMap<>();
    Json.at(object, "metadata", "annotations")
        .properties()
        .forEach(e -> {
          if (e.getValue().isString()) {
            all.put(e.getKey(), e.getValue().stringValue());
          }
        });
    return all;
  }

  static void add(ArrayNode patch, String op, String path, JsonNode value) {
    patch.addObject().put("op", op).put("path", path).set("value", value);
  }

  /** RFC 6901: {@code ~} is written {@code ~0}, {@code /} is written {@code ~1}. */
  static String pointer(String key) {
    return "/metadata/annotations/" + key.replace("~", "~0").replace("/", "~1");
  }
}
