package uz.stario.rollback.testkit;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uz.stario.rollback.gpu.PlacedPod;
import uz.stario.rollback.port.Placements;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;

/** Pods where a test puts them. */
public final class FakePlacements implements Placements {

  private final Map<WorkloadRef, List<PlacedPod>> pods = new HashMap<>();

  /** Gives a workload these pods and no others. */
  public synchronized FakePlacements put(WorkloadRef workload, PlacedPod... placed) {
    pods.put(
        workload, List.of(placed).stream().sorted(Comparator.comparing(PlacedPod::name)).toList());
    return this;
  }

  @Override
  public synchronized Answer<List<PlacedPod>> of(WorkloadRef workload, Duration limit) {
    List<PlacedPod> found = pods.get(workload);
    return found == null
        ? Answer.refused(
            Problem.unchanged(
                ErrorCode.WORKLOAD_NOT_FOUND,
                "Cannot find " + workload + ".",
                "There is no " + workload + ".",
                "Check the name."))
        : Answer.given(found);
  }
}
