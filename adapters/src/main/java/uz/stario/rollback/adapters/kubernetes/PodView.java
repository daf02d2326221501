package uz.stario.rollback.adapters.kubernetes;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.verify.PodState;

/**
 * A pod, as much of it as is kept while it is watched.
 *
 * @param replicaSet UID of the ReplicaSet that made it; empty where none did
 * @param replicaSetName its name, which is the Deployment's, a dash, and a hash without a dash
 * @param leaving whether it is being deleted
 */
record PodView(
    String replicaSet,
    String replicaSetName,
    boolean leaving,
    Optional<PodTrouble> trouble,
    PodState state) {

  static PodView of(JsonNode pod) {
    String owner = Json.controller(pod);
    String ownerName =
        Json.items(pod, "metadata", "ownerReferences").stream()
            .filter(reference -> Json.text(reference, "uid").equals(owner))
            .filter(reference -> Json.text(reference, "kind").equals("ReplicaSet"))
            .map(reference -> Json.text(reference, "name"))
            .findFirst()
            .orElse("");
    boolean leaving = !Json.text(pod, "metadata", "deletionTimestamp").isEmpty();
    Optional<PodTrouble> trouble = leaving ? Optional.empty() : PodTrouble.of(pod);
    return new PodView(
        ownerName.isEmpty() ? "" : owner, ownerName, leaving, trouble, state(pod, trouble));
  }

  /** Whether it runs and does not serve yet. */
  boolean waiting() {
    return !leaving && !state.ready() && state.phase().equals("Running");
  }

  boolean keepsPeopleWaiting() {
    return waiting() || trouble.isPresent();
  }

  /** The Deployment that the name speaks of; empty where it speaks of none. */
  String deployment() {
    int dash = replicaSetName.lastIndexOf('-');
    return dash < 0 ? "" : replicaSetName.substring(0, dash);
  }

  private static PodState state(JsonNode pod, Optional<PodTrouble> trouble) {
    List<JsonNode> statuses = Json.items(pod, "status", "containerStatuses");
    boolean ready =
        Json.items(pod, "status", "conditions").stream()
            .anyMatch(condition ->
                Json.text(condition, "type").equals("Ready")
                    && Json.text(condition, "status").equals("True"));
    int restarts =
        statuses.stream().mapToInt(status -> (int) Json.number(status, 0, "restartCount")).sum();
    String image =
        Json.items(pod, "spec", "containers").stream()
            .map(container -> Json.text(container, "image"))
            .findFirst()
            .orElse("");
    return new PodState(
        Json.name(pod),
        Json.text(pod, "status", "phase"),
        ready,
        restarts,
        ready ? "" : trouble.map(PodView::reason).orElseGet(() -> waiting(pod, statuses)),
        image,
        List.of());
  }

  private static String reason(PodTrouble trouble) {
    return trouble.message().isEmpty()
        ? trouble.reason()
        : trouble.reason() + ": " + trouble.message();
  }

  private static String waiting(JsonNode pod, List<JsonNode> statuses) {
    return statuses.stream()
        .map(status -> Json.text(status, "state", "waiting", "reason"))
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElseGet(() -> {
          String reason = Json.text(pod, "status", "reason");
          return reason.isEmpty() ? "not ready" : reason;
        });
  }
}
