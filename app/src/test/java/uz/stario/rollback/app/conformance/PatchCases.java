package uz.stario.rollback.app.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects and strategic merge patches on them, drawn from a seed: every kind of list the patch
 * knows, every directive, nulls, and some that no server can apply.
 */
final class PatchCases {
  private static final int ONE_IN = 2;

  private final Random random;

  PatchCases(long seed) {
    this.random = new Random(seed);
  }

  /** An object and a patch on it. */
  record Case(ObjectNode original, ObjectNode patch) {}

  List<Case> draw(int count) {
    return IntStream.range(0, count).mapToObj(i -> one(i % 10)).toList();
  }

  private Case one(int turn) {
    return switch (turn) {
      case 0, 1 -> new Case(service(), servicePatch());
      case 2 -> new Case(map(), mapPatch());
      case 3 -> new Case(pod(), podPatch());
      default -> new Case(deployment(), deploymentPatch());
    };
  }

  private static ObjectNode object() {
    return Wire.JSON.createObjectNode();
  }

  private boolean maybe() {
    return random.nextInt(ONE_IN) == 0;
  }

  private boolean seldom() {
    return random.nextInt(12) == 0;
  }

  private String of(String... some) {
    return some[random.nextInt(some.length)];
  }

  private void maybe(Runnable what) {
    if (maybe()) {
      what.run();
    }
  }

  private List<String> some(String... names) {
    List<String> all = new ArrayList<>(List.of(names));
    Collections.shuffle(all, random);
    return all.subList(0, random.nextInt(all.size() + 1));
  }

  private ObjectNode made(String version, String kind) {
    ObjectNode made = object().put("apiVersion", version).put("kind", kind);
    ObjectNode metadata = made.putObject("metadata");
    metadata.putObject("labels").put("app", "web").put("tier", "front");
    maybe(() -> metadata.putObject("annotations").put("note", "a").put("more", "b"));
    maybe(() -> metadata.putArray("finalizers").add("stario.uz/a").add("stario.uz/b"));
    return made;
  }

  // ---- The objects ---------------------------------------------------------------------------

  private ObjectNode deployment() {
    ObjectNode deployment = made("apps/v1", "Deployment");
    ObjectNode spec = deployment.putObject("spec").put("replicas", 0).put("paused", true);
    spec.putObject("selector").putObject("matchLabels").put("app", "web");
    maybe(() -> spec.putObject("strategy").putObject("rollingUpdate").put("maxSurge", 1));
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put("app", "web").put("wave", "1");
    template.set("spec", podSpec());
    return deployment;
  }

  private ObjectNode pod() {
    ObjectNode pod = made("v1", "Pod");
    ObjectNode spec = podSpec();
    pod.set("spec", spec.put("schedulerName", "nobody"));
    return pod;
  }

  private ObjectNode podSpec() {
    ObjectNode spec = object();
    List<String> volumes = some("data", "conf");
    ArrayNode containers = spec.putArray("containers");
    containers.add(container("a", volumes));
    some("b", "c").forEach(name -> containers.add(container(name, volumes)));
    maybe(() -> spec.putArray("initContainers").add(container("first", List.of())));
    if (!volumes.isEmpty()) {
      ArrayNode list = spec.putArray("volumes");
      volumes.forEach(name -> list.add(volume(name)));
    }
    maybe(() -> named(spec.putArray("imagePullSecrets"), some("s1", "s2")));
    maybe(() -> spec.putObject("nodeSelector").put("disk", "ssd").put("zone", "a"));
    maybe(
        () -> spec.putArray("tolerations").addObject().put("key", "gpu").put("operator", "Exists"));
    maybe(() -> {
      ObjectNode alias = spec.putArray("hostAliases").addObject().put("ip", "10.0.0.1");
      alias.putArray("hostnames").add("one");
    });
    return spec;
  }

  private ObjectNode container(String name, List<String> volumes) {
    ObjectNode container = object().put("name", name).put("image", "stario/app:v1");
    maybe(() -> env(container.putArray("env"), some("A", "B", "C")));
    maybe(() -> container.putArray("args").add("-x").add("-y"));
    maybe(
        () -> container.putArray("ports").addObject().put("containerPort", 80).put("name", "web"));
    maybe(() -> container.putObject("resources").putObject("limits").put("cpu", "200m"));
    if (!volumes.isEmpty()) {
      ArrayNode mounts = container.putArray("volumeMounts");
      volumes.forEach(v -> mounts.addObject().put("name", v).put("mountPath", "/" + v));
    }
    return container;
  }

  private ObjectNode volume(String name) {
    ObjectNode volume = object().put("name", name);
    if (maybe()) {
      volume.putObject("emptyDir");
    } else {
      volume.putObject("configMap").put("name", "settings");
    }
    return volume;
  }

  private static void env(ArrayNode list, List<String> names) {
    names.forEach(name -> list.addObject().put("name", name).put("value", "1"));
  }

  private static void named(ArrayNode list, List<String> names) {
    names.forEach(name -> list.addObject().put("name", name));
  }

  private ObjectNode service() {
    ObjectNode service = made("v1", "Service");
    ObjectNode spec = service.putObject("spec");
    spec.putObject("selector").put("app", "web").put("tier", "front");
    ArrayNode ports = spec.putArray("ports");
    ports.addObject().put("name", "http").put("port", 80);
    maybe(() -> ports.addObject().put("name", "metrics").put("port", 9090).put("targetPort", 90));
    return service;
  }

  private ObjectNode map() {
    ObjectNode map = made("v1", "ConfigMap");
    map.putObject("data").put("a", "1").put("b", "2");
    return map;
  }

  // ---- The patches ---------------------------------------------------------------------------

  private ObjectNode metadataPatch() {
    ObjectNode patch = object();
    maybe(() -> {
      ObjectNode metadata = patch.putObject("metadata");
      maybe(() -> values(metadata.putObject("labels"), "tier", "new"));
      maybe(() -> values(metadata.putObject("annotations"), "note", "more", "extra"));
      maybe(() -> finalizers(metadata));
    });
    return patch;
  }

  private void finalizers(ObjectNode metadata) {
    maybe(() ->
        metadata
            .putArray("$deleteFromPrimitiveList/finalizers")
            .add(of("stario.uz/a", "stario.uz/b")));
    if (maybe()) {
      ArrayNode order = metadata.putArray("$setElementOrder/finalizers");
      List.of("stario.uz/c", "stario.uz/b", "stario.uz/a").forEach(order::add);
    }
    maybe(() -> metadata.putArray("finalizers").add("stario.uz/c"));
  }

  private void values(ObjectNode map, String... names) {
    if (seldom()) {
      map.put("$patch", of("replace", "delete"));
    }
    for (String name : some(names)) {
      if (maybe()) {
        map.putNull(name);
      } else {
        map.put(name, "v" + random.nextInt(3));
      }
    }
  }

  private ObjectNode mapPatch() {
    ObjectNode patch = metadataPatch();
    values(patch.putObject("data"), "a", "b", "c");
    return patch;
  }

  private ObjectNode servicePatch() {
    ObjectNode patch = metadataPatch();
    ObjectNode spec = patch.putObject("spec");
    maybe(() -> values(spec.putObject("selector"), "tier", "new"));
    maybe(() ->
        elements(
            spec,
            "ports",
            "port",
            List.of("80", "9090", "443"),
            element -> element.put("name", "p" + element.path("port").asInt(0))));
    maybe(() -> spec.put("sessionAffinity", of("ClientIP", "None")));
    return patch;
  }

  private ObjectNode podPatch() {
    ObjectNode patch = metadataPatch();
    if (maybe()) {
      ObjectNode spec = patch.putObject("spec");
      maybe(() -> containers(spec));
      maybe(() -> spec.put("activeDeadlineSeconds", 60));
    }
    return patch;
  }

  private ObjectNode deploymentPatch() {
    ObjectNode patch = metadataPatch();
    ObjectNode spec = patch.putObject("spec");
    maybe(() -> strategy(spec.putObject("strategy")));
    maybe(() -> spec.put("minReadySeconds", random.nextInt(3)));
    if (seldom()) {
      spec.putNull("revisionHistoryLimit");
    }
    ObjectNode template = spec.putObject("template");
    maybe(() -> values(template.putObject("metadata").putObject("labels"), "wave", "new"));
    template.set("spec", podSpecPatch());
    return patch;
  }

  private void strategy(ObjectNode strategy) {
    if (maybe()) {
      strategy.put("type", "Recreate");
      if (maybe()) {
        strategy.putArray("$retainKeys").add("type");
      } else {
        strategy.putNull("rollingUpdate");
      }
    } else {
      strategy.putObject("rollingUpdate").put("maxSurge", of("10%", "50%"));
    }
  }

  private ObjectNode podSpecPatch() {
    ObjectNode spec = object();
    if (seldom()) {
      spec.put("$patch", "replace");
      spec.putArray("containers").add(container("z", List.of()));
      return spec;
    }
    maybe(() -> containers(spec));
    maybe(() -> elements(spec, "imagePullSecrets", "name", List.of("s1", "s2", "s3"), _ -> {}));
    maybe(() -> values(spec.putObject("nodeSelector"), "disk", "zone", "rack"));
    maybe(
        () -> spec.putArray("tolerations").addObject().put("key", "new").put("operator", "Exists"));
    maybe(() ->
        elements(
            spec,
            "hostAliases",
            "ip",
            List.of("10.0.0.1", "10.0.0.2"),
            element -> element.putArray("hostnames").add("two")));
    maybe(() ->
        elements(
            spec,
            "volumes",
            "name",
            List.of("data", "conf", "extra"),
            element -> {
              element.putArray("$retainKeys").add("name").add("emptyDir");
              element.putObject("emptyDir").put("medium", "Memory");
            }));
    maybe(() -> spec.put("terminationGracePeriodSeconds", 5));
    if (seldom()) {
      spec.putNull(
          of("tolerations", "nodeSelector", "imagePullSecrets", "initContainers", "dnsPolicy"));
    }
    return spec;
  }

  private void containers(ObjectNode spec) {
    elements(spec, "containers", "name", List.of("a", "b", "c", "d"), this::containerPatch);
  }

  private void containerPatch(ObjectNode container) {
    container.put("image", of("stario/app:v2", "stario/app:v3"));
    maybe(() ->
        elements(
            container,
            "env",
            "name",
            List.of("A", "B", "C", "D"),
            element -> element.put("value", "v" + random.nextInt(3))));
    maybe(() -> container.putArray("args").add("-z"));
    maybe(() ->
        elements(
            container,
            "ports",
            "containerPort",
            List.of("80", "81"),
            element -> element.put("name", "n" + element.path("containerPort").asInt(0))));
    maybe(() -> container.putObject("resources").putObject("limits").put("memory", "1Gi"));
    if (seldom()) {
      container.putNull(of("env", "args", "ports", "resources"));
    }
  }

  /** A list merged by key: some elements changed, added or deleted, perhaps with an order. */
  private void elements(
      ObjectNode parent, String field, String key, List<String> ids, Consumer<ObjectNode> change) {
    List<String> chosen = some(ids.toArray(String[]::new));
    ArrayNode list = parent.putArray(field);
    List<String> kept = new ArrayList<>(ids);
    for (String id : chosen) {
      ObjectNode element = list.addObject();
      id(element, key, id);
      if (random.nextInt(4) == 0) {
        element.put("$patch", "delete");
        kept.remove(id);
        continue;
      }
      change.accept(element);
      if (seldom()) {
        element.put("$patch", of("replace", "merge"));
      }
      boolean perhaps = seldom();
      if (perhaps && seldom()) {
        element.remove(key);
      }
    }
    if (seldom()) {
      list.addObject().put("$patch", "replace");
      return;
    }
    if (maybe()) {
      List<String> ordered = new ArrayList<>(seldom() || maybe() ? chosen : kept);
      ordered.retainAll(seldom() ? ids : kept);
      if (seldom()) {
        Collections.shuffle(ordered, random);
      } else {
        // As clients do: changed elements stand in the list as they stand in the order.
        ordered.sort(java.util.Comparator.comparingInt(id -> rank(chosen, ids, id)));
      }
      ArrayNode order = parent.putArray("$setElementOrder/" + field);
      ordered.forEach(id -> id(order.addObject(), key, id));
    }
  }

  private static int rank(List<String> chosen, List<String> ids, String id) {
    int at = chosen.indexOf(id);
    return at >= 0 ? at : chosen.size() + ids.indexOf(id);
  }

  private static void id(ObjectNode element, String key, String id) {
    if (key.equals("port") || key.equals("containerPort")) {
      element.put(key, Integer.parseInt(id));
    } else {
      element.put(key, id);
    }
  }
}
