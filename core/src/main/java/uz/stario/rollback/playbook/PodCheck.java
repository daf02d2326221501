package uz.stario.rollback.playbook;

import java.time.Duration;
import uz.stario.rollback.release.WorkloadRef;

/**
 * Whether all pods of a workload's present revision are ready and stay so.
 *
 * @param restarts how many of one pod's containers are put up with
 */
public record PodCheck(String name, WorkloadRef workload, int restarts, Duration limit)
    implements Check {}
