package uz.stario.rollback.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;

/**
 * The Deployments of a benchmark: made, moved to other versions, and deleted again.
 *
 * <p>All carry one label, by which those that an earlier run left are found. A namespace with
 * anybody else's Deployments is refused, for {@code kubectl rollout undo deployment} takes them
 * all.
 */
final class Fleet {

  static final String LABEL = "app.kubernetes.io/managed-by";
  static final String OWNER = "stario-bench";

  private static final String JSON = "application/json";
  private static final String SELECTED = "?labelSelector=app.kubernetes.io%2Fmanaged-by%3D" + OWNER;
  private static final Duration CONVERGENCE = Duration.ofMinutes(10);
  private static final Duration CALM = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(250);

  /** A second in which nothing was written. */
  private static final int LOOKS_AT_REST = 5;

  /** Small images that exist, so that a real kubelet can run them; each is one version. */
  private static final List<String> IMAGES =
      List.of(
          "busybox:1.28.4",
          "busybox:1.29.2",
          "busybox:1.29.3",
          "busybox:1.30.0",
          "busybox:1.30.1",
          "busybox:1.31.0",
          "busybox:1.31.1",
          "busybox:1.32.0",
          "busybox:1.32.1",
          "busybox:1.33.0",
          "busybox:1.33.1",
          "busybox:1.34.0",
          "busybox:1.34.1",
          "busybox:1.35.0",
          "busybox:1.36.0",
          "busybox:1.36.1",
          "busybox:1.37.0");

  static final int VERSIONS = IMAGES.size();

  private final Api api;
  private final String namespace;
  private final List<String> names;

  Fleet(Api api, String namespace, int size) {
    this.api = api;
    this.namespace = namespace;
    List<String> all = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      all.add("bench-%04d".formatted(i));
    }
    this.names = List.copyOf(all);
  }

  static List<String> images() {
    return IMAGES;
  }

  List<String> names() {
    return names;
  }

  /** Makes the namespace where it is missing, deletes what an earlier run left, makes version 0. */
  void make() throws BenchFailure {
    ensureNamespace();
    for (JsonNode deployment : list("deployments", "").path("items")) {
      if (!OWNER.equals(deployment.path("metadata").path("labels").path(LABEL).asString(""))) {
        throw BenchFailure.refused(
            "namespace "
                + namespace
                + " has a Deployment that is not the benchmark's: "
                + deployment.path("metadata").path("name").asString("")
                + ". Name another namespace.");
      }
    }
    deleteDeployments();
    String version = list("deployments", "").path("metadata").path("resourceVersion").asString("");
    Map<String, Call> calls = new TreeMap<>();
    for (String name : names) {
      calls.put(name, new Call("POST", path("deployments"), JSON, deployment(name)));
    }
    apply(calls, version);
  }

  /** Brings every Deployment to a version and waits until nothing of the old one runs. */
  void roll(int version) throws BenchFailure {
    String patch =
        """
        [{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"%s"}]\
        """
            .formatted(IMAGES.get(version));
    Map<String, Call> calls = new TreeMap<>();
    names.forEach(name -> calls.put(name, Call.patch(path("deployments") + "/" + name, patch)));
    apply(calls, list("deployments", "").path("metadata").path("resourceVersion").asString(""));
    calm();
  }

  /**
   * The floor: gives every Deployment the template of the revision before its own, all at once, and
   * waits until each has converged. Lists before, outside the time that is returned.
   */
  Duration takeBack() throws BenchFailure {
    return takeBack(names);
  }

  /** The same for some of them. */
  Duration takeBack(Collection<String> some) throws BenchFailure {
    Map<String, JsonNode> previous =
        Previous.templates(list("replicasets", SELECTED).path("items"));
    JsonNode deployments = list("deployments", SELECTED);
    Map<String, Call> calls = new TreeMap<>();
    for (JsonNode deployment : deployments.path("items")) {
      String name = deployment.path("metadata").path("name").asString("");
      if (!some.contains(name)) {
        continue;
      }
      JsonNode template = previous.get(deployment.path("metadata").path("uid").asString(""));
      if (template == null) {
        throw BenchFailure.failed("deployment " + name + " has no revision to go back to");
      }
      calls.put(
          name,
          Call.patch(
              path("deployments") + "/" + name,
              "[{\"op\":\"replace\",\"path\":\"/spec/template\",\"value\":" + template + "}]"));
    }
    return apply(calls, deployments.path("metadata").path("resourceVersion").asString(""));
  }

  /** A change of one Deployment. */
  private record Call(String method, String path, String type, String body) {
    static Call patch(String path, String body) {
      return new Call("PATCH", path, "application/json-patch+json", body);
    }
  }

  private Duration apply(Map<String, Call> calls, String fromVersion) throws BenchFailure {
    Convergence convergence = new Convergence(calls.keySet());
    String watch =
        path("deployments") + SELECTED + "&watch=true&timeoutSeconds=900&resourceVersion=";
    List<Callable<Void>> tasks = new ArrayList<>();
    calls.forEach((name, call) ->
        tasks.add(() -> {
          JsonNode changed = api.must(call.method(), call.path(), call.type(), call.body());
          convergence.patched(name, changed.path("metadata").path("generation").asLong(0));
          return null;
        }));
    try (Watch _ = Watch.open(api, watch + fromVersion, convergence)) {
      long start = System.nanoTime();
      Api.all(tasks);
      convergence.await(CONVERGENCE);
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  /** Whether every Deployment is at a version, as whoever took it back should have left it. */
  void requireVersion(int version) throws BenchFailure {
    for (JsonNode deployment : list("deployments", SELECTED).path("items")) {
      JsonNode spec = deployment.path("spec").path("template").path("spec");
      String image = spec.path("containers").path(0).path("image").asString("");
      long generation = deployment.path("metadata").path("generation").asLong(0);
      if (!image.equals(IMAGES.get(version)) || !Convergence.isComplete(deployment, generation)) {
        throw BenchFailure.failed(
            "deployment "
                + deployment.path("metadata").path("name").asString("")
                + " should have converged at "
                + IMAGES.get(version)
                + " and is at "
                + image);
      }
    }
  }

  /**
   * Waits until only the pods that are wanted are left and the controllers have written down what
   * they saw of that, so that each variant starts alike.
   */
  void calm() throws BenchFailure {
    waitFor(
        "the old pods to go",
        () -> list("pods", SELECTED).path("items").size() == 2 * names.size());
    Deque<String> seen = new ArrayDeque<>();
    waitFor(
        "the controllers to come to rest",
        () -> {
          seen.addLast(versions("deployments") + " " + versions("replicasets"));
          if (seen.size() > LOOKS_AT_REST) {
            seen.removeFirst();
          }
          return seen.size() == LOOKS_AT_REST && seen.stream().distinct().count() == 1;
        });
  }

  private String versions(String resource) throws BenchFailure {
    StringBuilder all = new StringBuilder();
    for (JsonNode one : list(resource, SELECTED).path("items")) {
      all.append(one.path("metadata").path("resourceVersion").asString("")).append(' ');
    }
    return all.toString();
  }

  /** The revision of each Deployment, in the order of their names. */
  List<Long> revisions() throws BenchFailure {
    Map<String, Long> revisions = new TreeMap<>();
    for (JsonNode one : list("deployments", SELECTED).path("items")) {
      revisions.put(
          one.path("metadata").path("name").asString(""),
          Long.parseLong(annotation(one, "deployment.kubernetes.io/revision")));
    }
    return List.copyOf(revisions.values());
  }

  /** Whether version 0 is recorded healthy everywhere, and the one that was left bad. */
  void requireVerdicts(int left) throws BenchFailure {
    for (JsonNode set : list("replicasets", SELECTED).path("items")) {
      JsonNode spec = set.path("spec").path("template").path("spec");
      int version = IMAGES.indexOf(spec.path("containers").path(0).path("image").asString(""));
      String wanted = version == 0 ? "healthy" : version == left ? "bad" : "";
      if (!annotation(set, "rollback.stario.uz/verdict").contains(wanted)) {
        throw BenchFailure.failed(
            "replica set "
                + set.path("metadata").path("name").asString("")
                + " should be recorded "
                + wanted);
      }
    }
  }

  private static String annotation(JsonNode object, String name) {
    return object.path("metadata").path("annotations").path(name).asString("");
  }

  /** Deletes the Deployments, and the namespace where a benchmark made it. */
  void delete() throws BenchFailure {
    deleteDeployments();
    JsonNode found = api.get("/api/v1/namespaces/" + namespace);
    if (OWNER.equals(found.path("metadata").path("labels").path(LABEL).asString(""))) {
      api.must("DELETE", "/api/v1/namespaces/" + namespace, "", "");
      waitFor(
          "namespace " + namespace + " to go",
          () -> api.send("GET", "/api/v1/namespaces/" + namespace, "", "").status() == 404);
    }
  }

  private void deleteDeployments() throws BenchFailure {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (JsonNode one : list("deployments", SELECTED).path("items")) {
      String path = path("deployments") + "/" + one.path("metadata").path("name").asString("");
      tasks.add(() -> {
        Api.Answer answer =
            api.send("DELETE", path, JSON, "{\"propagationPolicy\":\"Background\"}");
        if (!answer.ok() && answer.status() != 404) {
          throw BenchFailure.failed("DELETE " + path + ": " + answer.status());
        }
        return null;
      });
    }
    Api.all(tasks);
    waitFor(
        "the deleted Deployments' pods to go",
        () ->
            list("deployments", SELECTED).path("items").isEmpty()
                && list("replicasets", SELECTED).path("items").isEmpty()
                && list("pods", SELECTED).path("items").isEmpty());
  }

  private void ensureNamespace() throws BenchFailure {
    Api.Answer found = api.send("GET", "/api/v1/namespaces/" + namespace, "", "");
    if (found.status() == 404) {
      api.must(
          "POST",
          "/api/v1/namespaces",
          JSON,
          """
          {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s","labels":{"%s":"%s"}}}\
          """
              .formatted(namespace, LABEL, OWNER));
    }
  }

  private interface Condition {
    boolean holds() throws BenchFailure;
  }

  private static void waitFor(String what, Condition condition) throws BenchFailure {
    long end = System.nanoTime() + CALM.toNanos();
    try {
      while (!condition.holds()) {
        if (System.nanoTime() > end) {
          throw BenchFailure.failed("waited " + CALM.toSeconds() + " s in vain for " + what);
        }
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw BenchFailure.failed("interrupted");
    }
  }

  private JsonNode list(String resource, String query) throws BenchFailure {
    return api.get(path(resource) + query);
  }

  private String path(String resource) {
    String group = resource.equals("pods") ? "/api/v1" : "/apis/apps/v1";
    return group + "/namespaces/" + namespace + "/" + resource;
  }

  private static String deployment(String name) {
    return """
    {"apiVersion":"apps/v1","kind":"Deployment",
     "metadata":{"name":"%1$s","labels":{"%2$s":"%3$s","app.kubernetes.io/name":"%1$s"}},
     "spec":{"replicas":2,"selector":{"matchLabels":{"app.kubernetes.io/name":"%1$s"}},
      "template":{"metadata":{"labels":{"%2$s":"%3$s","app.kubernetes.io/name":"%1$s"}},
       "spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"main","image":"%4$s",
        "command":["sleep","1000000"],
        "resources":{"requests":{"cpu":"1m","memory":"4Mi"}}}]}}}}\
    """
        .formatted(name, LABEL, OWNER, IMAGES.getFirst());
  }
}
