package uz.stario.rollback.sandbox.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/** The Kubernetes objects of the platform: five services, six Deployments of two pods. */
public final class PlatformManifests {
  /** Where the platform lives. */
  public static final String NAMESPACE = "stario";

  private static final int PODS = 2;
  private static final int PORT = 8080;

  private PlatformManifests() {}

  /** The Deployments a service consists of. */
  public static List<String> workloads(String service) {
    return service.equals("video-gen")
        ? List.of("video-gen", "video-gen-worker")
        : List.of(service);
  }

  /** The image of a workload in a version. */
  public static String image(String workload, String version) {
    return Catalogue.REGISTRY + workload + ":" + version;
  }

  /** All objects, in the order they can be created. */
  public static List<ObjectNode> all(String version) {
    List<ObjectNode> all = new ArrayList<>(List.of(configMap(), secret()));
    for (Service service : Service.values()) {
      if (!service.routes().isEmpty()) {
        all.add(service(service.title));
      }
      all.add(deployment(service.title, version));
    }
    return all;
  }

  private static ObjectNode object(String apiVersion, String kind, String name) {
    ObjectNode object = Manifest.object().put("apiVersion", apiVersion).put("kind", kind);
    Manifest.metadata(object).put("name", name).put("namespace", NAMESPACE);
    return object;
  }

  private static ObjectNode configMap() {
    ObjectNode map = object("v1", "ConfigMap", "stario-config");
    map.putObject("data")
        .put("LOG_LEVEL", "info")
        .put("REDIS_URL", "redis://redis:6379/0")
        .put("DATABASE_HOST", "postgres.stario.uz");
    return map;
  }

  private static ObjectNode secret() {
    ObjectNode secret = object("v1", "Secret", "stario-secrets");
    secret
        .putObject("stringData")
        .put("JWT_SIGNING_KEY", "sandbox-only")
        .put("DATABASE_PASSWORD", "sandbox-only");
    return secret;
  }

  private static ObjectNode service(String name) {
    ObjectNode service = object("v1", "Service", name);
    ObjectNode spec = service.putObject("spec");
    spec.putObject("selector").put("app", name);
    spec.putArray("ports").addObject().put("name", "http").put("port", 80).put("targetPort", PORT);
    return service;
  }

  /** The Deployment of one workload. */
  static ObjectNode deployment(String name, String version) {
    ObjectNode deployment = object("apps/v1", "Deployment", name);
    ObjectNode metadata = Manifest.metadata(deployment);
    metadata.putObject("labels").put("app", name).put("app.kubernetes.io/part-of", "stario");
    metadata.putObject("annotations").put("kubernetes.io/change-cause", "release " + version);
    ObjectNode spec = deployment.putObject("spec").put("replicas", PODS);
    spec.putObject("selector").putObject("matchLabels").put("app", name);
    ObjectNode template = spec.putObject("template");
    Manifest.metadata(template).putObject("labels").put("app", name);
    ObjectNode container = template.putObject("spec").putArray("containers").addObject();
    container.put("name", name).put("image", image(name, version));
    ArrayNode env = container.putArray("env");
    flags(name).forEach((flag, value) -> env.addObject().put("name", flag).put("value", value));
    env.addObject()
        .put("name", "JWT_SIGNING_KEY")
        .putObject("valueFrom")
        .putObject("secretKeyRef")
        .put("name", "stario-secrets")
        .put("key", "JWT_SIGNING_KEY");
    container
        .putArray("envFrom")
        .addObject()
        .putObject("configMapRef")
        .put("name", "stario-config");
    container.putArray("ports").addObject().put("name", "http").put("containerPort", PORT);
    ObjectNode probe = container.putObject("readinessProbe").put("periodSeconds", 2);
    probe.putObject("httpGet").put("path", "/health").put("port", PORT);
    return deployment;
  }

  private static Map<String, String> flags(String name) {
    return switch (name) {
      case "api-gateway" ->
          new java.util.TreeMap<>(
              Map.of(
                  "FEATURE_VIDEO_GEN_ENABLED", "true",
                  "FEATURE_POSTER_GEN_ENABLED", "true",
                  "FEATURE_VOICE_QUIZ_ENABLED", "true",
                  "EMERGENCY_MODE", "false"));
      case "video-gen" -> Map.of("USE_MOCK_AI", "false");
      default -> Map.of();
    };
  }
}
