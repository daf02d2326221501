package uz.stario.rollback.sandbox.controller;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/**
 * The annotations by which a Deployment and its ReplicaSets remember revisions.
 *
 * <p>From {@code SetNewReplicaSetAnnotations} and its neighbours in {@code
 * pkg/controller/deployment/util/deployment_util.go}.
 */
final class RevisionNotes {
  static final String REVISION = "deployment.kubernetes.io/revision";
  static final String HISTORY = "deployment.kubernetes.io/revision-history";
  static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
  static final String MAX = "deployment.kubernetes.io/max-replicas";

  /** Upstream's bound on the length of the history annotation. */
  private static final int HISTORY_CHARS = 2_000;

  private static final Set<String> NOT_COPIED =
      Set.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          REVISION,
          HISTORY,
          DESIRED,
          MAX,
          "deprecated.deployment.rollback.to");

  private RevisionNotes() {}

  static Optional<Long> revision(JsonNode object) {
    try {
      String text = Manifest.annotation(object, REVISION);
      return Optional.of(text.isEmpty() ? 0L : Long.parseLong(text));
    } catch (NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  static long highest(List<ObjectNode> replicaSets) {
    return replicaSets.stream()
        .flatMap(rs -> revision(rs).stream())
        .mapToLong(r -> r)
        .max()
        .orElse(0);
  }

  /** Notes the Deployment's annotations and the revision on a draft of its newest ReplicaSet. */
  static void noteRevision(JsonNode deployment, ObjectNode draft, long newRevision) {
    ObjectNode notes = Manifest.child(Manifest.metadata(draft), "annotations");
    for (Map.Entry<String, JsonNode> note :
        Manifest.at(deployment, "metadata", "annotations").properties()) {
      if (!NOT_COPIED.contains(note.getKey())) {
        notes.set(note.getKey(), note.getValue());
      }
    }
    Optional<Long> old = revision(draft);
    if (old.isEmpty() || old.get() >= newRevision) {
      return;
    }
    boolean usedBefore = notes.has(REVISION);
    String oldText = Manifest.text(notes, REVISION);
    notes.put(REVISION, Long.toString(newRevision));
    if (usedBefore) {
      notes.put(HISTORY, longer(Manifest.text(notes, HISTORY), oldText));
    }
  }

  private static String longer(String history, String revision) {
    if (history.isEmpty()) {
      return revision;
    }
    String kept = history;
    while (kept.length() + revision.length() + 1 > HISTORY_CHARS && kept.contains(",")) {
      kept = kept.substring(kept.indexOf(',') + 1);
    }
    return kept + "," + revision;
  }

  static void noteSize(ObjectNode draft, int desired, int max) {
    Manifest.child(Manifest.metadata(draft), "annotations")
        .put(DESIRED, Integer.toString(desired))
        .put(MAX, Integer.toString(max));
  }

  static boolean sizeNoted(JsonNode replicaSet, int desired, int max) {
    return Manifest.annotation(replicaSet, DESIRED).equals(Integer.toString(desired))
        && Manifest.annotation(replicaSet, MAX).equals(Integer.toString(max));
  }

  static Optional<Integer> number(JsonNode replicaSet, String annotation) {
    try {
      return Optional.of(Integer.parseInt(Manifest.annotation(replicaSet, annotation)));
    } catch (NumberFormatException absent) {
      return Optional.empty();
    }
  }
}
