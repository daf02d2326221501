package uz.stario.rollback.sandbox.pods;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.event.Recorder;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.time.Timeline;

/** What every step in a pod's life needs: later steps, events, and its status in the store. */
final class PodWork {
  private static final String COMPONENT = "kubelet";

  private final ObjectStore store;
  private final Timeline timeline;
  private final Recorder recorder;
  private final Pace paceAtStart;
  private final Consumer<PodLife> gone;
  private volatile Pace pace;
  private volatile boolean closed;

  /** With what is done about a pod that turns out to be gone when its status is written. */
  PodWork(
      ObjectStore store, Timeline timeline, Recorder recorder, Pace pace, Consumer<PodLife> gone) {
    this.gone = gone;
    this.store = store;
    this.timeline = timeline;
    this.recorder = recorder;
    this.paceAtStart = pace;
    this.pace = pace;
  }

  Pace pace() {
    return pace;
  }

  void slow(double factor) {
    pace = paceAtStart.times(factor);
  }

  Timeline timeline() {
    return timeline;
  }

  Instant now() {
    return timeline.now();
  }

  ObjectStore store() {
    return store;
  }

  boolean closed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  /** Does the step unless the pod has begun to end by then. */
  void later(PodLife life, Duration delay, Runnable step) {
    timeline.after(
        delay,
        () -> {
          if (!life.ended && !life.stopping && !closed) {
            step.run();
          }
        });
  }

  void normal(PodLife life, String reason, String message) {
    recorder.normal(life.pod, COMPONENT, reason, message);
  }

  void warning(PodLife life, String reason, String message) {
    recorder.warning(life.pod, COMPONENT, reason, message);
  }

  /** Has the container wait for a reason that its status tells. */
  void wait(PodLife life, ContainerLife container, String reason, String message) {
    container.state = new ContainerState.Waiting(reason, message);
    container.ready = false;
    settle(life);
  }

  /** Brings the pod in line with its containers and writes that down. */
  void settle(PodLife life) {
    life.settle(now());
    write(life);
  }

  /** Writes the node and the status of a pod. */
  void write(PodLife life) {
    try {
      life.pod =
          store.update(
              life.key,
              Part.WHOLE,
              present -> Manifest.uid(present).equals(life.uid) ? told(life, present) : present);
    } catch (Refused notThere) {
      gone.accept(life);
    }
  }

  private ObjectNode told(PodLife life, ObjectNode present) {
    ObjectNode draft = Manifest.draft(present);
    if (!life.node.isEmpty() && Manifest.text(present, "spec", "nodeName").isEmpty()) {
      ObjectNode spec = Manifest.object();
      present.path("spec").properties().forEach(f -> spec.set(f.getKey(), f.getValue()));
      draft.set("spec", spec.put("nodeName", life.node));
    }
    draft.set("status", life.status(hostIp(life.node), present.path("status")));
    return draft;
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
}
