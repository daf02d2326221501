package uz.stario.rollback.adapters.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.gpu.Place;
import uz.stario.rollback.gpu.PlacedPod;
import uz.stario.rollback.port.Placements;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.testkit.PlacementsContract;

/** The contract on the sandbox, one of whose nodes has GPUs, over TLS. */
class SandboxPlacementsTest extends PlacementsContract {

  private static final WorkloadRef ASKING = WorkloadRef.deployment("asking");
  private static final WorkloadRef PLAIN = WorkloadRef.deployment("plain");
  private static final WorkloadRef GREEDY = WorkloadRef.deployment("greedy");
  private static final SandboxPods SANDBOX = new SandboxPods();
  private static final KubernetesStage NAMESPACE = SANDBOX.namespace();
  private static final Placements PLACEMENTS = NAMESPACE.kubernetes().placements();

  static {
    NAMESPACE.create(
        withGpus(
            Objects.deployment(ASKING.name(), SandboxPods.IMAGE, 2),
            1,
            """
            [{"name": "NVIDIA_REQUIRE_CUDA", "value": "cuda>=12.2"},
             {"name": "NVIDIA_VISIBLE_DEVICES",
              "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
             {"name": "DB_PASSWORD", "value": "hunter2"}]
            """,
            "[{\"name\": \"fetch\", \"image\": \"" + SandboxPods.IMAGE + "\"}]"));
    NAMESPACE.create(PLAIN.name(), SandboxPods.IMAGE, 1);
    NAMESPACE.create(
        withGpus(Objects.deployment(GREEDY.name(), SandboxPods.IMAGE, 1), 1_000, "[]", "[]"));
    await(ASKING, 2, place -> place instanceof Place.On);
    await(PLAIN, 1, place -> place instanceof Place.On);
    await(GREEDY, 1, place -> place instanceof Place.Nowhere(String why) && !why.isEmpty());
  }

  @AfterAll
  static void stop() {
    NAMESPACE.close();
    SANDBOX.close();
  }

  @Override
  protected Stage open() {
    return new Stage() {
      @Override
      public Placements placements() {
        return PLACEMENTS;
      }

      @Override
      public WorkloadRef asking() {
        return ASKING;
      }

      @Override
      public WorkloadRef plain() {
        return PLAIN;
      }

      @Override
      public WorkloadRef greedy() {
        return GREEDY;
      }

      @Override
      public void close() {}
    };
  }

  private static JsonNode withGpus(JsonNode deployment, int gpus, String env, String before) {
    ObjectNode pod = (ObjectNode) Json.at(deployment, "spec", "template", "spec");
    pod.set("initContainers", Json.parse(before));
    ObjectNode container = (ObjectNode) Json.items(pod, "containers").getFirst();
    container.set("env", Json.parse(env));
    ObjectNode resources = container.putObject("resources");
    // As the API server does where only limits are given.
    resources.putObject("requests").put("cpu", "100m").put(GPU, Integer.toString(gpus));
    resources.putObject("limits").put(GPU, Integer.toString(gpus));
    return deployment;
  }

  private static void await(WorkloadRef workload, int pods, Predicate<Place> wanted) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (Instant.now().isBefore(deadline)) {
      if (PLACEMENTS.of(workload, Duration.ofSeconds(10))
              instanceof Answer.Given<List<PlacedPod>>(List<PlacedPod> placed)
          && placed.size() == pods
          && placed.stream().map(PlacedPod::place).allMatch(wanted)) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new IllegalStateException("the pods of " + workload + " did not come");
  }
}
