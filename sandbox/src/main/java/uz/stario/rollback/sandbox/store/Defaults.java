package uz.stario.rollback.sandbox.store;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values the API server adds to what was left out; from {@code
 * pkg/apis/{apps,core}/v1/defaults.go}.
 */
final class Defaults {
  private static final int READABLE = 0644;
  private static final int STICKY_SECONDS = 10_800;
  private static final String FILE = "/dev/termination-log";

  private Defaults() {}

  static void apply(Resource resource, ObjectNode object) {
    switch (resource.kind()) {
      case "Deployment" -> deployment(Manifest.child(object, "spec"));
      case "ReplicaSet" -> {
        ObjectNode spec = Manifest.child(object, "spec");
        number(spec, "replicas", 1);
        template(spec);
      }
      case "Pod" -> {
        ObjectNode spec = Manifest.child(object, "spec");
        text(spec, "serviceAccountName", "default");
        pod(spec);
        spec.path("containers").forEach(Defaults::requests);
        spec.path("initContainers").forEach(Defaults::requests);
        text(spec, "preemptionPolicy", "PreemptLowerPriority");
        number(spec, "priority", 0);
        if (!spec.has("enableServiceLinks")) {
          spec.put("enableServiceLinks", true);
        }
        ObjectNode status = Manifest.child(object, "status");
        text(status, "phase", "Pending");
        text(status, "qosClass", qualityOf(spec));
      }
      case "Service" -> service(Manifest.child(object, "spec"));
      case "Secret" -> text(object, "type", "Opaque");
      default -> {}
    }
  }

  private static void deployment(ObjectNode spec) {
    number(spec, "replicas", 1);
    number(spec, "revisionHistoryLimit", 10);
    number(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = Manifest.child(spec, "strategy");
    text(strategy, "type", "RollingUpdate");
    if (Manifest.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = Manifest.child(strategy, "rollingUpdate");
      text(rolling, "maxUnavailable", "25%");
      text(rolling, "maxSurge", "25%");
    }
    template(spec);
  }

  private static void template(ObjectNode spec) {
    ObjectNode template = Manifest.child(spec, "template");
    Manifest.metadata(template).set("creationTimestamp", null);
    pod(Manifest.child(template, "spec"));
  }

  private static void pod(ObjectNode spec) {
    text(spec, "restartPolicy", "Always");
    text(spec, "dnsPolicy", "ClusterFirst");
    text(spec, "schedulerName", "default-scheduler");
    number(spec, "terminationGracePeriodSeconds", 30);
    Manifest.child(spec, "securityContext");
    // The older name is kept beside the newer one; pkg/apis/core/v1/conversion.go.
    String account = Manifest.text(spec, "serviceAccountName");
    String older = Manifest.text(spec, "serviceAccount");
    if (!account.isEmpty() || !older.isEmpty()) {
      spec.put("serviceAccountName", account.isEmpty() ? older : account);
      spec.put("serviceAccount", account.isEmpty() ? older : account);
    }
    for (JsonNode volume : spec.path("volumes")) {
      for (String files : new String[] {"configMap", "secret", "downwardAPI", "projected"}) {
        if (volume.path(files) instanceof ObjectNode source) {
          number(source, "defaultMode", READABLE);
        }
      }
    }
    for (String list : new String[] {"containers", "initContainers"}) {
      for (JsonNode container : spec.path(list)) {
        if (container instanceof ObjectNode draft) {
          container(draft);
        }
      }
    }
  }

  private static void container(ObjectNode container) {
    String image = Manifest.text(container, "image");
    String tag = image.substring(image.lastIndexOf('/') + 1);
    boolean moves = tag.endsWith(":latest") || !(tag.contains(":") || tag.contains("@"));
    text(container, "imagePullPolicy", moves ? "Always" : "IfNotPresent");
    text(container, "terminationMessagePath", FILE);
    text(container, "terminationMessagePolicy", "File");
    Manifest.child(container, "resources");
    for (JsonNode port : container.path("ports")) {
      if (port instanceof ObjectNode draft) {
        text(draft, "protocol", "TCP");
      }
    }
    for (String probe : new String[] {"readinessProbe", "livenessProbe", "startupProbe"}) {
      if (container.path(probe) instanceof ObjectNode draft) {
        number(draft, "timeoutSeconds", 1);
        number(draft, "periodSeconds", 10);
        number(draft, "successThreshold", 1);
        number(draft, "failureThreshold", 3);
        if (draft.path("httpGet") instanceof ObjectNode get) {
          text(get, "scheme", "HTTP");
          text(get, "path", "/");
        }
      }
    }
  }

  /** What a pod may use at most it asks for, where it asks for nothing else. */
  private static void requests(JsonNode container) {
    if (container.path("resources") instanceof ObjectNode resources) {
      for (Map.Entry<String, JsonNode> limit : resources.path("limits").properties()) {
        ObjectNode requests = Manifest.child(resources, "requests");
        if (!requests.has(limit.getKey())) {
          requests.set(limit.getKey(), limit.getValue());
        }
      }
    }
  }

  private static void service(ObjectNode spec) {
    text(spec, "type", "ClusterIP");
    text(spec, "sessionAffinity", "None");
    if (Manifest.text(spec, "sessionAffinity").equals("ClientIP")) {
      number(
          Manifest.child(Manifest.child(spec, "sessionAffinityConfig"), "clientIP"),
          "timeoutSeconds",
          STICKY_SECONDS);
    }
    if (!Manifest.text(spec, "type").equals("ExternalName")) {
      text(spec, "ipFamilyPolicy", "SingleStack");
      if (spec.path("ipFamilies").isEmpty()) {
        spec.putArray("ipFamilies").add("IPv4");
      }
    }
    text(spec, "internalTrafficPolicy", "Cluster");
    for (JsonNode port : spec.path("ports")) {
      if (port instanceof ObjectNode draft) {
        text(draft, "protocol", "TCP");
        if (!draft.has("targetPort")) {
          draft.set("targetPort", draft.path("port"));
        }
      }
    }
  }

  private static String qualityOf(ObjectNode spec) {
    for (JsonNode container : spec.path("containers")) {
      if (!container.path("resources").path("requests").isEmpty()
          || !container.path("resources").path("limits").isEmpty()) {
        return "Burstable";
      }
    }
    return "BestEffort";
  }

  private static void text(ObjectNode object, String field, String value) {
    if (!object.hasNonNull(field)) {
      object.put(field, value);
    }
  }

  private static void number(ObjectNode object, String field, int value) {
    if (!object.hasNonNull(field)) {
      object.put(field, value);
    }
  }
}
