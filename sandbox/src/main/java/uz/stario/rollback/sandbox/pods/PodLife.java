package uz.stario.rollback.sandbox.pods;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resources;

/** What the kubelet knows of one pod; written on the timeline. */
final class PodLife {
  /** The order in which a real pod shows its conditions. */
  private static final List<String> CONDITIONS =
      List.of(
          "PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled");

  final Key key;
  final String uid;
  final String ip;
  final List<ContainerLife> containers;
  volatile ObjectNode pod;
  String node = "";
  @Nullable Instant started;
  String phase = "Pending";
  volatile boolean ready;
  volatile boolean stopping;
  volatile boolean ended;
  private final Map<String, ObjectNode> conditions = new TreeMap<>();

  PodLife(ObjectNode pod, String ip) {
    this.key = Key.of(Resources.POD, pod);
    this.uid = Manifest.uid(pod);
    this.ip = ip;
    this.pod = pod;
    this.containers =
        Manifest.at(pod, "spec", "containers")
            .valueStream()
            .map(c -> new ContainerLife(Manifest.text(c, "name"), Manifest.text(c, "image")))
            .toList();
  }

  Optional<ContainerLife> container(String name) {
    return containers.stream().filter(c -> name.isEmpty() || c.name.equals(name)).findFirst();
  }

  JsonNode spec(ContainerLife container) {
    return Manifest.at(pod, "spec", "containers")
        .valueStream()
        .filter(c -> Manifest.text(c, "name").equals(container.name))
        .findFirst()
        .orElseThrow();
  }

  void condition(String type, boolean holds, String reason, String message, Instant now) {
    ObjectNode before = conditions.get(type);
    String status = holds ? "True" : "False";
    String since =
        before != null && Manifest.text(before, "status").equals(status)
            ? Manifest.text(before, "lastTransitionTime")
            : Manifest.time(now);
    ObjectNode condition = Manifest.object().put("type", type).put("status", status);
    condition.putNull("lastProbeTime").put("lastTransitionTime", since);
    if (!reason.isEmpty()) {
      condition.put("reason", reason).put("message", message);
    }
    conditions.put(type, condition);
  }

  /** Brings phase, readiness and conditions in line with the containers. */
  void settle(Instant now) {
    if (started == null) {
      return;
    }
    boolean all = containers.stream().allMatch(c -> c.ready);
    boolean someRan =
        containers.stream()
            .anyMatch(c -> !(c.state instanceof ContainerState.Waiting) || c.restarts > 0);
    boolean allEnded =
        containers.stream().allMatch(c -> c.state instanceof ContainerState.Terminated);
    boolean restarts = !Manifest.text(pod, "spec", "restartPolicy").equals("Never");
    phase = allEnded && !restarts ? "Failed" : someRan ? "Running" : "Pending";
    ready = all;
    String unready =
        containers.stream()
            .filter(c -> !c.ready)
            .map(c -> c.name)
            .reduce((a, b) -> a + " " + b)
            .orElse("");
    String reason = all ? "" : "ContainersNotReady";
    String message = "containers with unready status: [" + unready + "]";
    condition("PodReadyToStartContainers", true, "", "", now);
    condition("Initialized", true, "", "", now);
    condition("Ready", all, reason, message, now);
    condition("ContainersReady", all, reason, message, now);
    condition("PodScheduled", true, "", "", now);
  }

  ObjectNode status(String hostIp, JsonNode before) {
    ObjectNode status = Manifest.object().put("phase", phase);
    ArrayNode list = status.putArray("conditions");
    CONDITIONS.stream()
        .filter(conditions::containsKey)
        .forEach(type -> list.add(conditions.get(type)));
    status.set("qosClass", before.path("qosClass"));
    Instant since = started;
    if (since == null) {
      return status;
    }
    status.put("startTime", Manifest.time(since)).put("hostIP", hostIp);
    status.putArray("hostIPs").addObject().put("ip", hostIp);
    if (phase.equals("Running")) {
      status.put("podIP", ip).putArray("podIPs").addObject().put("ip", ip);
    }
    ArrayNode statuses = status.putArray("containerStatuses");
    containers.forEach(c -> statuses.add(c.status(uid)));
    return status;
  }
}
