package uz.stario.rollback.sandbox.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/** The Kubernetes objects of the platform: five services, six Deployments of two pods. */
public final class PlatformManifests {
  /** Where the platform lives. */
  public static final String NAMESPACE = "stario";

  /** What tokens are signed with here; nothing outside this machine believes them. */
  public static final String SIGNING_KEY = "of the sandbox only, and known to everybody";

  private static final List<String> BACKENDS =
      List.of("video-gen", "face-similarity", "poster-gen", "regtech-filter");
  private static final List<String> WORKLOADS =
      List.of(
          "api-gateway",
          "video-gen",
          "video-gen-worker",
          "face-similarity",
          "poster-gen",
          "regtech-filter");
  private static final String KEY_FOLDER = "/etc/stario/jwt";
  private static final String GPU = "nvidia.com/gpu";
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
    List<ObjectNode> all = new ArrayList<>(List.of(configMap(), database(), signingKey()));
    for (String name : WORKLOADS) {
      if (!name.equals("video-gen-worker")) {
        all.add(service(name));
      }
      all.add(deployment(name, version));
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
    ObjectNode data = map.putObject("data").put("REDIS_URL", "redis://redis:6379/0");
    for (String name : BACKENDS) {
      data.put(name.replace('-', '_').toUpperCase(Locale.ROOT) + "_URL", "http://" + name);
    }
    data.put("JWT_SIGNING_KEY_FILE", KEY_FOLDER + "/signing-key");
    return map;
  }

  private static ObjectNode database() {
    ObjectNode secret = object("v1", "Secret", "stario-database");
    secret
        .putObject("stringData")
        .put("DATABASE_URL", "postgresql://stario:sandbox-only@postgres:5432/stario");
    return secret;
  }

  private static ObjectNode signingKey() {
    ObjectNode secret = object("v1", "Secret", "stario-jwt");
    secret.putObject("stringData").put("signing-key", SIGNING_KEY);
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
    ObjectNode pod = template.putObject("spec");
    ObjectNode container = pod.putArray("containers").addObject();
    container.put("name", name).put("image", image(name, version));
    ArrayNode env = container.putArray("env");
    flags(name).forEach((flag, value) -> env.addObject().put("name", flag).put("value", value));
    ArrayNode from = container.putArray("envFrom");
    from.addObject().putObject("configMapRef").put("name", "stario-config");
    from.addObject().putObject("secretRef").put("name", "stario-database");
    container.putArray("volumeMounts").addObject().put("name", "jwt").put("mountPath", KEY_FOLDER);
    pod.putArray("volumes")
        .addObject()
        .put("name", "jwt")
        .putObject("secret")
        .put("secretName", "stario-jwt");
    container.putArray("ports").addObject().put("name", "http").put("containerPort", PORT);
    if (name.equals("video-gen-worker")) {
      pod.putObject("nodeSelector").put("nvidia.com/gpu.present", "true");
      ObjectNode resources = container.putObject("resources");
      resources.putObject("limits").put(GPU, "1");
      resources.putObject("requests").put(GPU, "1");
    }
    ObjectNode probe = container.putObject("readinessProbe").put("periodSeconds", 2);
    probe.putObject("httpGet").put("path", "/health").put("port", PORT);
    return deployment;
  }

  private static Map<String, String> flags(String name) {
    return switch (name) {
      case "api-gateway" ->
          new TreeMap<>(
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
