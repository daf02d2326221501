package uz.stario.rollback.sandbox.pods;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/**
 * One container of a pod, from waiting to its end; written on the timeline, its logs read from
 * anywhere.
 */
final class ContainerLife {
  final String name;
  final String image;
  ContainerState state = new ContainerState.Waiting("ContainerCreating", "");
  volatile @Nullable ContainerState last;
  boolean ready;
  int restarts;
  int pulls;
  volatile Map<String, String> env = Map.of();
  volatile Program.@Nullable Running running;
  volatile @Nullable ContainerLog log;
  volatile @Nullable ContainerLog previousLog;

  ContainerLife(String name, String image) {
    this.name = name;
    this.image = image;
  }

  void stop() {
    end(Program.Running::stop);
  }

  void crash() {
    end(Program.Running::crash);
  }

  private void end(Consumer<Program.Running> how) {
    Program.Running program = take();
    if (program != null) {
      how.accept(program);
    }
    ContainerLog output = log;
    if (output != null) {
      output.close();
    }
  }

  /** The sandbox may close while a program has just started: it is ended by one of the two. */
  private synchronized Program.@Nullable Running take() {
    Program.Running program = running;
    running = null;
    return program;
  }

  ObjectNode status(String podUid) {
    String id = "containerd://" + Integer.toHexString((podUid + name + restarts).hashCode());
    ObjectNode json = Manifest.object().put("name", name);
    json.set("state", state.json(id));
    ContainerState before = last;
    json.set("lastState", before == null ? Manifest.object() : before.json(id));
    json.put("ready", ready).put("restartCount", restarts).put("image", image);
    json.put("imageID", state instanceof ContainerState.Waiting && restarts == 0 ? "" : image);
    json.put("started", state instanceof ContainerState.Running);
    if (!(state instanceof ContainerState.Waiting) || restarts > 0) {
      json.put("containerID", id);
    }
    return json;
  }
}
