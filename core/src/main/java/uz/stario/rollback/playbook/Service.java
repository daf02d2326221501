package uz.stario.rollback.playbook;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import uz.stario.rollback.release.WorkloadRef;

/**
 * What people name when something is wrong.
 *
 * @param workloads what runs it, in the order in which they are rolled back
 * @param dependsOn the services it calls; they are rolled back before it
 * @param flags environment variables that operators switch; a rollback carries their value over
 */
public record Service(
    String name,
    List<WorkloadRef> workloads,
    Set<String> dependsOn,
    SortedSet<String> flags,
    List<HealthCheck> checks) {
  public Service {
    workloads = List.copyOf(workloads);
    dependsOn = Collections.unmodifiableSortedSet(new TreeSet<>(dependsOn));
    flags = Collections.unmodifiableSortedSet(new TreeSet<>(flags));
    checks = List.copyOf(checks);
  }
}
