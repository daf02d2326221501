package uz.stario.rollback.adapters.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;
import uz.stario.rollback.testkit.WorkloadsContract;

/** The contract on the sandbox, in namespaces of its own. */
class SandboxWorkloadsTest extends WorkloadsContract {

  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  @TempDir static Path folder = Path.of("");
  private static final Sandbox SANDBOX = Sandbox.start(options());

  private static SandboxOptions options() {
    return SandboxOptions.defaults().withPace(Duration.ofMillis(20), 0.01);
  }

  @AfterAll
  static void stop() {
    SANDBOX.close();
  }

  @Override
  protected Stage open() {
    try {
      Path config = Files.writeString(folder.resolve("config"), SANDBOX.kubeconfig());
      return new KubernetesStage(
          KubernetesConnection.Settings.of(
              Optional.of(config), Optional.empty(), Optional.empty(), Map.of()),
          "contract-" + NAMESPACES.incrementAndGet(),
          version -> "example.org/app:v" + version,
          "example.org/app:v0-missing");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
