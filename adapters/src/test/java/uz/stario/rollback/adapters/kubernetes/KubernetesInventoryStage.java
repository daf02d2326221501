package uz.stario.rollback.adapters.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import uz.stario.rollback.port.Inventory;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.testkit.InventoryContract;
import uz.stario.rollback.verify.PodState;

/** A namespace of any cluster with a workload that runs. */
final class KubernetesInventoryStage implements InventoryContract.Stage {

  private static final WorkloadRef API = WorkloadRef.deployment("api");
  private static final Duration AMPLE = Duration.ofSeconds(60);

  private final KubernetesStage namespace;

  KubernetesInventoryStage(KubernetesStage namespace) {
    this.namespace = namespace;
    namespace.create(API.name(), namespace.image(1), 2);
    Instant deadline = Instant.now().plus(AMPLE);
    while (!ready()) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("the pods did not get ready");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private boolean ready() {
    return namespace.workloads().pods(API)
            instanceof Answer.Given<List<PodState>>(List<PodState> pods)
        && pods.size() == 2
        && pods.stream().allMatch(PodState::ready);
  }

  @Override
  public Inventory inventory() {
    return namespace.kubernetes().inventory();
  }

  @Override
  public WorkloadRef workload() {
    return API;
  }

  @Override
  public String image() {
    return namespace.image(1);
  }

  @Override
  public void configure(String reference, Map<String, String> data) {
    namespace.configure(reference, data);
  }

  @Override
  public void close() {
    namespace.close();
  }
}
