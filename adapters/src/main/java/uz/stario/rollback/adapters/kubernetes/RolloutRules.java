package uz.stario.rollback.adapters.kubernetes;

import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.run.Observation;

/**
 * When a rollout is complete, stuck or lost, from the Deployment alone.
 *
 * <p>kubectl's rules for {@code rollout status}, with one difference: what was true before the
 * change is not held against it, as kubectl does with an old {@code ProgressDeadlineExceeded}.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go">
 *     kubectl's rollout_status.go</a>
 */
final class RolloutRules {

  private static final String DEADLINE = "ProgressDeadlineExceeded";

  private RolloutRules() {}

  static Observation look(JsonNode deployment, Mark mark) {
    if (!mark.uid().isEmpty() && !Json.uid(deployment).equals(mark.uid())) {
      return new Observation.Lost("the deployment was deleted, and another made under its name");
    }
    long generation = Json.number(deployment, 0, "metadata", "generation");
    if (generation < mark.generation()) {
      return new Observation.Progress("waiting for the change to be seen");
    }
    if (generation > mark.generation()
        && !mark.template().isEmpty()
        && !Kept.fingerprint(deployment).equals(mark.template())) {
      return new Observation.Lost("the template was changed again" + by(deployment));
    }
    long observed = Json.number(deployment, 0, "status", "observedGeneration");
    if (observed < generation) {
      return new Observation.Progress("the controller has yet to take up the change");
    }
    String deadline = deadlineExceededAt(deployment);
    if (!deadline.isEmpty() && !deadline.equals(mark.deadline())) {
      return new Observation.Lost("it exceeded its progress deadline");
    }
    return counts(deployment);
  }

  private static Observation counts(JsonNode deployment) {
    long wanted = Json.number(deployment, 1, "spec", "replicas");
    long updated = Json.number(deployment, 0, "status", "updatedReplicas");
    long all = Json.number(deployment, 0, "status", "replicas");
    long available = Json.number(deployment, 0, "status", "availableReplicas");
    Optional<JsonNode> failure = condition(deployment, "ReplicaFailure");
    if (failure.isPresent() && Json.text(failure.get(), "status").equals("True")) {
      return new Observation.Trouble(
          "pods can't be made: "
              + Json.text(failure.get(), "reason")
              + ": "
              + Json.text(failure.get(), "message"));
    }
    if (updated < wanted) {
      String paused = Json.flag(deployment, "spec", "paused") ? "; the deployment is paused" : "";
      return new Observation.Progress(
          updated + " of " + wanted + " new replicas are updated" + paused);
    }
    if (all > updated) {
      return new Observation.Progress(
          all
              - updated
              + (all - updated == 1 ? " old replica is" : " old replicas are")
              + " going");
    }
    if (available < updated) {
      return new Observation.Progress(
          available + " of " + updated + " updated replicas are available");
    }
    return new Observation.Complete(updated + " of " + updated + " updated replicas are available");
  }

  /** When the condition was last set, if it says that the deadline is exceeded; else empty. */
  static String deadlineExceededAt(JsonNode deployment) {
    return condition(deployment, "Progressing")
        .filter(condition -> Json.text(condition, "reason").equals(DEADLINE))
        .map(condition ->
            Json.text(condition, "lastUpdateTime")
                + "/"
                + Json.text(condition, "lastTransitionTime"))
        .orElse("");
  }

  private static Optional<JsonNode> condition(JsonNode deployment, String type) {
    return Json.items(deployment, "status", "conditions").stream()
        .filter(condition -> Json.text(condition, "type").equals(type))
        .findFirst();
  }

  /** Who changed it last, as the server keeps it. */
  private static String by(JsonNode deployment) {
    return Json.items(deployment, "metadata", "managedFields").stream()
        .filter(entry -> Json.text(entry, "subresource").isEmpty())
        .filter(entry -> Json.at(entry, "fieldsV1", "f:spec", "f:template").isObject())
        .max(Comparator.comparing(entry -> Json.text(entry, "time")))
        .map(entry -> " by " + Json.text(entry, "manager") + " at " + Json.text(entry, "time"))
        .orElse("");
  }
}
