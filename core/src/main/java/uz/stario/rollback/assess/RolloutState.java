package uz.stario.rollback.assess;

import java.util.List;
import uz.stario.rollback.verify.PodState;

/**
 * How far a release has come.
 *
 * @param pods those of the new revision
 * @param wanted how many pods it should have in the end
 * @param deadlineExceeded whether the cluster has given it up ({@code ProgressDeadlineExceeded})
 * @param stillServing pods of the revision before it that are ready
 */
public record RolloutState(
    List<PodState> pods, int wanted, boolean deadlineExceeded, int stillServing) {
  public RolloutState {
    pods = List.copyOf(pods);
  }

  long ready() {
    return pods.stream().filter(PodState::ready).count();
  }
}
