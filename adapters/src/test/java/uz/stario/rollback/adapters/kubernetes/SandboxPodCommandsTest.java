package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.port.PodCommands;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.testkit.PodCommandsContract;
import uz.stario.rollback.verify.CommandOutcome;
import uz.stario.rollback.verify.PodState;

/** The contract on the sandbox, whose exec speaks as a kubelet's does, over TLS. */
class SandboxPodCommandsTest extends PodCommandsContract {

  private static final WorkloadRef READY = WorkloadRef.deployment("ready");
  private static final WorkloadRef UNREADY = WorkloadRef.deployment("unready");
  private static final SandboxPods SANDBOX = new SandboxPods();
  private static final KubernetesStage NAMESPACE = SANDBOX.namespace();

  static {
    NAMESPACE.create(READY.name(), SandboxPods.IMAGE, 2);
    NAMESPACE.create(UNREADY.name(), "example.org/app:v1-never-ready", 1);
    awaitPods(READY, "Running", true);
    awaitPods(UNREADY, "Running", false);
  }

  @AfterAll
  static void stop() {
    NAMESPACE.close();
    SANDBOX.close();
  }

  @Override
  protected Stage open() {
    PodCommands commands = NAMESPACE.kubernetes().commands();
    return new Stage() {
      @Override
      public PodCommands commands() {
        return commands;
      }

      @Override
      public WorkloadRef ready() {
        return READY;
      }

      @Override
      public WorkloadRef unready() {
        return UNREADY;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void whoever_may_only_look_is_told_what_is_missing() {
    String place = NAMESPACE.kubernetes().place();
    String namespace = place.substring(place.indexOf('/') + 1);
    var opened =
        KubernetesConnection.open(
            SANDBOX.settings(Optional.of("stario-sandbox-viewer"), Optional.of(namespace)));
    assertThat(opened).isInstanceOf(Answer.Given.class);
    try (KubernetesWorkloads viewer = ((Answer.Given<KubernetesWorkloads>) opened).value()) {
      CommandOutcome outcome = viewer.commands().run(check("true"));

      assertThat(outcome)
          .isInstanceOfSatisfying(
              CommandOutcome.NotRun.class,
              notRun ->
                  assertThat(notRun.why())
                      .startsWith("no permission for pods/exec")
                      .contains("viewer", "forbidden"));
    }
  }

  @Test
  void what_looks_like_a_secret_is_hidden_in_the_output() {
    CommandOutcome outcome =
        NAMESPACE.kubernetes().commands().run(check("echo", "DB_PASSWORD=hunter2hunter2"));

    assertThat(outcome.lines()).singleElement().asString().doesNotContain("hunter2");
  }

  private static ExecCheck check(String... command) {
    return new ExecCheck(
        "in the pod",
        READY,
        Optional.empty(),
        List.of(command),
        Optional.empty(),
        Duration.ofSeconds(30));
  }

  private static void awaitPods(WorkloadRef workload, String phase, boolean ready) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
    while (Instant.now().isBefore(deadline)) {
      if (NAMESPACE.workloads().pods(workload)
              instanceof Answer.Given<List<PodState>>(List<PodState> pods)
          && !pods.isEmpty()
          && pods.stream().allMatch(pod -> pod.phase().equals(phase) && pod.ready() == ready)) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    throw new IllegalStateException("the pods of " + workload + " did not come");
  }
}
