package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Processes;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.port.Targets.Acquiring;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.RegistryTargets;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.SettableClock;

/** The contract on the sandbox, in namespaces of its own; and the sandbox's other user. */
class SandboxLeaseTest extends LeaseContract {

  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  @TempDir static Path folder = Path.of("");
  private static final Sandbox SANDBOX = Sandbox.start(SandboxOptions.defaults());

  @AfterAll
  static void stop() {
    SANDBOX.close();
  }

  @Override
  LeaseStage open() {
    return new LeaseStage(settings(Optional.empty()), "locks-" + NAMESPACES.incrementAndGet());
  }

  @Test
  void whoever_may_not_write_leases_is_told_which_verbs_are_missing_and_what_else_there_is() {
    var answer = KubernetesConnection.open(settings(Optional.of("stario-sandbox-viewer")));
    assertThat(answer).isInstanceOf(Answer.Given.class);
    try (KubernetesWorkloads viewer = ((Answer.Given<KubernetesWorkloads>) answer).value()) {
      Acquiring refused =
          new RegistryTargets(viewer.locks(), new SettableClock(Fixtures.NOW), Processes.UNKNOWN)
              .acquire(
                  new TreeSet<>(List.of(new TargetKey("deployment/api"))),
                  new RunId("r"),
                  new Owner("olim", "laptop", "", 1, Fixtures.NOW),
                  List.of());

      assertThat(refused)
          .isInstanceOfSatisfying(
              Acquiring.Refused.class,
              because -> {
                assertThat(because.problem().code()).isEqualTo(ErrorCode.FORBIDDEN);
                assertThat(because.problem().what()).contains("create leases.coordination.k8s.io");
                assertThat(because.problem().next())
                    .contains("`get`, `create` and `update`", "--lock local", "not seen");
              });
    }
  }

  private static KubernetesConnection.Settings settings(Optional<String> context) {
    try {
      Path config = Files.writeString(folder.resolve("config"), SANDBOX.kubeconfig());
      return KubernetesConnection.Settings.of(
          Optional.of(config), context, Optional.empty(), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
