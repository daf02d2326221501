package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.port.PodLogs.Reading;
import uz.stario.rollback.port.PodLogs.Which;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.verify.CommandOutcome;
import uz.stario.rollback.verify.PodState;

/**
 * What the API server of the cluster that {@code KUBECONFIG} names says to requests for logs and
 * commands. Where its nodes are stand-ins they are refused, and that is understood; where they are
 * real a log can be read and {@code true} be run.
 */
@Tag("live")
class LivePodsTest {

  private static final WorkloadRef API = WorkloadRef.deployment("api");
  private static final Duration AMPLE = Duration.ofSeconds(60);

  private final String image = System.getenv().getOrDefault("STARIO_LIVE_IMAGE", "stario/app");
  private final KubernetesStage stage =
      new KubernetesStage(
          KubernetesConnection.Settings.of(
              Optional.empty(), Optional.empty(), Optional.empty(), System.getenv()),
          "pods-" + UUID.randomUUID().toString().substring(0, 8),
          version -> image + ":v" + version,
          image + ":nopull");

  @BeforeEach
  void a_pod_that_is_ready() {
    stage.create(API.name(), stage.image(1), 1);
    Instant deadline = Instant.now().plus(AMPLE);
    while (Instant.now().isBefore(deadline)) {
      if (stage.workloads().pods(API) instanceof Answer.Given<List<PodState>>(List<PodState> pods)
          && pods.stream().anyMatch(PodState::ready)) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new IllegalStateException("the pod did not get ready");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void a_log_is_read_or_it_is_said_why_not() {
    List<String> lines = new ArrayList<>();

    Reading reading =
        stage.kubernetes().logs().read(API, Which.ALL, Instant.EPOCH, AMPLE, lines::add);

    switch (reading) {
      case Reading.Whole(long read) -> assertThat(lines).hasSize((int) read);
      case Reading.Partial(long _, String why) -> assertThat(why).isNotBlank();
      case Reading.Refused(var problem) -> assertThat(problem.what()).contains("pods/log");
    }
  }

  @Test
  void a_command_is_run_or_it_is_said_why_not() {
    CommandOutcome outcome =
        stage
            .kubernetes()
            .commands()
            .run(
                new ExecCheck(
                    "in the pod", API, Optional.empty(), List.of("true"), Optional.empty(), AMPLE));

    switch (outcome) {
      case CommandOutcome.Ended(int code, List<String> _) -> assertThat(code).isZero();
      case CommandOutcome.NotRun(String why, List<String> _) ->
          assertThat(why).isNotBlank().doesNotContain("did not answer in time");
      case CommandOutcome.StoppedLate late -> throw new AssertionError("it hung: " + late);
    }
  }
}
