package uz.stario.rollback.sandbox.pods;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import uz.stario.rollback.sandbox.time.Timeline;

/** Brings the containers of a placed pod to life: image, environment, program, and again. */
final class Containers {
  private final PodWork work;
  private final Environment environment;
  private final ImagePull images;
  private final ReadinessProbe probe;
  private final CrashLoop crashes;

  Containers(PodWork work, Environment environment, Program.Registry registry) {
    this.work = work;
    this.environment = environment;
    this.images = new ImagePull(work, registry);
    this.probe = new ReadinessProbe(work);
    this.crashes = new CrashLoop(work);
  }

  void close() {
    probe.close();
  }

  void start(PodLife life) {
    for (ContainerLife container : life.containers) {
      images.begin(life, container, program -> run(life, container, program));
    }
  }

  private void run(PodLife life, ContainerLife container, Program program) {
    Map<String, String> env;
    try {
      env = environment.of(life.pod, life.spec(container));
    } catch (Environment.Unresolved missing) {
      String why = String.valueOf(missing.getMessage());
      work.warning(life, "Failed", "Error: " + why);
      work.wait(life, container, "CreateContainerConfigError", why);
      work.later(
          life, work.pace().scaled(ReadinessProbe.PERIOD), () -> run(life, container, program));
      return;
    }
    launch(life, container, program, env);
  }

  /**
   * Starts the program beside the timeline, for a service takes a few hundredths of a second and
   * ten of them would hold up everything else.
   */
  private void launch(
      PodLife life, ContainerLife container, Program program, Map<String, String> env) {
    Timeline timeline = work.timeline();
    ContainerLog log = new ContainerLog(timeline);
    container.previousLog = container.log;
    container.log = log;
    container.env = Map.copyOf(env);
    CompletableFuture<Void> started = new CompletableFuture<>();
    Program.Launch launch =
        new Program.Launch(
            life.pod,
            container.name,
            env,
            PodFiles.of(work.store(), life.pod, life.spec(container)),
            log,
            timeline::now,
            exitCode -> {
              var _ = started.thenRun(() -> exited(life, container, program, log, exitCode));
            });
    timeline.beside(
        () -> start(life, container, program, launch),
        () -> {
          if (!life.ended) {
            runs(life, container, program, log);
            started.complete(null);
          }
        });
  }

  /** Whoever ends pods, or all of them, meanwhile does not know this program yet. */
  private void start(
      PodLife life, ContainerLife container, Program program, Program.Launch launch) {
    if (isOver(life)) {
      return;
    }
    container.running = program.start(launch);
    if (isOver(life)) {
      container.stop();
    }
  }

  private boolean isOver(PodLife life) {
    return life.ended || work.closed();
  }

  private void runs(PodLife life, ContainerLife container, Program program, ContainerLog log) {
    container.state = new ContainerState.Running(work.now());
    work.normal(life, "Created", "Created container: " + container.name);
    work.normal(life, "Started", "Started container " + container.name);
    switch (program.course()) {
      case Course.Serves() -> probe.begin(life, container);
      case Course.NeverReady() -> probe.fail(life);
      case Course.Crashes(Duration after, int exitCode, boolean serves) -> {
        if (serves) {
          probe.begin(life, container);
        }
        work.later(
            life, work.pace().scaled(after), () -> exited(life, container, program, log, exitCode));
      }
    }
    work.settle(life);
  }

  /** The end of the run that has this log; of a later one it is not. */
  private void exited(
      PodLife life, ContainerLife container, Program program, ContainerLog log, int exitCode) {
    work.later(
        life,
        Duration.ZERO,
        () -> {
          if (container.log == log && container.running != null) {
            container.ready = false;
            crashes.crashed(life, container, exitCode, () -> run(life, container, program));
          }
        });
  }
}
