package uz.stario.rollback.adapters.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What keeps a pod from serving that seldom goes away by itself.
 *
 * @param kind the same while the trouble is the same, though its reason may alternate
 * @param container empty where it is the pod as a whole
 */
record PodTrouble(String pod, String container, Kind kind, String reason, String message) {

  enum Kind {
    IMAGE("can't pull its image"),
    CRASH("crashes"),
    CONFIG("can't be made"),
    UNSCHEDULABLE("fits no node");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private static final Set<String> IMAGE =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable");
  private static final Set<String> CONFIG =
      Set.of(
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError",
          "StartError",
          "PreCreateHookError",
          "PostStartHookError");

  /** The first trouble of a pod, in the order of its containers. */
  static Optional<PodTrouble> of(JsonNode pod) {
    String name = Json.name(pod);
    for (JsonNode condition : Json.items(pod, "status", "conditions")) {
      if (Json.text(condition, "type").equals("PodScheduled")
          && Json.text(condition, "status").equals("False")
          && Json.text(condition, "reason").equals("Unschedulable")) {
        return Optional.of(
            new PodTrouble(
                name, "", Kind.UNSCHEDULABLE, "Unschedulable", Json.text(condition, "message")));
      }
    }
    List<JsonNode> containers = new ArrayList<>();
    containers.addAll(Json.items(pod, "status", "initContainerStatuses"));
    containers.addAll(Json.items(pod, "status", "containerStatuses"));
    return containers.stream().flatMap(status -> of(name, status).stream()).findFirst();
  }

  private static Optional<PodTrouble> of(String pod, JsonNode status) {
    String container = Json.text(status, "name");
    JsonNode waiting = Json.at(status, "state", "waiting");
    String reason = Json.text(waiting, "reason");
    String message = Json.text(waiting, "message");
    if (IMAGE.contains(reason)) {
      return Optional.of(new PodTrouble(pod, container, Kind.IMAGE, reason, message));
    }
    if (CONFIG.contains(reason)) {
      return Optional.of(new PodTrouble(pod, container, Kind.CONFIG, reason, message));
    }
    JsonNode ended =
        Json.at(status, "state", "terminated").isObject()
            ? Json.at(status, "state", "terminated")
            : Json.at(status, "lastState", "terminated");
    boolean failed = Json.number(ended, 0, "exitCode") != 0;
    boolean serves = Json.flag(status, "ready");
    if (reason.equals("CrashLoopBackOff") || (failed && !serves)) {
      return Optional.of(
          new PodTrouble(pod, container, Kind.CRASH, crash(reason, ended), exit(status, ended)));
    }
    return Optional.empty();
  }

  private static String crash(String waiting, JsonNode ended) {
    String why = Json.text(ended, "reason");
    if (why.equals("OOMKilled")) {
      return why;
    }
    return waiting.isEmpty() ? (why.isEmpty() ? "Error" : why) : waiting;
  }

  private static String exit(JsonNode status, JsonNode ended) {
    String exit = ended.isObject() ? "exit code " + Json.number(ended, 0, "exitCode") + ", " : "";
    long restarts = Json.number(status, 0, "restartCount");
    return exit + restarts + (restarts == 1 ? " restart" : " restarts");
  }

  /** Whether people would call it the same trouble. */
  boolean sameAs(PodTrouble other) {
    return pod.equals(other.pod) && container.equals(other.container) && kind == other.kind;
  }

  String text() {
    String who = container.isEmpty() ? "pod " + pod : "pod " + pod + ", container " + container;
    return who + " " + kind.words + ": " + reason + (message.isEmpty() ? "" : ": " + message);
  }
}
