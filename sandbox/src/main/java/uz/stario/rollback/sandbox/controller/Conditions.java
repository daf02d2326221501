package uz.stario.rollback.sandbox.controller;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/** The conditions of a status under work, by the rules of {@code SetDeploymentCondition}. */
final class Conditions {
  private final List<JsonNode> conditions;
  private final Instant now;

  Conditions(JsonNode status, Instant now) {
    this.conditions = new ArrayList<>(status.path("conditions").values());
    this.now = now;
  }

  Optional<JsonNode> find(String type) {
    return conditions.stream().filter(c -> Manifest.text(c, "type").equals(type)).findFirst();
  }

  void remove(String type) {
    conditions.removeIf(c -> Manifest.text(c, "type").equals(type));
  }

  /** Sets a condition; one of the same status and reason stays as it is. */
  void set(String type, String status, String reason, String message) {
    Optional<JsonNode> present = find(type);
    if (present.isPresent()
        && Manifest.text(present.get(), "status").equals(status)
        && Manifest.text(present.get(), "reason").equals(reason)) {
      return;
    }
    refresh(type, status, reason, message);
  }

  /** Sets a condition and its time of update, even where only the message is new. */
  void refresh(String type, String status, String reason, String message) {
    Optional<JsonNode> present = find(type);
    String since =
        present
            .filter(c -> Manifest.text(c, "status").equals(status))
            .map(c -> Manifest.text(c, "lastTransitionTime"))
            .orElse(Manifest.time(now));
    remove(type);
    conditions.add(
        Manifest.object()
            .put("type", type)
            .put("status", status)
            .put("lastUpdateTime", Manifest.time(now))
            .put("lastTransitionTime", since)
            .put("reason", reason)
            .put("message", message));
  }

  void writeTo(ObjectNode status) {
    status.remove("conditions");
    if (!conditions.isEmpty()) {
      ArrayNode array = status.putArray("conditions");
      conditions.forEach(array::add);
    }
  }
}
