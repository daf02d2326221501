package uz.stario.rollback.app.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.wiring.SystemWiring;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;
import uz.stario.rollback.sandbox.platform.Traffic;

/** The sandbox with its traffic, and the files that make the program find it. */
final class Stage implements AutoCloseable {

  private static final double REQUESTS_PER_SECOND = 60;
  private static final int IN_FLIGHT = 200;

  /** How long each figure of error rate and latency covers. */
  static final Duration WINDOW = Duration.ofSeconds(1);

  private final Sandbox sandbox;
  private final Traffic traffic;
  private final Path folder;

  private Stage(Sandbox sandbox, Traffic traffic, Path folder) {
    this.sandbox = sandbox;
    this.traffic = traffic;
    this.folder = folder;
  }

  static Stage set(Invocation invocation) throws Refusal {
    try {
      Path folder = Files.createTempDirectory("stario-demo-");
      Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
      Files.writeString(folder.resolve("kubeconfig"), sandbox.kubeconfig());
      Files.writeString(folder.resolve("stario.yaml"), DemoPlaybook.text(sandbox.ingress()));
      Traffic traffic = Traffic.start(sandbox.ingress(), REQUESTS_PER_SECOND, IN_FLIGHT, WINDOW);
      return new Stage(sandbox, traffic, folder);
    } catch (IOException e) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.SANDBOX_FAILED,
              "Cannot start the sandbox.",
              String.valueOf(e.getMessage()),
              "It needs a free loopback port and a temporary folder it may write to."));
    }
  }

  Sandbox sandbox() {
    return sandbox;
  }

  Traffic traffic() {
    return traffic;
  }

  /** The same invocation with the sandbox as its cluster, and a journal of its own. */
  Invocation within(Invocation invocation) {
    Map<String, String> environment = new HashMap<>(invocation.environment());
    environment.put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    environment.put("STARIO_STATE", folder.resolve("state").toString());
    environment.put("STARIO_PLAYBOOK", folder.resolve("stario.yaml").toString());
    return new Invocation(
        invocation.out(),
        invocation.err(),
        invocation.terminal(),
        environment,
        folder,
        invocation.clock(),
        new SystemWiring(environment, invocation.clock()));
  }

  @Override
  public void close() {
    traffic.close();
    sandbox.close();
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted((a, b) -> b.compareTo(a)).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // A temporary folder that stays behind hurts nobody.
    }
  }
}
