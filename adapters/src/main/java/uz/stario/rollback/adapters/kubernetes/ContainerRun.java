package uz.stario.rollback.adapters.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * One run of a container, whose log the kubelet keeps: the one under way, and the one before it.
 *
 * @param former the one before
 */
record ContainerRun(String pod, String container, boolean former) {

  /**
   * The runs of a pod's containers that may have written something since an instant, in the order
   * in which they wrote it. What people type into an ephemeral container is not among them.
   *
   * @param lost is told what was written since and is not kept any more
   */
  static List<ContainerRun> since(Instant from, JsonNode pod, Consumer<String> lost) {
    List<ContainerRun> runs = new ArrayList<>();
    for (String container : containers(pod)) {
      ContainerRun present = new ContainerRun(Json.name(pod), container, false);
      JsonNode status = status(pod, container);
      JsonNode before = Json.at(status, "lastState", "terminated");
      boolean ranSince =
          before.isObject()
              && time(before, "finishedAt").filter(end -> end.isBefore(from)).isEmpty();
      if (ranSince) {
        runs.add(new ContainerRun(present.pod, container, true));
        // The kubelet keeps one former run; those before it are gone.
        boolean beganSince = time(before, "startedAt").filter(from::isBefore).isPresent();
        if (beganSince && Json.number(status, 0, "restartCount") > 1) {
          lost.accept(present + " restarted more than once, and only its last runs are kept");
        }
      }
      // While one waits, the log of the former run is given for that of the present one.
      if (!ranSince || !Json.at(status, "state", "waiting").isObject()) {
        runs.add(present);
      }
    }
    return runs;
  }

  /** Whose last lines tell most: the container that crashes, in the run in which it did. */
  static Optional<ContainerRun> telling(JsonNode pod) {
    Optional<PodTrouble> crash =
        PodTrouble.of(pod).filter(trouble -> trouble.kind() == PodTrouble.Kind.CRASH);
    if (crash.isPresent()) {
      String container = crash.get().container();
      boolean former = Json.at(status(pod, container), "lastState", "terminated").isObject();
      return Optional.of(new ContainerRun(Json.name(pod), container, former));
    }
    String named = Json.annotation(pod, "kubectl.kubernetes.io/default-container");
    List<String> own = names(pod, "containers");
    return (own.contains(named) ? Optional.of(named) : own.stream().findFirst())
        .map(container -> new ContainerRun(Json.name(pod), container, false));
  }

  /**
   * Whose last lines tell why a pod was restarted: the container that crashes, or else the first
   * that has a former run.
   */
  static Optional<ContainerRun> ended(JsonNode pod) {
    if (PodTrouble.of(pod).filter(trouble -> trouble.kind() == PodTrouble.Kind.CRASH).isPresent()) {
      return telling(pod);
    }
    return containers(pod).stream()
        .filter(container -> Json.at(status(pod, container), "lastState", "terminated").isObject())
        .map(container -> new ContainerRun(Json.name(pod), container, true))
        .findFirst();
  }

  ContainerRun present() {
    return new ContainerRun(pod, container, false);
  }

  /** Where its log is, up to what is wanted of it. */
  String path(Paths paths) {
    return paths.one(Paths.PODS, pod)
        + "/log?container="
        + Paths.encoded(container)
        + (former ? "&previous=true" : "");
  }

  private static List<String> containers(JsonNode pod) {
    List<String> names = new ArrayList<>(names(pod, "initContainers"));
    names.addAll(names(pod, "containers"));
    return names;
  }

  static List<String> names(JsonNode pod, String kind) {
    return Json.items(pod, "spec", kind).stream().map(one -> Json.text(one, "name")).toList();
  }

  private static JsonNode status(JsonNode pod, String container) {
    List<JsonNode> all = new ArrayList<>(Json.items(pod, "status", "initContainerStatuses"));
    all.addAll(Json.items(pod, "status", "containerStatuses"));
    return all.stream()
        .filter(status -> Json.text(status, "name").equals(container))
        .findFirst()
        .orElseGet(Json::object);
  }

  private static Optional<Instant> time(JsonNode state, String field) {
    try {
      return Optional.of(Instant.parse(Json.text(state, field)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** As people name it: {@code api-6d4b75cb6d-hx2lq/app}. */
  @Override
  public String toString() {
    return pod + "/" + container;
  }
}
