package uz.stario.rollback.app.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.wiring.SystemWiring;
import uz.stario.rollback.app.wiring.TempFolder;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.platform.Flaw;
import uz.stario.rollback.sandbox.platform.PlatformManifests;
import uz.stario.rollback.sandbox.platform.Traffic;
import uz.stario.rollback.sandbox.store.Resources;

/** The sandbox, a stand-in for Slack, and the files that make the program find both. */
final class Stage implements AutoCloseable {

  private static final int IN_FLIGHT = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** After so long without progress the cluster gives a rollout up; its default is ten minutes. */
  static final Duration PROGRESS_DEADLINE = Duration.ofSeconds(5);

  private final Sandbox sandbox;
  private final SlackStandIn slack;
  private final TempFolder folder;

  private Stage(Sandbox sandbox, SlackStandIn slack, TempFolder folder) {
    this.sandbox = sandbox;
    this.slack = slack;
    this.folder = folder;
  }

  /**
   * Sets it up; where that fails, nothing is left of it.
   *
   * @param start starts the sandbox
   */
  static Stage set(Supplier<Sandbox> start) throws Refusal {
    try {
      return set(TempFolder.make("stario-demo-"), start);
    } catch (IOException e) {
      throw notStarted(String.valueOf(e.getMessage()));
    }
  }

  static Stage set(TempFolder folder, Supplier<Sandbox> start) throws Refusal {
    Stage stage = null;
    try {
      stage = fill(folder, start);
      return stage;
    } catch (IOException | UncheckedIOException e) {
      throw notStarted(String.valueOf(e.getMessage()));
    } finally {
      if (stage == null) {
        folder.close();
      }
    }
  }

  private static Stage fill(TempFolder folder, Supplier<Sandbox> start) throws IOException {
    SlackStandIn slack = SlackStandIn.start();
    Sandbox sandbox;
    try {
      sandbox = start.get();
    } catch (RuntimeException e) {
      slack.close();
      throw e;
    }
    Stage stage = new Stage(sandbox, slack, folder);
    try {
      Path webhook = folder.path().resolve("webhook");
      Files.writeString(webhook, slack.webhook().toString());
      Files.writeString(stage.kubeconfig(), sandbox.kubeconfig());
      Files.writeString(stage.playbook(), DemoPlaybook.text(sandbox.ingress(), webhook));
      return stage;
    } catch (IOException e) {
      stage.close();
      throw e;
    }
  }

  private static Refusal notStarted(String why) {
    return new Refusal(
        Problem.unchanged(
            ErrorCode.SANDBOX_FAILED,
            "Cannot start the sandbox.",
            why,
            "It needs a free loopback port and a temporary folder it may write to."));
  }

  Sandbox sandbox() {
    return sandbox;
  }

  SlackStandIn slack() {
    return slack;
  }

  Path kubeconfig() {
    return folder.path().resolve("kubeconfig");
  }

  Path playbook() {
    return folder.path().resolve("stario.yaml");
  }

  Path state() {
    return folder.path().resolve("state");
  }

  /** Puts the platform live and waits until all of it serves. */
  void serve(String version) throws Refusal {
    sandbox.deployPlatform(version);
    try {
      for (String service : DemoPlaybook.SERVICES) {
        for (String workload : PlatformManifests.workloads(service)) {
          sandbox
              .cluster()
              .edit(
                  Resources.DEPLOYMENT,
                  PlatformManifests.NAMESPACE,
                  workload,
                  d ->
                      d.withObject("spec")
                          .put("progressDeadlineSeconds", PROGRESS_DEADLINE.toSeconds()));
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
      throw Stopping.stopped();
    }
  }

  /** Somebody releases a version of a service that has this flaw. */
  void release(String service, String version, Flaw flaw) {
    for (String workload : PlatformManifests.workloads(service)) {
      sandbox.publish(PlatformManifests.image(workload, version), flaw);
    }
    sandbox.release(service, version);
  }

  /** Whether the cluster has given the rollout of a workload up. */
  boolean deadlineExceeded(String workload) {
    ObjectNode deployment =
        sandbox.cluster().get(Resources.DEPLOYMENT, PlatformManifests.NAMESPACE, workload);
    return StreamSupport.stream(deployment.at("/status/conditions").spliterator(), false)
        .anyMatch(c -> c.path("reason").asString("").equals("ProgressDeadlineExceeded"));
  }

  /** How many pods a workload should have. */
  int wanted(String workload) {
    return sandbox
        .cluster()
        .get(Resources.DEPLOYMENT, PlatformManifests.NAMESPACE, workload)
        .at("/spec/replicas")
        .asInt(1);
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
  Traffic traffic(Tempo tempo) {
    return sandbox.traffic(tempo.perSecond(), IN_FLIGHT, tempo.column());
  }

  /** What a shell needs so that kubectl and stario speak of this sandbox. */
  Map<String, String> exports() {
    Map<String, String> exports = new java.util.LinkedHashMap<>();
    exports.put("KUBECONFIG", kubeconfig().toString());
    exports.put("STARIO_PLAYBOOK", playbook().toString());
    exports.put("STARIO_STATE", state().toString());
    return exports;
  }

  /** The same invocation with the sandbox as its cluster, and a journal of its own. */
  Invocation within(Invocation invocation) {
    Map<String, String> environment = new HashMap<>(invocation.environment());
    environment.putAll(exports());
    // The one in the folder is meant, whatever the shell says.
    environment.remove("STARIO_PLAYBOOK");
    return new Invocation(
        invocation.out(),
        invocation.err(),
        invocation.terminal(),
        environment,
        folder.path(),
        invocation.clock(),
        new SystemWiring(environment, invocation.clock(), invocation.wiring().redactor()));
  }

  @Override
  public void close() {
    for (AutoCloseable part : List.of(sandbox, slack, folder)) {
      try {
        part.close();
      } catch (Exception e) {
        // The rest is to be closed all the same; the process ends soon.
      }
    }
  }
}
