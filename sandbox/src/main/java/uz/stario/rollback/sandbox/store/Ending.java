package uz.stario.rollback.sandbox.store;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an object ends: at once, after its grace, or when the last finalizer lets it go.
 *
 * <p>Follows {@code BeforeDelete} of {@code k8s.io/apiserver/pkg/registry/rest/delete.go}.
 */
final class Ending {
  private Ending() {}

  /** Refuses to let go an object that is not the one that was meant. */
  static void checkPreconditions(Key key, ObjectNode present, Deletion deletion) {
    if (!deletion.uid().isEmpty() && !deletion.uid().equals(Manifest.uid(present))) {
      throw Refused.conflict(
          key.resource(),
          key.name(),
          "Precondition failed: UID in precondition: "
              + deletion.uid()
              + ", UID in object meta: "
              + Manifest.uid(present));
    }
    String wanted = deletion.resourceVersion();
    if (!wanted.isEmpty()
        && !wanted.equals(Manifest.text(present, "metadata", "resourceVersion"))) {
      throw Refused.stale(key.resource(), key.name());
    }
  }

  /** The object marked as going, unchanged where it is so already; null where it may go at once. */
  static @Nullable ObjectNode mark(Key key, ObjectNode before, Deletion deletion, Instant now) {
    ObjectNode after = Manifest.draft(before);
    ObjectNode metadata = Manifest.metadata(after);
    switch (deletion.propagation()) {
      case BACKGROUND -> {}
      case FOREGROUND -> addFinalizer(metadata, "foregroundDeletion");
      case ORPHAN -> addFinalizer(metadata, "orphan");
    }
    Duration grace = graceOf(key, before, deletion);
    if (grace.isZero() && !hasFinalizers(after)) {
      return null;
    }
    if (Manifest.deleting(before)
        && metadata.path("deletionGracePeriodSeconds").asLong(0) <= grace.toSeconds()) {
      return after;
    }
    metadata.put("deletionTimestamp", Manifest.time(now.plus(grace)));
    metadata.put("deletionGracePeriodSeconds", grace.toSeconds());
    if (key.resource().equals(Resources.NAMESPACE)) {
      after.set("status", Manifest.object().put("phase", "Terminating"));
    }
    if (key.resource().generations()) {
      metadata.put("generation", metadata.path("generation").asInt(0) + 1);
    }
    return after;
  }

  /** Whether a change took away the last thing that held an object which is going. */
  static boolean releases(Key key, ObjectNode before, ObjectNode after) {
    return Manifest.deleting(before)
        && hasFinalizers(before)
        && !hasFinalizers(after)
        && !isPod(key);
  }

  private static Duration graceOf(Key key, ObjectNode object, Deletion deletion) {
    if (key.resource().equals(Resources.NAMESPACE)) {
      return Duration.ofSeconds(1);
    }
    if (!isPod(key) || Manifest.text(object, "spec", "nodeName").isEmpty()) {
      return Duration.ZERO;
    }
    String phase = Manifest.text(object, "status", "phase");
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      return Duration.ZERO;
    }
    Duration asked = deletion.grace();
    return asked != null
        ? asked
        : Duration.ofSeconds(
            Manifest.at(object, "spec", "terminationGracePeriodSeconds").asLong(30));
  }

  private static boolean isPod(Key key) {
    return key.resource().equals(Resources.POD);
  }

  private static boolean hasFinalizers(ObjectNode object) {
    return !Manifest.at(object, "metadata", "finalizers").isEmpty();
  }

  private static void addFinalizer(ObjectNode metadata, String name) {
    ArrayNode finalizers =
        metadata.path("finalizers") instanceof ArrayNode present
            ? present
            : metadata.putArray("finalizers");
    if (finalizers.valueStream().noneMatch(f -> f.asString("").equals(name))) {
      finalizers.add(name);
    }
  }
}
