package uz.stario.rollback.sandbox.pods;

import java.time.Duration;
import java.time.Instant;
import uz.stario.rollback.sandbox.store.Manifest;

/**
 * What follows when a container's process ends with an error: the end of the pod, a restart at
 * once, or one after a back-off that grows.
 *
 * <p>Reasons and messages are those of {@code pkg/kubelet/kuberuntime}.
 */
final class CrashLoop {
  private final PodWork work;

  CrashLoop(PodWork work) {
    this.work = work;
  }

  void crashed(PodLife life, ContainerLife container, int exitCode, Runnable restart) {
    ContainerState ended = end(container, exitCode);
    container.state = ended;
    life.settle(work.now());
    if (Manifest.text(life.pod, "spec", "restartPolicy").equals("Never")) {
      work.write(life);
      return;
    }
    int crashes = container.restarts++;
    container.last = ended;
    if (crashes == 0) {
      // The first restart comes at once; back-off begins with the second
      // (pkg/kubelet/util/backoff).
      work.write(life);
      work.later(life, Duration.ZERO, restart);
    } else {
      backOff(life, container, Pace.backOff(crashes - 1), restart);
    }
  }

  private ContainerState end(ContainerLife container, int exitCode) {
    Instant now = work.now();
    Instant since =
        container.state instanceof ContainerState.Running(Instant started) ? started : now;
    container.crash();
    return new ContainerState.Terminated(exitCode, "Error", since, now);
  }

  private void backOff(PodLife life, ContainerLife container, Duration pause, Runnable restart) {
    String pod = life.key.name();
    work.warning(
        life,
        "BackOff",
        "Back-off restarting failed container " + container.name + " in pod " + pod);
    work.wait(
        life,
        container,
        "CrashLoopBackOff",
        ("back-off " + shortly(pause))
            + (" restarting failed container=" + container.name)
            + (" pod=" + pod + "_" + life.key.namespace() + "(" + life.uid + ")"));
    work.later(life, work.pace().scaled(pause), restart);
  }

  private static String shortly(Duration duration) {
    long minutes = duration.toMinutes();
    return minutes == 0
        ? duration.toSeconds() + "s"
        : minutes + "m" + duration.toSecondsPart() + "s";
  }
}
