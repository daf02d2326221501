package uz.stario.rollback.adapters.kubernetes;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.gpu.AskingContainer;
import uz.stario.rollback.gpu.Place;
import uz.stario.rollback.gpu.PlacedPod;
import uz.stario.rollback.port.Placements;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;

/**
 * Reads pods and the nodes that they are on, each node once. Thread-safe.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources">
 *     Extended resources</a>
 */
final class KubernetesPlacements implements Placements {

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final Api api;
  private final WorkloadPods pods;

  KubernetesPlacements(Api api, WorkloadPods pods) {
    this.api = api;
    this.pods = pods;
  }

  @Override
  public Answer<List<PlacedPod>> of(WorkloadRef workload, Duration limit) {
    try {
      return Deadline.in(limit)
          .inTime(() -> pods.present(workload).map(this::placed))
          .orElseGet(KubernetesPlacements::late);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return late();
    }
  }

  private static Answer<List<PlacedPod>> late() {
    return Answer.refused(
        Problem.unchanged(
            ErrorCode.CLUSTER_UNREACHABLE,
            "Cannot tell where the pods are.",
            "The API server did not tell the pods and their nodes in time.",
            "Give the check a longer `limit`."));
  }

  private List<PlacedPod> placed(List<JsonNode> present) {
    Map<String, Place> nodes = new HashMap<>();
    return present.stream()
        .filter(pod -> !ENDED.contains(Json.text(pod, "status", "phase")))
        .sorted(Comparator.comparing(Json::name))
        .map(pod -> new PlacedPod(Json.name(pod), containers(pod), place(pod, nodes)))
        .toList();
  }

  private Place place(JsonNode pod, Map<String, Place> nodes) {
    String node = Json.text(pod, "spec", "nodeName");
    return node.isEmpty()
        ? new Place.Nowhere(unscheduled(pod))
        : nodes.computeIfAbsent(node, this::node);
  }

  private static String unscheduled(JsonNode pod) {
    return Json.items(pod, "status", "conditions").stream()
        .filter(condition -> Json.text(condition, "type").equals("PodScheduled"))
        .map(condition -> Json.text(condition, "message"))
        .findFirst()
        .orElse("");
  }

  private Place node(String name) {
    Reply reply = api.get("get", Paths.NODES, Paths.node(name));
    return switch (reply) {
      case Reply.Ok(JsonNode body) ->
          new Place.On(name, amounts(Json.at(body, "status", "allocatable")), labels(body));
      case Reply.Failed(int status, var _, var _, var _, var _) when status == 404 ->
          new Place.Gone(name);
      case Reply.Failed(int status, var _, String message, var _, var _) when status == 403 ->
          new Place.Unread(
              name,
              "that takes the verb get on nodes, by a ClusterRole"
                  + (message.isEmpty() ? "" : ": " + message));
      case Reply.Failed _, Reply.Broken _ ->
          new Place.Unread(name, Problems.brief(reply, "get", Paths.NODES));
    };
  }

  private static List<AskingContainer> containers(JsonNode pod) {
    List<AskingContainer> containers = new ArrayList<>();
    for (JsonNode container : Json.items(pod, "spec", "initContainers")) {
      // Those that are restarted always stay beside the others: sidecars.
      containers.add(asking(container, !Json.text(container, "restartPolicy").equals("Always")));
    }
    for (JsonNode container : Json.items(pod, "spec", "containers")) {
      containers.add(asking(container, false));
    }
    return containers;
  }

  private static AskingContainer asking(JsonNode container, boolean initial) {
    Map<String, String> variables = new HashMap<>();
    Set<String> unseen = new TreeSet<>();
    for (JsonNode variable : Json.items(container, "env")) {
      String name = Json.text(variable, "name");
      // Other variables, in which secrets may be, are left where they are.
      if (name.startsWith(AskingContainer.PREFIX)) {
        if (Json.at(variable, "valueFrom").isObject()) {
          unseen.add(name);
        } else {
          variables.put(name, Json.text(variable, "value"));
        }
      }
    }
    return new AskingContainer(
        Json.text(container, "name"),
        initial,
        // Of extended resources the API server makes requests of limits.
        amounts(Json.at(container, "resources", "requests")),
        variables,
        unseen);
  }

  /** Extended resources only, which are counted in whole numbers. */
  private static Map<String, Long> amounts(JsonNode resources) {
    Map<String, Long> amounts = new HashMap<>();
    resources
        .properties()
        .forEach(resource -> {
          if (resource.getKey().contains("/")) {
            amount(resource.getValue().asString(""))
                .ifPresent(amount -> amounts.put(resource.getKey(), amount));
          }
        });
    return amounts;
  }

  /** The canonical form of a whole number has at most a decimal suffix of thousands. */
  private static Optional<Long> amount(String quantity) {
    int suffix = quantity.isEmpty() ? -1 : "kMGTPE".indexOf(quantity.charAt(quantity.length() - 1));
    String digits = suffix < 0 ? quantity : quantity.substring(0, quantity.length() - 1);
    try {
      return Optional.of(
          new BigDecimal(digits).scaleByPowerOfTen(3 * (suffix + 1)).longValueExact());
    } catch (NumberFormatException | ArithmeticException _) {
      return Optional.empty();
    }
  }

  private static Map<String, String> labels(JsonNode object) {
    Map<String, String> labels = new HashMap<>();
    Json.at(object, "metadata", "labels")
        .properties()
        .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asString("")));
    return labels;
  }
}
