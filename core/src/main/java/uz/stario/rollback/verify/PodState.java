package uz.stario.rollback.verify;

import java.util.List;

/**
 * A pod as people look at it after a rollout.
 *
 * @param restarts of all its containers together
 * @param reason why it is not ready; empty when it is
 * @param lastLines the end of its log where it crashed or was restarted, or in parentheses why that
 *     can't be had; empty when not asked for
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

  /** The same pod with the end of its log. */
  public PodState saying(List<String> lines) {
    return new PodState(name, phase, ready, restarts, reason, image, lines);
  }
}
