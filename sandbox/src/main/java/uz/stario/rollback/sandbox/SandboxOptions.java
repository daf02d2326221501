package uz.stario.rollback.sandbox;

import java.time.Clock;
import java.time.Duration;
import uz.stario.rollback.sandbox.platform.Stores;
import uz.stario.rollback.sandbox.pods.Pace;
import uz.stario.rollback.sandbox.time.RealTimeline;
import uz.stario.rollback.sandbox.time.Timeline;

/**
 * How a sandbox is set up.
 *
 * @param apiPort the port of the API, zero for a free one
 * @param ingressPort the port of the ingress, zero for a free one
 * @param timeline the clock of controllers and pods; the sandbox closes it
 * @param seed what uids, names and latencies are drawn from
 * @param pace how fast pods live
 * @param historySize how many changes of each kind watches can go back
 * @param stores where the platform's data is
 */
public record SandboxOptions(
    int apiPort,
    int ingressPort,
    Timeline timeline,
    long seed,
    Pace pace,
    int historySize,
    Stores stores) {
  private static final Duration BRISK = Duration.ofMillis(150);
  private static final double BRISK_FACTOR = 0.05;
  private static final int HISTORY = 8_192;

  /** Refuses a history that keeps nothing. */
  public SandboxOptions {
    if (historySize < 1) {
      throw new IllegalArgumentException("a watch needs a history of at least one change");
    }
  }

  /** Real time, free ports, pods up after 150 ms, kubelet waits at a twentieth, no stores. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(
        0,
        0,
        new RealTimeline(Clock.systemUTC()),
        1,
        new Pace(BRISK, BRISK_FACTOR),
        HISTORY,
        Stores.none());
  }

  /** The same with these ports. */
  public SandboxOptions withPorts(int api, int ingress) {
    return new SandboxOptions(api, ingress, timeline, seed, pace, historySize, stores);
  }

  /** The same on another timeline; the one replaced is closed. */
  public SandboxOptions withTimeline(Timeline other) {
    timeline.close();
    return new SandboxOptions(apiPort, ingressPort, other, seed, pace, historySize, stores);
  }

  /** The same with another seed. */
  public SandboxOptions withSeed(long other) {
    return new SandboxOptions(apiPort, ingressPort, timeline, other, pace, historySize, stores);
  }

  /** The same with pods of another pace. */
  public SandboxOptions withPace(Duration podStart, double factor) {
    return new SandboxOptions(
        apiPort, ingressPort, timeline, seed, new Pace(podStart, factor), historySize, stores);
  }

  /** The same with another length of history. */
  public SandboxOptions withHistory(int size) {
    return new SandboxOptions(apiPort, ingressPort, timeline, seed, pace, size, stores);
  }

  /** The same with the platform's data elsewhere. */
  public SandboxOptions withStores(Stores other) {
    return new SandboxOptions(apiPort, ingressPort, timeline, seed, pace, historySize, other);
  }
}
