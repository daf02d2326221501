package uz.stario.rollback.app.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.wiring.SystemWiring;
import uz.stario.rollback.app.wiring.TempFolder;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;
import uz.stario.rollback.sandbox.platform.PlatformManifests;
import uz.stario.rollback.sandbox.platform.Traffic;
import uz.stario.rollback.sandbox.store.Resources;

/** The sandbox with its traffic, and the files that make the program find it. */
final class Stage implements AutoCloseable {

  private static final double REQUESTS_PER_SECOND = 60;
  private static final int IN_FLIGHT = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How long each figure of error rate and latency covers. */
  static final Duration WINDOW = Duration.ofSeconds(1);

  private final Sandbox sandbox;
  private final TempFolder folder;
  private @Nullable Traffic traffic;

  private Stage(Sandbox sandbox, TempFolder folder) {
    this.sandbox = sandbox;
    this.folder = folder;
  }

  static Stage set(Invocation invocation) throws Refusal {
    try {
      TempFolder folder = TempFolder.make("stario-demo-");
      Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
      Files.writeString(folder.path().resolve("kubeconfig"), sandbox.kubeconfig());
      Files.writeString(folder.path().resolve("stario.yaml"), DemoPlaybook.text(sandbox.ingress()));
      return new Stage(sandbox, folder);
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

  /** Puts the platform live and waits until all of it serves. */
  void serve(String version) throws Refusal {
    sandbox.deployPlatform(version);
    try {
      for (String service : DemoPlaybook.SERVICES) {
        for (String workload : PlatformManifests.workloads(service)) {
          sandbox
              .cluster()
              .await(
                  Resources.DEPLOYMENT,
                  PlatformManifests.NAMESPACE,
                  workload,
                  d -> d.at("/status/availableReplicas").asInt(0) == d.at("/spec/replicas").asInt(),
                  PATIENCE);
        }
      }
    } catch (TimeoutException e) {
      throw failed("The platform did not come up within " + PATIENCE.toSeconds() + " s.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("It was interrupted.");
    }
  }

  static Refusal failed(String why) {
    return new Refusal(
        Problem.unchanged(
            ErrorCode.SANDBOX_FAILED,
            "The demo can't go on.",
            why,
            "Try `stario demo` again; this machine may be very busy."));
  }

  /** People begin to use it. */
  Traffic traffic() {
    Traffic started = traffic;
    if (started == null) {
      started = Traffic.start(sandbox.ingress(), REQUESTS_PER_SECOND, IN_FLIGHT, WINDOW);
      traffic = started;
    }
    return started;
  }

  /** The same invocation with the sandbox as its cluster, and a journal of its own. */
  Invocation within(Invocation invocation) {
    Map<String, String> environment = new HashMap<>(invocation.environment());
    environment.put("KUBECONFIG", folder.path().resolve("kubeconfig").toString());
    environment.put("STARIO_STATE", folder.path().resolve("state").toString());
    environment.remove(
        "STARIO_PLAYBOOK"); // the one in the folder is meant, whatever the shell says
    return new Invocation(
        invocation.out(),
        invocation.err(),
        invocation.terminal(),
        environment,
        folder.path(),
        invocation.clock(),
        new SystemWiring(environment, invocation.clock()));
  }

  @Override
  public void close() {
    Traffic started = traffic;
    if (started != null) {
      started.close();
    }
    sandbox.close();
    folder.close();
  }
}
