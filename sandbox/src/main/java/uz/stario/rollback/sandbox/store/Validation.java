package uz.stario.rollback.sandbox.store;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules of the kinds whose breach a rollback tool can meet; from {@code
 * pkg/apis/apps/validation}.
 */
final class Validation {
  private Validation() {}

  static void check(Resource resource, String name, ObjectNode object) {
    switch (resource.kind()) {
      case "Deployment", "ReplicaSet" -> {
        JsonNode spec = object.path("spec");
        workload(resource, name, spec);
        if (resource.equals(Resources.DEPLOYMENT)) {
          strategy(name, spec.path("strategy"));
        }
      }
      case "Pod" -> containers(resource, name, "spec", object.path("spec"));
      default -> {}
    }
  }

  static void checkChange(Resource resource, String name, ObjectNode before, ObjectNode after) {
    JsonNode was = Manifest.at(before, "spec", "selector");
    JsonNode is = Manifest.at(after, "spec", "selector");
    if (resource.group().equals("apps") && !was.equals(is)) {
      throw Refused.invalid(
          resource, name, "spec.selector", "Invalid value: " + is + ": field is immutable");
    }
  }

  private static void workload(Resource resource, String name, JsonNode spec) {
    if (!spec.path("replicas").isIntegralNumber() || spec.path("replicas").asInt(0) < 0) {
      throw Refused.invalid(
          resource,
          name,
          "spec.replicas",
          "Invalid value: " + spec.path("replicas") + ": must be greater than or equal to 0");
    }
    if (spec.path("selector").isEmpty()) {
      throw Refused.invalid(resource, name, "spec.selector", "Required value");
    }
    if (!Selector.of(spec.path("selector")).matches(spec.path("template"))) {
      throw Refused.invalid(
          resource,
          name,
          "spec.template.metadata.labels",
          "Invalid value: "
              + Manifest.at(spec, "template", "metadata", "labels")
              + ": `selector` does not match template `labels`");
    }
    containers(resource, name, "spec.template.spec", Manifest.at(spec, "template", "spec"));
  }

  private static void containers(Resource resource, String name, String path, JsonNode spec) {
    if (spec.path("containers").isEmpty()) {
      throw Refused.invalid(resource, name, path + ".containers", "Required value");
    }
    int index = 0;
    for (JsonNode container : spec.path("containers")) {
      for (String field : new String[] {"name", "image"}) {
        if (Manifest.text(container, field).isEmpty()) {
          throw Refused.invalid(
              resource, name, path + ".containers[" + index + "]." + field, "Required value");
        }
      }
      index++;
    }
  }

  private static void strategy(String name, JsonNode strategy) {
    String type = Manifest.text(strategy, "type");
    if (type.equals("Recreate") && strategy.hasNonNull("rollingUpdate")) {
      throw Refused.invalid(
          Resources.DEPLOYMENT,
          name,
          "spec.strategy.rollingUpdate",
          "Forbidden: may not be specified when strategy `type` is 'Recreate'");
    }
    JsonNode rolling = strategy.path("rollingUpdate");
    if (type.equals("RollingUpdate")
        && zero(rolling.path("maxSurge"))
        && zero(rolling.path("maxUnavailable"))) {
      throw Refused.invalid(
          Resources.DEPLOYMENT,
          name,
          "spec.strategy.rollingUpdate.maxUnavailable",
          "Invalid value: "
              + rolling.path("maxUnavailable")
              + ": may not be 0 when `maxSurge` is 0");
    }
  }

  private static boolean zero(JsonNode amount) {
    return amount.isNumber() ? amount.asInt(1) == 0 : amount.asString("").equals("0%");
  }
}
