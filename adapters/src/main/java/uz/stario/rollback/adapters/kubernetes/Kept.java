package uz.stario.rollback.adapters.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.Template;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/**
 * A Deployment as read, raw, with the ReplicaSets it can go back to.
 *
 * @param replicaSets those that the selector matches and the Deployment controls, oldest first
 */
record Kept(JsonNode deployment, List<KeptReplicaSet> replicaSets) {

  static final int DEFAULT_HISTORY_LIMIT = 10;

  Kept {
    replicaSets = List.copyOf(replicaSets);
  }

  /** Takes a Deployment's own from among ReplicaSets, as kubectl and the controller do. */
  static Kept of(JsonNode deployment, List<JsonNode> replicaSets) {
    JsonNode selector = Json.at(deployment, "spec", "selector");
    String uid = Json.uid(deployment);
    return new Kept(
        deployment,
        replicaSets.stream()
            .filter(set -> Json.controller(set).equals(uid))
            .filter(set -> Selectors.matches(selector, Json.at(set, "metadata", "labels")))
            .sorted(Comparator.comparing(Kept::created).thenComparing(Json::name))
            .map(KeptReplicaSet::of)
            .toList());
  }

  Kept with(JsonNode newer) {
    return new Kept(newer, replicaSets);
  }

  JsonNode template() {
    return Json.at(deployment, "spec", "template");
  }

  Optional<KeptReplicaSet> replicaSet(String uid) {
    return replicaSets.stream().filter(set -> set.uid().equals(uid)).findFirst();
  }

  /** The ReplicaSet that the controller will use for a template: the oldest that has it. */
  Optional<KeptReplicaSet> holder(String fingerprint) {
    return replicaSets.stream().filter(set -> set.fingerprint().equals(fingerprint)).findFirst();
  }

  static String fingerprint(JsonNode withTemplate) {
    return Fingerprints.of(Json.at(withTemplate, "spec", "template"));
  }

  WorkloadState state(WorkloadRef ref) {
    return new WorkloadState(
        ref,
        Json.uid(deployment),
        TemplateReader.read(template()),
        replicaSets.stream().flatMap(set -> revision(set).stream()).toList(),
        changedAt(),
        Json.flag(deployment, "spec", "paused"),
        (int) Json.number(deployment, 1, "spec", "replicas"),
        (int) Json.number(deployment, 0, "status", "availableReplicas"),
        Json.number(deployment, DEFAULT_HISTORY_LIMIT, "spec", "revisionHistoryLimit") == 0,
        lastApplied(),
        availableSince());
  }

  /** The controller notes when the condition last changed. */
  private Optional<Instant> availableSince() {
    return Json.items(deployment, "status", "conditions").stream()
        .filter(condition -> Json.text(condition, "type").equals("Available"))
        .filter(condition -> Json.text(condition, "status").equals("True"))
        .map(condition -> instant(Json.text(condition, "lastTransitionTime")))
        .filter(Instant.EPOCH::isBefore)
        .findFirst();
  }

  /**
   * A ReplicaSet that is used again keeps its age; the controller notes a rollout in the condition,
   * and nothing else there, such as scaling.
   */
  private Instant changedAt() {
    Instant made =
        holder(fingerprint(deployment))
            .map(set -> createdAt(set.raw()))
            .orElse(createdAt(deployment));
    return Json.items(deployment, "status", "conditions").stream()
        .filter(condition -> Json.text(condition, "type").equals("Progressing"))
        .map(condition -> instant(Json.text(condition, "lastUpdateTime")))
        .filter(made::isBefore)
        .findFirst()
        .orElse(made);
  }

  private static Optional<Revision> revision(KeptReplicaSet set) {
    return number(set.raw())
        .map(number ->
            new Revision(
                number,
                set.uid(),
                Json.name(set.raw()),
                createdAt(set.raw()),
                TemplateReader.read(set.template(), set.fingerprint()),
                Json.annotation(set.raw(), UndoPatch.CHANGE_CAUSE),
                Verdicts.read(set.raw())));
  }

  /** As kubectl reads it: missing counts as 0, what is no number makes the object ignored. */
  private static Optional<Long> number(JsonNode set) {
    String text = Json.annotation(set, UndoPatch.REVISION);
    if (text.isEmpty()) {
      return Optional.of(0L);
    }
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** As the server writes it: always in UTC and to the second, so that text sorts by time. */
  private static String created(JsonNode object) {
    return Json.text(object, "metadata", "creationTimestamp");
  }

  private static Instant createdAt(JsonNode object) {
    return instant(created(object));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private Optional<Template> lastApplied() {
    String text = Json.annotation(deployment, UndoPatch.LAST_APPLIED);
    JsonNode template = Json.at(Json.parse(text), "spec", "template");
    return template.isObject() ? Optional.of(TemplateReader.read(template)) : Optional.empty();
  }
}
