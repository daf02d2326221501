package uz.stario.rollback.plan;

import java.util.List;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.WorkloadRef;

/**
 * What a plan does to one workload, as people are shown it.
 *
 * @param reason why this target
 * @param alreadySo whether the workload runs the target already, so that nothing is changed
 * @param differences from the template now to the one after
 */
public record WorkloadPlan(
    String service,
    WorkloadRef workload,
    long from,
    String fromVersion,
    long to,
    String toVersion,
    Health toHealth,
    String reason,
    boolean alreadySo,
    List<Difference> differences,
    List<CarriedFlag> carried) {
  public WorkloadPlan {
    differences = List.copyOf(differences);
    carried = List.copyOf(carried);
  }
}
