package uz.stario.rollback.adapters.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;

/** A sandbox with namespaces whose pods begin at once, for tests of what is in them. */
final class SandboxPods implements AutoCloseable {

  static final String IMAGE = "example.org/app:v1";

  private final AtomicInteger namespaces = new AtomicInteger();
  private final Sandbox sandbox =
      Sandbox.start(SandboxOptions.defaults().withPace(Duration.ofMillis(20), 0.01));
  private final Path config;

  SandboxPods() {
    try {
      config =
          Files.writeString(Files.createTempFile("sandbox", ".kubeconfig"), sandbox.kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new namespace. */
  KubernetesStage namespace() {
    return new KubernetesStage(
        settings(Optional.empty(), Optional.empty()),
        "pods-" + namespaces.incrementAndGet(),
        version -> "example.org/app:v" + version,
        "example.org/app:v0-missing");
  }

  /** What a kubeconfig's user sees of a stage's namespace. */
  KubernetesConnection.Settings settings(Optional<String> context, Optional<String> namespace) {
    return KubernetesConnection.Settings.of(Optional.of(config), context, namespace, Map.of());
  }

  @Override
  public void close() {
    sandbox.close();
    try {
      Files.deleteIfExists(config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
