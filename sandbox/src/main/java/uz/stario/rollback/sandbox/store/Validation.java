package uz.stario.rollback.sandbox.store;

import java.util.List;
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
      case "ResourceQuota" -> Quota.validate(name, object);
      case "Pod" -> containers(resource, name, "spec", object.path("spec"));
      case "Service" -> {
        if (object.path("spec").path("ports").isEmpty()
            && !Manifest.text(object, "spec", "clusterIP").equals("None")
            && !Manifest.text(object, "spec", "type").equals("ExternalName")) {
          throw Refused.invalid(resource, name, "spec.ports", "Required value");
        }
      }
      default -> {}
    }
  }

  static void checkChange(Resource resource, String name, ObjectNode before, ObjectNode after) {
    JsonNode was = Manifest.at(before, "spec", "selector");
    JsonNode is = Manifest.at(after, "spec", "selector");
    if (resource.group().equals("apps") && !was.equals(is)) {
      Refused immutable =
          Refused.invalid(
              resource, name, "spec.selector", "Invalid value: " + is + ": field is immutable");
      try {
        check(resource, name, after);
      } catch (Refused also) {
        throw also.and(immutable);
      }
      throw immutable;
    }
    check(resource, name, after);
    if (resource.equals(Resources.POD)) {
      pod(name, before.path("spec"), after.path("spec"));
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
    each(resource, name, path, spec, "volumes", "name");
    each(resource, name, path, spec, "hostAliases", "ip");
    for (String list : new String[] {"containers", "initContainers"}) {
      int index = 0;
      for (JsonNode container : spec.path(list)) {
        String at = path + "." + list + "[" + index++ + "]";
        required(resource, name, at, container, "name");
        required(resource, name, at, container, "image");
        each(resource, name, at, container, "env", "name");
        each(resource, name, at, container, "ports", "containerPort");
        int mount = 0;
        for (JsonNode mounted : container.path("volumeMounts")) {
          String volume = Manifest.text(mounted, "name");
          if (spec.path("volumes")
              .valueStream()
              .noneMatch(v -> Manifest.text(v, "name").equals(volume))) {
            throw Refused.invalid(
                resource,
                name,
                at + ".volumeMounts[" + mount + "].name",
                "Not found: \"" + volume + "\"");
          }
          mount++;
        }
      }
    }
  }

  private static void each(
      Resource resource, String name, String path, JsonNode owner, String list, String field) {
    int index = 0;
    for (JsonNode item : owner.path(list)) {
      required(resource, name, path + "." + list + "[" + index++ + "]", item, field);
    }
  }

  private static void required(
      Resource resource, String name, String path, JsonNode object, String field) {
    if (object.path(field).asString("").isEmpty()) {
      throw Refused.invalid(resource, name, path + "." + field, "Required value");
    }
  }

  /** Of a pod only images, a shorter life and more tolerations can be changed. */
  private static void pod(String name, JsonNode before, JsonNode after) {
    if (!fixed(before).equals(fixed(after))) {
      throw Refused.invalid(
          Resources.POD,
          name,
          "spec",
          "Forbidden: pod updates may not change fields other than"
              + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
              + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
              + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it"
              + " was previously negative)");
    }
  }

  private static JsonNode fixed(JsonNode spec) {
    if (!(spec.deepCopy() instanceof ObjectNode fixed)) {
      return spec;
    }
    fixed.remove(List.of("activeDeadlineSeconds", "tolerations", "nodeName"));
    for (String list : new String[] {"containers", "initContainers"}) {
      fixed.path(list).forEach(container -> ((ObjectNode) container).remove("image"));
    }
    return fixed;
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
