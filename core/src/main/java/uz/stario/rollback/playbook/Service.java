package uz.stario.rollback.playbook;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
 * @param schema on which schema its versions can run
 * @param onFailure what becomes of the others where it cannot be rolled back
 * @param optional what helps against its known issues, where somebody asks for it
 */
public record Service(
    String name,
    List<WorkloadRef> workloads,
    Set<String> dependsOn,
    SortedSet<String> flags,
    List<Check> checks,
    Optional<SchemaNeed> schema,
    FailurePolicy onFailure,
    List<OptionalStep> optional) {
  public Service {
    workloads = List.copyOf(workloads);
    dependsOn = Collections.unmodifiableSortedSet(new TreeSet<>(dependsOn));
    flags = Collections.unmodifiableSortedSet(new TreeSet<>(flags));
    checks = List.copyOf(checks);
    optional = List.copyOf(optional);
  }

  /** One without optional steps. */
  public Service(
      String name,
      List<WorkloadRef> workloads,
      Set<String> dependsOn,
      SortedSet<String> flags,
      List<Check> checks,
      Optional<SchemaNeed> schema,
      FailurePolicy onFailure) {
    this(name, workloads, dependsOn, flags, checks, schema, onFailure, List.of());
  }

  /** One that says nothing of a schema, and that the others do not wait for. */
  public Service(
      String name,
      List<WorkloadRef> workloads,
      Set<String> dependsOn,
      SortedSet<String> flags,
      List<Check> checks) {
    this(name, workloads, dependsOn, flags, checks, Optional.empty(), FailurePolicy.CONTINUE);
  }

  /** The same, run by these. */
  public Service runBy(List<WorkloadRef> others) {
    return new Service(name, others, dependsOn, flags, checks, schema, onFailure, optional);
  }

  /** The same, which calls these. */
  public Service dependingOn(Set<String> others) {
    return new Service(name, workloads, others, flags, checks, schema, onFailure, optional);
  }

  /** The same, of which this is asked. */
  public Service checkedBy(List<Check> others) {
    return new Service(name, workloads, dependsOn, flags, others, schema, onFailure, optional);
  }
}
