package uz.stario.rollback.sandbox.pods;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.event.Recorder;
import uz.stario.rollback.sandbox.store.Change;
import uz.stario.rollback.sandbox.store.Deletion;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.store.Selector;
import uz.stario.rollback.sandbox.time.Timeline;

/**
 * Scheduler and kubelet of every node at once: pods are placed, pulled, started, made ready,
 * restarted and stopped.
 *
 * <p>Reasons and messages are those of {@code pkg/kubelet}. State changes run on the timeline;
 * {@link #ready}, {@link #log} and {@link #close} may be called from any thread.
 */
public final class Kubelet implements AutoCloseable {
  /** What a well-behaved program needs to finish what it has begun, before the time factor. */
  private static final Duration STOPPING = Duration.ofSeconds(2);

  private final ObjectStore store;
  private final Timeline timeline;
  private final Recorder recorder;
  private final Scheduler scheduler;
  private final PodWork work;
  private final Containers containers;
  private final Map<String, PodLife> lives = new ConcurrentHashMap<>();
  private final Map<String, PodLife> unplaced = new LinkedHashMap<>();
  private int addresses;

  /**
   * A pod that can be talked to.
   *
   * @param pod its name
   * @param port its loopback port
   */
  public record Endpoint(String pod, int port) {}

  private Kubelet(
      ObjectStore store,
      Timeline timeline,
      Recorder recorder,
      Program.Registry registry,
      Pace pace) {
    this.store = store;
    this.timeline = timeline;
    this.recorder = recorder;
    this.scheduler = new Scheduler(store);
    this.work = new PodWork(store, timeline, recorder, pace, this::end);
    this.containers = new Containers(work, new Environment(store), registry);
  }

  /** Starts to care for the pods of the store. */
  public static Kubelet start(
      ObjectStore store,
      Timeline timeline,
      Recorder recorder,
      Program.Registry registry,
      Pace pace) {
    Kubelet kubelet = new Kubelet(store, timeline, recorder, registry, pace);
    store.listen(kubelet::changed);
    return kubelet;
  }

  private void changed(Change change) {
    if (change.resource().equals(Resources.POD)) {
      timeline.soon(() -> react(change));
    } else if (change.resource().equals(Resources.NODE)) {
      timeline.soon(() -> {
        if (change.after() == null) {
          lose(Manifest.name(change.last()));
        }
        placeWaiting();
      });
    }
  }

  /** The pods of a node that is gone go with it, as the pod garbage collector sees to. */
  private void lose(String node) {
    lives.values().stream().filter(life -> life.node.equals(node)).toList().forEach(this::remove);
  }

  /** Has everything about pods take so many times longer from now on. */
  public void slow(double factor) {
    work.slow(factor);
  }

  private void react(Change change) {
    ObjectNode after = change.after();
    String uid = Manifest.uid(change.last());
    if (after == null) {
      PodLife life = lives.remove(uid);
      if (life != null) {
        end(life);
        placeWaiting();
      }
      return;
    }
    if (change.before() == null && store.find(change.key()).isPresent()) {
      addresses++;
      PodLife life =
          new PodLife(after, "10.244." + (addresses >> 8 & 0xFF) + "." + (addresses & 0xFF));
      lives.put(uid, life);
      place(life);
    }
    PodLife life = lives.get(uid);
    if (life != null) {
      if (Manifest.resourceVersion(after) > Manifest.resourceVersion(life.pod)) {
        life.pod = after;
      }
      if (Manifest.deleting(after) && !life.stopping) {
        stop(life);
      }
    }
  }

  private void place(PodLife life) {
    switch (scheduler.place(life.pod)) {
      case Scheduler.Placement.On(String node) -> {
        unplaced.remove(life.uid);
        life.node = node;
        life.started = timeline.now();
        life.settle(timeline.now());
        scheduler(
            life, "Normal", "Scheduled", "Successfully assigned " + path(life) + " to " + node);
        work.write(life);
        containers.start(life);
      }
      case Scheduler.Placement.Nowhere(String why) -> {
        life.condition("PodScheduled", false, "Unschedulable", why, timeline.now());
        unplaced.put(life.uid, life);
        scheduler(life, "Warning", "FailedScheduling", why);
        work.write(life);
      }
    }
  }

  private void scheduler(PodLife life, String type, String reason, String message) {
    if (type.equals("Normal")) {
      recorder.normal(life.pod, "default-scheduler", reason, message);
    } else {
      recorder.warning(life.pod, "default-scheduler", reason, message);
    }
  }

  private void placeWaiting() {
    List.copyOf(unplaced.values()).forEach(this::place);
  }

  private void stop(PodLife life) {
    life.stopping = true;
    if (life.node.isEmpty()) {
      remove(life);
      return;
    }
    for (ContainerLife container : life.containers) {
      if (container.state instanceof ContainerState.Running) {
        work.normal(life, "Killing", "Stopping container " + container.name);
      }
    }
    Duration grace =
        Duration.ofSeconds(
            Manifest.at(life.pod, "metadata", "deletionGracePeriodSeconds").asInt(0));
    Duration needed = work.pace().scaled(STOPPING);
    timeline.after(grace.compareTo(needed) < 0 ? grace : needed, () -> remove(life));
  }

  private void remove(PodLife life) {
    end(life);
    try {
      store.delete(
          life.key, new Deletion(Duration.ZERO, Deletion.Propagation.BACKGROUND, life.uid, ""));
    } catch (Refused alreadyGone) {
      lives.remove(life.uid);
    }
  }

  private void end(PodLife life) {
    if (!life.ended) {
      life.ended = true;
      life.ready = false;
      unplaced.remove(life.uid);
      scheduler.release(life.pod, life.node);
      life.containers.forEach(ContainerLife::stop);
    }
  }

  private static String path(PodLife life) {
    return life.key.namespace() + "/" + life.key.name();
  }

  /** The ready pods of a namespace that a selector picks and that serve HTTP. */
  public List<Endpoint> ready(String namespace, JsonNode selector) {
    Selector labels = Selector.ofLabels(selector);
    return lives.values().stream()
        .filter(life -> life.ready && !life.stopping && life.key.namespace().equals(namespace))
        .filter(life -> labels.matches(life.pod))
        .flatMap(life ->
            life.containers.stream()
                .flatMap(c -> Optional.ofNullable(c.running).stream())
                .filter(running -> running.port() != 0)
                .map(running -> new Endpoint(life.key.name(), running.port())))
        .sorted(java.util.Comparator.comparing(Endpoint::pod))
        .toList();
  }

  /**
   * A container that runs, as one sees it from inside.
   *
   * @param spec its part of the pod's spec
   * @param env its environment
   * @param running its program
   */
  public record Inside(JsonNode spec, Map<String, String> env, Program.Running running) {
    /** The loopback port it serves on, zero for none. */
    public int port() {
      return running.port();
    }
  }

  /** The inside of a container that runs. An empty name means the first. */
  public Optional<Inside> inside(Key pod, String container) {
    return life(pod)
        .flatMap(life ->
            life.container(container)
                .flatMap(c ->
                    Optional.ofNullable(c.running)
                        .map(running -> new Inside(life.spec(c), c.env, running))));
  }

  private Optional<PodLife> life(Key pod) {
    return store.find(pod).map(Manifest::uid).flatMap(uid -> Optional.ofNullable(lives.get(uid)));
  }

  /**
   * The log of a container, or of its previous run; empty where it has not run. An empty name means
   * the first. While one waits to be started again, its previous run is the one that ended last.
   */
  public Optional<ContainerLog> log(Key pod, String container, boolean previous) {
    return life(pod)
        .flatMap(life -> life.container(container))
        .flatMap(c -> {
          // A run that is being started has a log of its own, and is not the one before.
          ContainerLog newest = c.log;
          boolean waits = newest != null && newest.closed() && c.last != null;
          return Optional.ofNullable(previous && !waits ? c.previousLog : newest);
        });
  }

  /** Ends every container. */
  @Override
  public void close() {
    work.close();
    containers.close();
    lives.values().forEach(life -> life.containers.forEach(ContainerLife::stop));
  }
}
