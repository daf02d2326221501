package uz.stario.rollback.sandbox.pods;

import java.time.Duration;
import java.time.Instant;
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
import uz.stario.rollback.sandbox.store.Part;
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
  private static final String COMPONENT = "kubelet";

  /** What a well-behaved program needs to finish what it has begun, before the time factor. */
  private static final Duration STOPPING = Duration.ofSeconds(2);

  private static final Duration PROBE_PERIOD = Duration.ofSeconds(10);

  private final ObjectStore store;
  private final Timeline timeline;
  private final Recorder recorder;
  private final Program.Registry registry;
  private final Pace paceAtStart;
  private volatile Pace pace;
  private final Scheduler scheduler;
  private final Environment environment;
  private final Map<String, PodLife> lives = new ConcurrentHashMap<>();
  private final Map<String, PodLife> unplaced = new LinkedHashMap<>();
  private int addresses;
  private volatile boolean closed;

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
    this.registry = registry;
    this.paceAtStart = pace;
    this.pace = pace;
    this.scheduler = new Scheduler(store);
    this.environment = new Environment(store);
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
    pace = paceAtStart.times(factor);
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
        write(life);
        pull(life);
      }
      case Scheduler.Placement.Nowhere(String why) -> {
        life.condition("PodScheduled", false, "Unschedulable", why, timeline.now());
        unplaced.put(life.uid, life);
        scheduler(life, "Warning", "FailedScheduling", why);
        write(life);
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

  private void pull(PodLife life) {
    for (ContainerLife container : life.containers) {
      pull(life, container);
    }
  }

  private void pull(PodLife life, ContainerLife container) {
    recorder.normal(life.pod, COMPONENT, "Pulling", "Pulling image \"" + container.image + "\"");
    later(life, pace.pull(), () -> pulled(life, container));
  }

  private void pulled(PodLife life, ContainerLife container) {
    Optional<Program> program = registry.find(container.image);
    if (program.isPresent()) {
      recorder.normal(
          life.pod, COMPONENT, "Pulled", "Successfully pulled image \"" + container.image + "\"");
      later(life, pace.afterPull(), () -> run(life, container, program.get()));
      return;
    }
    String why =
        "failed to pull and unpack image \""
            + container.image
            + "\": "
            + container.image
            + ": not found";
    recorder.warning(
        life.pod, COMPONENT, "Failed", "Failed to pull image \"" + container.image + "\": " + why);
    recorder.warning(life.pod, COMPONENT, "Failed", "Error: ErrImagePull");
    wait(life, container, "ErrImagePull", why);
    Duration backOff = Pace.backOff(container.pulls++);
    later(
        life,
        pace.scaled(backOff).dividedBy(2),
        () -> {
          String message = "Back-off pulling image \"" + container.image + "\"";
          recorder.normal(life.pod, COMPONENT, "BackOff", message);
          wait(life, container, "ImagePullBackOff", message);
          later(life, pace.scaled(backOff).dividedBy(2), () -> pull(life, container));
        });
  }

  private void wait(PodLife life, ContainerLife container, String reason, String message) {
    container.state = new ContainerState.Waiting(reason, message);
    container.ready = false;
    life.settle(timeline.now());
    write(life);
  }

  private void run(PodLife life, ContainerLife container, Program program) {
    Map<String, String> env;
    try {
      env = environment.of(life.pod, life.spec(container));
    } catch (Environment.Unresolved missing) {
      String why = String.valueOf(missing.getMessage());
      recorder.warning(life.pod, COMPONENT, "Failed", "Error: " + why);
      wait(life, container, "CreateContainerConfigError", why);
      later(life, pace.scaled(PROBE_PERIOD), () -> run(life, container, program));
      return;
    }
    ContainerLog log = new ContainerLog(timeline);
    container.previousLog = container.log;
    container.log = log;
    container.env = Map.copyOf(env);
    container.running = program.start(new Program.Launch(life.pod, container.name, env, log));
    if (closed) {
      container.stop();
      return;
    }
    Instant now = timeline.now();
    container.state = new ContainerState.Running(now);
    recorder.normal(life.pod, COMPONENT, "Created", "Created container: " + container.name);
    recorder.normal(life.pod, COMPONENT, "Started", "Started container " + container.name);
    switch (program.course()) {
      case Course.Serves() -> container.ready = true;
      case Course.NeverReady() ->
          later(life, pace.scaled(PROBE_PERIOD), () -> unready(life, container));
      case Course.Crashes(Duration after, int exitCode) ->
          later(life, pace.scaled(after), () -> crash(life, container, program, exitCode));
    }
    life.settle(now);
    write(life);
  }

  private void unready(PodLife life, ContainerLife container) {
    recorder.warning(
        life.pod,
        COMPONENT,
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503");
    Duration period = pace.scaled(PROBE_PERIOD);
    // Counting the same event more often than once a second tells nobody anything.
    later(
        life,
        period.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : period,
        () -> unready(life, container));
  }

  private void crash(PodLife life, ContainerLife container, Program program, int exitCode) {
    Instant now = timeline.now();
    Instant since =
        container.state instanceof ContainerState.Running(Instant started) ? started : now;
    container.stop();
    ContainerState ended = new ContainerState.Terminated(exitCode, "Error", since, now);
    container.state = ended;
    life.settle(now);
    if (Manifest.text(life.pod, "spec", "restartPolicy").equals("Never")) {
      write(life);
      return;
    }
    int crashes = container.restarts;
    container.last = ended;
    container.restarts++;
    if (crashes == 0) {
      // The first restart comes at once; back-off begins with the second
      // (pkg/kubelet/util/backoff).
      write(life);
      later(life, Duration.ZERO, () -> run(life, container, program));
      return;
    }
    Duration backOff = Pace.backOff(crashes - 1);
    String message =
        "back-off "
            + shortly(backOff)
            + " restarting failed container="
            + container.name
            + " pod="
            + life.key.name()
            + "_"
            + life.key.namespace()
            + "("
            + life.uid
            + ")";
    recorder.warning(
        life.pod,
        COMPONENT,
        "BackOff",
        "Back-off restarting failed container " + container.name + " in pod " + life.key.name());
    wait(life, container, "CrashLoopBackOff", message);
    later(life, pace.scaled(backOff), () -> run(life, container, program));
  }

  private static String shortly(Duration duration) {
    long minutes = duration.toMinutes();
    return minutes == 0
        ? duration.toSeconds() + "s"
        : minutes + "m" + duration.toSecondsPart() + "s";
  }

  private void stop(PodLife life) {
    life.stopping = true;
    if (life.node.isEmpty()) {
      remove(life);
      return;
    }
    for (ContainerLife container : life.containers) {
      if (container.state instanceof ContainerState.Running) {
        recorder.normal(life.pod, COMPONENT, "Killing", "Stopping container " + container.name);
      }
    }
    Duration grace =
        Duration.ofSeconds(
            Manifest.at(life.pod, "metadata", "deletionGracePeriodSeconds").asInt(0));
    Duration needed = pace.scaled(STOPPING);
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

  private void later(PodLife life, Duration delay, Runnable step) {
    timeline.after(
        delay,
        () -> {
          if (!life.ended && !life.stopping && !closed) {
            step.run();
          }
        });
  }

  private void write(PodLife life) {
    try {
      life.pod =
          store.update(
              life.key,
              Part.WHOLE,
              present -> {
                if (!Manifest.uid(present).equals(life.uid)) {
                  return present;
                }
                ObjectNode draft = Manifest.draft(present);
                if (!life.node.isEmpty() && Manifest.text(present, "spec", "nodeName").isEmpty()) {
                  ObjectNode spec = Manifest.object();
                  present
                      .path("spec")
                      .properties()
                      .forEach(f -> spec.set(f.getKey(), f.getValue()));
                  draft.set("spec", spec.put("nodeName", life.node));
                }
                draft.set("status", life.status(hostIp(life.node), present.path("status")));
                return draft;
              });
    } catch (Refused gone) {
      end(life);
    }
  }

  private String hostIp(String node) {
    return store
        .find(new Key(Resources.NODE, "", node))
        .flatMap(n ->
            n.path("status")
                .path("addresses")
                .valueStream()
                .map(a -> Manifest.text(a, "address"))
                .findFirst())
        .orElse("");
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
   * @param port the loopback port it serves on, zero for none
   */
  public record Inside(JsonNode spec, Map<String, String> env, int port) {}

  /** The inside of a container that runs. An empty name means the first. */
  public Optional<Inside> inside(Key pod, String container) {
    return life(pod)
        .flatMap(life ->
            life.container(container)
                .flatMap(c ->
                    Optional.ofNullable(c.running)
                        .map(running -> new Inside(life.spec(c), c.env, running.port()))));
  }

  private Optional<PodLife> life(Key pod) {
    return store.find(pod).map(Manifest::uid).flatMap(uid -> Optional.ofNullable(lives.get(uid)));
  }

  /**
   * The log of a container, or of its previous run; empty where it has not run. An empty name means
   * the first.
   */
  public Optional<ContainerLog> log(Key pod, String container, boolean previous) {
    return life(pod)
        .flatMap(life -> life.container(container))
        .flatMap(c -> Optional.ofNullable(previous ? c.previousLog : c.log));
  }

  /** Ends every container. */
  @Override
  public void close() {
    closed = true;
    lives.values().forEach(life -> life.containers.forEach(ContainerLife::stop));
  }
}
