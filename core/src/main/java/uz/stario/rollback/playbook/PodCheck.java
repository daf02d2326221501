package uz.stario.rollback.playbook;

import java.time.Duration;
import uz.stario.rollback.release.WorkloadRef;

/**
 * Whether all pods of a workload's present revision are ready and stay so.
 *
 * @param restarts how many of one pod's containers are put up with
 */
public record PodCheck(String name, WorkloadRef workload, int restarts, Duration limit)
    implements Check {
  /** A pod that loops gets there within two minutes; one that had a bad start does not. */
  public static final int USUAL_RESTARTS = 3;

  @Override
  public PodCheck in(Environment environment) {
    return this;
  }
}
