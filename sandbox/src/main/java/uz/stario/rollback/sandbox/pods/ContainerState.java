package uz.stario.rollback.sandbox.pods;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/** The state of a container as its status shows it. */
sealed interface ContainerState {
  record Waiting(String reason, String message) implements ContainerState {}

  record Running(Instant since) implements ContainerState {}

  record Terminated(int exitCode, String reason, Instant startedAt, Instant finishedAt)
      implements ContainerState {}

  default ObjectNode json(String containerId) {
    ObjectNode json = Manifest.object();
    switch (this) {
      case Waiting(String reason, String message) -> {
        ObjectNode waiting = json.putObject("waiting").put("reason", reason);
        if (!message.isEmpty()) {
          waiting.put("message", message);
        }
      }
      case Running(Instant since) ->
          json.putObject("running").put("startedAt", Manifest.time(since));
      case Terminated(int exitCode, String reason, Instant started, Instant finished) ->
          json.putObject("terminated")
              .put("exitCode", exitCode)
              .put("reason", reason)
              .put("startedAt", Manifest.time(started))
              .put("finishedAt", Manifest.time(finished))
              .put("containerID", containerId);
    }
    return json;
  }
}
