package uz.stario.rollback.sandbox.controller;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.event.Recorder;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.time.Timeline;

/**
 * Finds or makes the ReplicaSet of a Deployment's present template, and numbers it.
 *
 * <p>{@code getNewReplicaSet} in {@code pkg/controller/deployment/sync.go}. A ReplicaSet that is
 * used again gets the next number, so "revision 1" is gone once somebody went back to it
 * (kubernetes#51315).
 */
final class NewestReplicaSet {
  private static final String COMPONENT = "deployment-controller";

  private final ObjectStore store;
  private final Timeline timeline;
  private final Recorder recorder;

  NewestReplicaSet(ObjectStore store, Timeline timeline, Recorder recorder) {
    this.store = store;
    this.timeline = timeline;
    this.recorder = recorder;
  }

  /** The oldest ReplicaSet with the present template. */
  static Optional<ObjectNode> matching(ObjectNode deployment, List<ObjectNode> owned) {
    JsonNode template = Manifest.at(deployment, "spec", "template");
    return owned.stream()
        .sorted(Scaler.BY_AGE)
        .filter(rs -> PodTemplates.same(Manifest.at(rs, "spec", "template"), template))
        .findFirst();
  }

  Optional<ObjectNode> noted(
      ObjectNode deployment, Optional<ObjectNode> match, List<ObjectNode> old, boolean create) {
    long revision = RevisionNotes.highest(old) + 1;
    if (match.isPresent()) {
      return Optional.of(renumber(deployment, match.get(), revision));
    }
    return create ? make(deployment, old, revision) : Optional.empty();
  }

  private ObjectNode renumber(ObjectNode deployment, ObjectNode match, long revision) {
    ObjectNode noted =
        store.update(
            Key.of(Resources.REPLICA_SET, match),
            Part.WHOLE,
            present -> {
              ObjectNode draft = Manifest.draft(present);
              RevisionNotes.noteRevision(deployment, draft, revision);
              copyMinReady(deployment, draft);
              return draft;
            });
    String number = Manifest.annotation(noted, RevisionNotes.REVISION);
    boolean unknown =
        new Conditions(deployment.path("status"), timeline.now())
            .find(DeploymentStatus.PROGRESSING)
            .isEmpty();
    noteOnDeployment(
        deployment,
        number,
        unknown ? "FoundNewReplicaSet" : "",
        "Found new replica set \"" + Manifest.name(noted) + "\"");
    return noted;
  }

  private static void copyMinReady(ObjectNode deployment, ObjectNode draft) {
    int wanted = Manifest.number(deployment, "spec", "minReadySeconds");
    if (Manifest.number(draft, "spec", "minReadySeconds") != wanted
        && draft.path("spec") instanceof ObjectNode spec) {
      draft.set("spec", spec.deepCopy().put("minReadySeconds", wanted));
    }
  }

  private Optional<ObjectNode> make(ObjectNode deployment, List<ObjectNode> old, long revision) {
    JsonNode template = Manifest.at(deployment, "spec", "template");
    int collisions = Manifest.number(deployment, "status", "collisionCount");
    String hash = PodTemplates.hash(template, collisions);
    ObjectNode draft = draft(deployment, template, hash);
    Rollout rollout = Rollout.of(deployment);
    int size = rollout.sizeOfNew(0, old);
    Manifest.child(draft, "spec").put("replicas", size);
    RevisionNotes.noteRevision(deployment, draft, revision);
    RevisionNotes.noteSize(draft, rollout.replicas(), rollout.most());
    String name = Manifest.name(draft);
    ObjectNode made;
    try {
      made = store.create(Resources.REPLICA_SET, Manifest.namespace(deployment), draft);
    } catch (Refused refused) {
      if (refused.reason().equals("AlreadyExists")) {
        countCollision(deployment, collisions + 1);
      } else {
        String why = String.valueOf(refused.getMessage());
        noteFailure(deployment, "Failed to create new replica set \"" + name + "\": " + why);
      }
      throw refused;
    }
    if (size > 0) {
      recorder.normal(
          deployment,
          COMPONENT,
          "ScalingReplicaSet",
          "Scaled up replica set " + name + " from 0 to " + size);
    }
    noteOnDeployment(
        deployment,
        Long.toString(revision),
        "NewReplicaSetCreated",
        "Created new replica set \"" + name + "\"");
    return Optional.of(made);
  }

  private static ObjectNode draft(ObjectNode deployment, JsonNode template, String hash) {
    ObjectNode hashed = (ObjectNode) template.deepCopy();
    Manifest.child(Manifest.metadata(hashed), "labels").put(PodTemplates.HASH_LABEL, hash);
    ObjectNode draft = Manifest.object();
    ObjectNode metadata = Manifest.metadata(draft);
    metadata.put("name", Manifest.name(deployment) + "-" + hash);
    metadata.set("labels", Manifest.at(hashed, "metadata", "labels").deepCopy());
    metadata.putArray("ownerReferences").add(Adoption.reference(deployment));
    ObjectNode spec = Manifest.child(draft, "spec");
    int minReady = Manifest.number(deployment, "spec", "minReadySeconds");
    if (minReady > 0) {
      spec.put("minReadySeconds", minReady);
    }
    ObjectNode selector = (ObjectNode) Manifest.at(deployment, "spec", "selector").deepCopy();
    Manifest.child(selector, "matchLabels").put(PodTemplates.HASH_LABEL, hash);
    spec.set("selector", selector);
    spec.set("template", hashed);
    return draft;
  }

  /** Two templates, one hash: the next try mixes the count in and gets another name. */
  private void countCollision(ObjectNode deployment, int collisions) {
    store.update(
        Key.of(Resources.DEPLOYMENT, deployment),
        Part.WHOLE,
        present -> {
          ObjectNode draft = Manifest.draft(present);
          ObjectNode status =
              present.path("status") instanceof ObjectNode s ? s.deepCopy() : Manifest.object();
          draft.set("status", status.put("collisionCount", collisions));
          return draft;
        });
  }

  private void noteFailure(ObjectNode deployment, String message) {
    progress(
        deployment,
        Manifest.annotation(deployment, RevisionNotes.REVISION),
        "False",
        "ReplicaSetCreateError",
        message);
  }

  private void noteOnDeployment(
      ObjectNode deployment, String revision, String reason, String message) {
    progress(deployment, revision, "True", reason, message);
  }

  private void progress(
      ObjectNode deployment, String revision, String status, String reason, String message) {
    store.update(
        Key.of(Resources.DEPLOYMENT, deployment),
        Part.WHOLE,
        present -> {
          ObjectNode draft = Manifest.draft(present);
          if (!revision.isEmpty()) {
            Manifest.child(Manifest.metadata(draft), "annotations")
                .put(RevisionNotes.REVISION, revision);
          }
          if (!reason.isEmpty() && Rollout.of(present).deadline().isPresent()) {
            ObjectNode noted =
                present.path("status") instanceof ObjectNode s ? s.deepCopy() : Manifest.object();
            Conditions conditions = new Conditions(noted, timeline.now());
            conditions.set(DeploymentStatus.PROGRESSING, status, reason, message);
            conditions.writeTo(noted);
            draft.set("status", noted);
          }
          return draft;
        });
  }
}
