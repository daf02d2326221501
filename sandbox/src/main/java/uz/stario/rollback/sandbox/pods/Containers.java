package uz.stario.rollback.sandbox.pods;

import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;
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
    if (work.closed()) {
      container.stop();
      return;
    }
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
        IntConsumer exit = exit(life, container, program);
        work.later(life, work.pace().scaled(after), () -> exit.accept(exitCode));
      }
    }
    work.settle(life);
  }

  private void launch(
      PodLife life, ContainerLife container, Program program, Map<String, String> env) {
    Timeline timeline = work.timeline();
    ContainerLog log = new ContainerLog(timeline);
    container.previousLog = container.log;
    container.log = log;
    container.env = Map.copyOf(env);
    container.running =
        program.start(
            new Program.Launch(
                life.pod,
                container.name,
                env,
                PodFiles.of(work.store(), life.pod, life.spec(container)),
                log,
                timeline::now,
                exit(life, container, program)));
  }

  /** The end of the run that has just begun; of a later one it is not. */
  private IntConsumer exit(PodLife life, ContainerLife container, Program program) {
    ContainerLog mine = container.log;
    return exitCode ->
        work.later(
            life,
            Duration.ZERO,
            () -> {
              if (container.log == mine && container.running != null) {
                container.ready = false;
                crashes.crashed(life, container, exitCode, () -> run(life, container, program));
              }
            });
  }
}
