package uz.stario.rollback.verify;

import java.util.List;

/**
 * A pod as people look at it after a rollout.
 *
 * @param restarts of all its containers together
 * @param reason why it is not ready; empty when it is
 * @param lastLines the end of its log where it crashed; empty when not asked for or not to be had
 */
public record PodState(
    String name,
    String phase,
    boolean ready,
    int restarts,
    String reason,
    String image,
    List<String> lastLines) {
  public PodState {
    lastLines = List.copyOf(lastLines);
  }
}
