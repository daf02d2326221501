package uz.stario.rollback.sandbox.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resource;

/** The columns of each kind, as {@code pkg/printers/internalversion/printers.go} has them. */
final class Columns {
  private static final Column NAME = Column.text("Name", (o, _) -> Manifest.name(o));
  private static final Column AGE =
      Column.text("Age", (o, now) -> age(Manifest.at(o, "metadata", "creationTimestamp"), now));

  private Columns() {}

  static List<Column> of(Resource resource) {
    return switch (resource.kind()) {
      case "Pod" -> pod();
      case "Deployment" ->
          List.of(
              NAME,
              Column.text(
                  "Ready",
                  (o, _) ->
                      status(o, "readyReplicas") + "/" + Manifest.number(o, "spec", "replicas")),
              Column.number("Up-to-date", (o, _) -> status(o, "updatedReplicas")),
              Column.number("Available", (o, _) -> status(o, "availableReplicas")),
              AGE,
              Column.wide("Containers", (o, _) -> containers(o, "name")),
              Column.wide("Images", (o, _) -> containers(o, "image")),
              Column.wide(
                  "Selector", (o, _) -> pairs(Manifest.at(o, "spec", "selector", "matchLabels"))));
      case "ReplicaSet" ->
          List.of(
              NAME,
              Column.number("Desired", (o, _) -> "" + Manifest.number(o, "spec", "replicas")),
              Column.number("Current", (o, _) -> status(o, "replicas")),
              Column.number("Ready", (o, _) -> status(o, "readyReplicas")),
              AGE,
              Column.wide("Containers", (o, _) -> containers(o, "name")),
              Column.wide("Images", (o, _) -> containers(o, "image")),
              Column.wide(
                  "Selector", (o, _) -> pairs(Manifest.at(o, "spec", "selector", "matchLabels"))));
      case "Service" ->
          List.of(
              NAME,
              Column.text("Type", (o, _) -> Manifest.text(o, "spec", "type")),
              Column.text("Cluster-IP", (o, _) -> orNone(Manifest.text(o, "spec", "clusterIP"))),
              Column.text("External-IP", (_, _) -> "<none>"),
              Column.text("Port(s)", (o, _) -> ports(o)),
              AGE,
              Column.wide("Selector", (o, _) -> pairs(Manifest.at(o, "spec", "selector"))));
      case "Event" ->
          List.of(
              Column.text("Last Seen", (o, now) -> age(o.path("lastTimestamp"), now)),
              Column.text("Type", (o, _) -> Manifest.text(o, "type")),
              Column.text("Reason", (o, _) -> Manifest.text(o, "reason")),
              Column.text("Object", (o, _) -> involved(o)),
              Column.text("Message", (o, _) -> Manifest.text(o, "message")),
              new Column("Name", false, true, NAME.value()));
      case "Namespace" ->
          List.of(NAME, Column.text("Status", (o, _) -> Manifest.text(o, "status", "phase")), AGE);
      case "Node" ->
          List.of(
              NAME,
              Column.text("Status", (_, _) -> "Ready"),
              Column.text("Roles", (_, _) -> "<none>"),
              AGE,
              Column.text(
                  "Version", (o, _) -> Manifest.text(o, "status", "nodeInfo", "kubeletVersion")));
      case "ConfigMap" ->
          List.of(NAME, Column.number("Data", (o, _) -> "" + o.path("data").size()), AGE);
      case "Secret" ->
          List.of(
              NAME,
              Column.text("Type", (o, _) -> Manifest.text(o, "type")),
              Column.number("Data", (o, _) -> "" + o.path("data").size()),
              AGE);
      case "Lease" ->
          List.of(
              NAME,
              Column.text("Holder", (o, _) -> Manifest.text(o, "spec", "holderIdentity")),
              AGE);
      case "ResourceQuota" ->
          List.of(
              NAME,
              Column.text("Request", (o, _) -> quota(o, false)),
              Column.text("Limit", (o, _) -> quota(o, true)),
              AGE);
      default -> List.of(NAME, AGE);
    };
  }

  /** What is used of what a quota allows: of limits, or of all else. */
  private static String quota(ObjectNode quota, boolean limits) {
    JsonNode used = Manifest.at(quota, "status", "used");
    return Manifest.at(quota, "status", "hard").properties().stream()
        .filter(hard -> hard.getKey().startsWith("limits.") == limits)
        .sorted(Map.Entry.comparingByKey())
        .map(hard ->
            hard.getKey()
                + ": "
                + used.path(hard.getKey()).asString("0")
                + "/"
                + hard.getValue().asString("0"))
        .collect(Collectors.joining(", "));
  }

  private static List<Column> pod() {
    return List.of(
        NAME,
        Column.text("Ready", (o, _) -> readyContainers(o)),
        Column.text("Status", (o, _) -> podStatus(o)),
        Column.text("Restarts", Columns::restarts),
        AGE,
        Column.wide("IP", (o, _) -> orNone(Manifest.text(o, "status", "podIP"))),
        Column.wide("Node", (o, _) -> orNone(Manifest.text(o, "spec", "nodeName"))),
        Column.wide("Nominated Node", (_, _) -> "<none>"),
        Column.wide("Readiness Gates", (_, _) -> "<none>"));
  }

  private static String readyContainers(ObjectNode pod) {
    long ready =
        Manifest.at(pod, "status", "containerStatuses")
            .valueStream()
            .filter(c -> c.path("ready").asBoolean(false))
            .count();
    return ready + "/" + Manifest.at(pod, "spec", "containers").size();
  }

  private static String podStatus(ObjectNode pod) {
    if (Manifest.deleting(pod)) {
      return "Terminating";
    }
    String shown = Manifest.text(pod, "status", "phase");
    for (JsonNode container : Manifest.at(pod, "status", "containerStatuses")) {
      String waiting = Manifest.text(container, "state", "waiting", "reason");
      String ended = Manifest.text(container, "state", "terminated", "reason");
      shown = !waiting.isEmpty() ? waiting : !ended.isEmpty() ? ended : shown;
    }
    return shown;
  }

  private static String restarts(ObjectNode pod, Instant now) {
    int count = 0;
    String since = "";
    for (JsonNode container : Manifest.at(pod, "status", "containerStatuses")) {
      count += Manifest.number(container, "restartCount");
      JsonNode ended = Manifest.at(container, "lastState", "terminated", "finishedAt");
      since = ended.isString() ? " (" + age(ended, now) + " ago)" : since;
    }
    return count == 0 ? "0" : count + since;
  }

  private static String status(ObjectNode object, String field) {
    return Integer.toString(Manifest.number(object, "status", field));
  }

  private static String containers(ObjectNode workload, String field) {
    return Manifest.at(workload, "spec", "template", "spec", "containers")
        .valueStream()
        .map(c -> Manifest.text(c, field))
        .collect(Collectors.joining(","));
  }

  private static String pairs(JsonNode labels) {
    return labels.properties().stream()
        .map(l -> l.getKey() + "=" + l.getValue().asString(""))
        .collect(Collectors.joining(","));
  }

  private static String ports(ObjectNode service) {
    return Manifest.at(service, "spec", "ports")
        .valueStream()
        .map(p -> p.path("port").asInt(0) + "/" + Manifest.text(p, "protocol"))
        .collect(Collectors.joining(","));
  }

  private static String involved(ObjectNode event) {
    JsonNode about = event.path("involvedObject");
    return Manifest.text(about, "kind").toLowerCase(java.util.Locale.ROOT)
        + "/"
        + Manifest.text(about, "name");
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "<none>" : text;
  }

  private static String age(JsonNode since, Instant now) {
    return Manifest.instant(since).map(then -> Tables.ago(then, now)).orElse("<unknown>");
  }
}
