package uz.stario.rollback.adapters.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Verdict;

/**
 * Verdicts as an annotation on ReplicaSets.
 *
 * <p>kubectl's undo copies a ReplicaSet's annotations to the Deployment, and the controller copies
 * the Deployment's to every new ReplicaSet. So the value names the ReplicaSet it speaks of and
 * means nothing on any other: the next image is not born with its predecessor's verdict.
 */
final class Verdicts {

  static final String ANNOTATION = "rollback.stario.uz/verdict";

  private Verdicts() {}

  /** The verdict on a ReplicaSet; none where it is malformed or another's. */
  static Verdict read(JsonNode replicaSet) {
    String text = Json.annotation(replicaSet, ANNOTATION);
    if (text.isEmpty()) {
      return Verdict.NONE;
    }
    JsonNode value = Json.parse(text);
    String uid = Json.uid(replicaSet);
    if (uid.isEmpty() || !Json.text(value, "replicaSet").equals(uid)) {
      return Verdict.NONE;
    }
    try {
      Instant at = Instant.parse(Json.text(value, "at"));
      return Health.of(Json.text(value, "health"))
          .map(health -> new Verdict(health, Json.text(value, "run"), at, Json.text(value, "by")))
          .orElse(Verdict.NONE);
    } catch (DateTimeException e) {
      return Verdict.NONE;
    }
  }

  /**
   * A JSON patch that takes a verdict off a Deployment, where none belongs: kubectl's undo left it,
   * and the controller would copy it over the one on the present ReplicaSet.
   *
   * <p>Precondition: the Deployment and the annotation are those that were read. Way back: none is
   * needed, it speaks of another object than the one it is on.
   *
   * @return empty where the Deployment has none
   */
  static Optional<ArrayNode> removal(JsonNode deployment) {
    String stray = Json.annotation(deployment, ANNOTATION);
    if (stray.isEmpty()) {
      return Optional.empty();
    }
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    UndoPatch.add(patch, "test", "/metadata/uid", deployment.path("metadata").path("uid"));
    String pointer = UndoPatch.pointer(ANNOTATION);
    UndoPatch.add(patch, "test", pointer, JsonNodeFactory.instance.stringNode(stray));
    patch.addObject().put("op", "remove").put("path", pointer);
    return Optional.of(patch);
  }

  /**
   * A merge patch that records a verdict on a ReplicaSet.
   *
   * <p>Precondition: {@code metadata.uid}, another ReplicaSet of the same name answers 422 ("field
   * is immutable") or 409. Idempotent: the same verdict twice is the same annotation. Way back:
   * remove the annotation.
   */
  static ObjectNode patch(String uid, Verdict verdict) {
    ObjectNode value =
        Json.object()
            .put("replicaSet", uid)
            .put("health", verdict.health().word())
            .put("run", verdict.run())
            .put("at", verdict.at().toString());
    if (!verdict.source().isEmpty()) {
      value.put("by", verdict.source());
    }
    ObjectNode patch = Json.object();
    ObjectNode metadata = patch.putObject("metadata");
    metadata.put("uid", uid);
    metadata.putObject("annotations").put(ANNOTATION, Json.write(value));
    return patch;
  }
}
