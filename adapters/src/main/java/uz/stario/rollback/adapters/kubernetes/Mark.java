package uz.stario.rollback.adapters.kubernetes;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a wait needs to know of the change it waits for; kept in the journal as text.
 *
 * @param uid the Deployment's
 * @param generation the one the change got
 * @param template fingerprint of the template that was left
 * @param replicaSet UID of the ReplicaSet that holds the template already; empty where a new one
 *     has to be made
 * @param deadline when the progress deadline was last exceeded before the change; empty where it
 *     was not. The controller leaves that condition until something moves
 */
record Mark(String uid, long generation, String template, String replicaSet, String deadline) {

  static final Mark NONE = new Mark("", 0, "", "", "");

  static Mark of(JsonNode deployment, String replicaSet) {
    return new Mark(
        Json.uid(deployment),
        Json.number(deployment, 0, "metadata", "generation"),
        Kept.fingerprint(deployment),
        replicaSet,
        RolloutRules.deadlineExceededAt(deployment));
  }

  String text() {
    return "uid=%s;generation=%d;template=%s;replicaSet=%s;deadline=%s"
        .formatted(uid, generation, template, replicaSet, deadline);
  }

  /** Reads what {@link #text} wrote; whatever is missing is taken for not known. */
  static Mark parse(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split(";", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals), field.substring(equals + 1));
      }
    }
    String generation = fields.getOrDefault("generation", "");
    return new Mark(
        fields.getOrDefault("uid", ""),
        generation.matches("\\d{1,18}") ? Long.parseLong(generation) : 0,
        fields.getOrDefault("template", ""),
        fields.getOrDefault("replicaSet", ""),
        fields.getOrDefault("deadline", ""));
  }
}
