package uz.stario.rollback.port;

import java.time.Duration;
import java.util.List;
import uz.stario.rollback.gpu.PlacedPod;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;

/** Tells on which nodes pods are. Thread-safe; never throws for what a target may answer. */
@FunctionalInterface
public interface Placements {

  /**
   * The pods of a workload's present revision that have not ended, by name.
   *
   * @param limit how long it may take
   * @return refused where the pods can't be listed in time; a node that can't be read is told with
   *     its pods
   */
  Answer<List<PlacedPod>> of(WorkloadRef workload, Duration limit);
}
