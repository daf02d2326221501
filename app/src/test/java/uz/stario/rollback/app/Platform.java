package uz.stario.rollback.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.Cluster;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;
import uz.stario.rollback.sandbox.platform.PlatformManifests;
import uz.stario.rollback.sandbox.platform.Stores;
import uz.stario.rollback.sandbox.store.Resources;

/** A sandbox with services in versions, and machines that reach it. */
final class Platform implements AutoCloseable {

  static final String NAMESPACE = PlatformManifests.NAMESPACE;
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration POD_START = Duration.ofMillis(20);
  private static final double POD_PACE = 0.01;

  private final Sandbox sandbox;
  private final Path folder;
  private int machines;

  private Platform(Sandbox sandbox, Path folder) {
    this.sandbox = sandbox;
    this.folder = folder;
  }

  /** An empty cluster; machines live in the folder. */
  static Platform in(Path folder) {
    return new Platform(
        Sandbox.start(SandboxOptions.defaults().withPace(POD_START, POD_PACE)), folder);
  }

  /** The same with a database and a Redis for the services. */
  static Platform with(Stores stores, Path folder) {
    return new Platform(
        Sandbox.start(SandboxOptions.defaults().withStores(stores).withPace(POD_START, POD_PACE)),
        folder);
  }

  /** Where people reach the services. */
  String url() {
    return sandbox.ingress().toString().replaceAll("/$", "");
  }

  /** Puts workloads live, one version after the other; waits for each. */
  Platform live(List<String> workloads, String... versions)
      throws InterruptedException, TimeoutException {
    String first = versions[0];
    Set<String> wanted = Set.copyOf(workloads);
    for (ObjectNode object : PlatformManifests.all(first)) {
      String name = object.path("metadata").path("name").asString("");
      if (!object.path("kind").asString("").equals("Deployment") || wanted.contains(name)) {
        sandbox.cluster().apply(object);
      }
    }
    for (String workload : workloads) {
      settled(workload);
    }
    for (String version : List.of(versions).subList(1, versions.length)) {
      for (String workload : workloads) {
        release(workload, version);
      }
      for (String workload : workloads) {
        settled(workload);
      }
    }
    return this;
  }

  /** Releases a version of one workload; does not wait. */
  void release(String workload, String version) {
    image(workload, PlatformManifests.image(workload, version), "release " + version);
  }

  /** Gives a workload an image; does not wait. */
  void image(String workload, String image, String cause) {
    edit(
        workload,
        deployment -> {
          ObjectNode metadata = (ObjectNode) deployment.path("metadata");
          metadata.withObject("annotations").put("kubernetes.io/change-cause", cause);
          container(deployment).put("image", image);
        });
  }

  /** Switches a flag on the running version, as {@code kubectl set env} does; waits. */
  void flag(String workload, String name, String value)
      throws InterruptedException, TimeoutException {
    edit(
        workload,
        deployment -> {
          ArrayNode env = container(deployment).withArray("env");
          ObjectNode variable =
              StreamSupport.stream(env.spliterator(), false)
                  .filter(v -> v.path("name").asString("").equals(name))
                  .map(ObjectNode.class::cast)
                  .findFirst()
                  .orElseGet(() -> env.addObject().put("name", name));
          variable.put("value", value);
        });
    settled(workload);
  }

  String flag(String workload, String name) {
    return StreamSupport.stream(container(deployment(workload)).path("env").spliterator(), false)
        .filter(v -> v.path("name").asString("").equals(name))
        .map(v -> v.path("value").asString(""))
        .findFirst()
        .orElse("");
  }

  void edit(String workload, Consumer<ObjectNode> change) {
    cluster().edit(Resources.DEPLOYMENT, NAMESPACE, workload, change);
  }

  ObjectNode deployment(String workload) {
    return cluster().get(Resources.DEPLOYMENT, NAMESPACE, workload);
  }

  /** The tag that a workload asks for. */
  String version(String workload) {
    String image = container(deployment(workload)).path("image").asString("");
    return image.substring(image.lastIndexOf(':') + 1);
  }

  /** All that a command may have changed: generations and annotations, per object. */
  String state() {
    return List.of(Resources.DEPLOYMENT, Resources.REPLICA_SET).stream()
        .flatMap(resource -> cluster().list(resource, NAMESPACE).stream())
        .map(object ->
            object.path("metadata").path("name").asString("")
                + " "
                + object.path("spec")
                + " "
                + object.path("metadata").path("annotations"))
        .collect(Collectors.joining("\n"));
  }

  /** Waits until a workload's rollout is complete. */
  Platform settled(String workload) throws InterruptedException, TimeoutException {
    await(workload, Platform::complete);
    return this;
  }

  ObjectNode await(String workload, Predicate<ObjectNode> wanted)
      throws InterruptedException, TimeoutException {
    return cluster().await(Resources.DEPLOYMENT, NAMESPACE, workload, wanted, PATIENCE);
  }

  private static boolean complete(ObjectNode deployment) {
    JsonNode status = deployment.path("status");
    int wanted = deployment.path("spec").path("replicas").asInt(1);
    return status.path("observedGeneration").asLong(0)
            >= deployment.path("metadata").path("generation").asLong(0)
        && status.path("updatedReplicas").asInt(0) == wanted
        && status.path("replicas").asInt(0) == wanted
        && status.path("availableReplicas").asInt(0) == wanted;
  }

  static ObjectNode container(ObjectNode deployment) {
    return (ObjectNode)
        deployment.path("spec").path("template").path("spec").path("containers").get(0);
  }

  Cluster cluster() {
    return sandbox.cluster();
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** A machine with a kubeconfig, without a playbook. */
  Machine machine() throws IOException {
    machines++;
    return new Machine(Files.createDirectories(folder.resolve("machine-" + machines)))
        .kubeconfig(sandbox.kubeconfig());
  }

  /** A machine with the platform's playbook too. */
  Machine equipped() throws IOException {
    return machine().playbook(playbook(""));
  }

  /**
   * The platform's playbook.
   *
   * @param more lines in the environment, indented by four
   */
  String playbook(String more) {
    return """
    schemaVersion: 1
    platform: stario
    environments:
      sandbox:
        context: stario-sandbox
        namespace: stario
        url: %s
    services:
      api-gateway:
        workloads: [deployment/api-gateway]
        dependsOn: [video-gen, poster-gen]
        flags: [EMERGENCY_MODE, FEATURE_VIDEO_GEN_ENABLED]
        checks:
          - {name: health, http: "GET ${url}/health"}
      video-gen:
        workloads: [deployment/video-gen, deployment/video-gen-worker]
        flags: [USE_MOCK_AI]
      poster-gen:
        workloads: [deployment/poster-gen]
    """
        .formatted(url())
        .replaceFirst("(?m)^services:", Matcher.quoteReplacement(more) + "services:");
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
