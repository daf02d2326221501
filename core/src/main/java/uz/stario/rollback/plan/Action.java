package uz.stario.rollback.plan;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.release.WorkloadRef;

/** What a step does. Each kind is one short effect; the wait that may follow it is not part. */
public sealed interface Action {

  /**
   * Gives a workload the template of an earlier revision, then waits for its rollout.
   *
   * <p>Repeatable: it observes first, and the patch is refused by the server when the template has
   * changed. Way back: the revision left is kept and can be gone to by number.
   *
   * @param from the number of the revision left, for people
   * @param fromVersion the version left
   * @param to the number of the target revision when the plan was made
   * @param toVersion the version gone to
   * @param limit how long the rollout may take
   */
  record RollBack(
      WorkloadRef workload,
      Assumption assumption,
      long from,
      String fromVersion,
      long to,
      String toVersion,
      List<CarriedFlag> carried,
      boolean resume,
      Duration limit)
      implements Action {
    public RollBack {
      carried = List.copyOf(carried);
    }
  }

  /**
   * Replaces all pods of a workload by new ones of the same template, as {@code kubectl rollout
   * restart} does, then waits for its rollout.
   *
   * <p>Repeatable: the change notes the run on the workload, and the server refuses it where the
   * template is no longer the one just read. Way back: none is needed, for what runs stays the
   * same.
   *
   * @param namespace where it is; empty for that of the environment
   * @param limit how long the rollout may take
   */
  record Restart(WorkloadRef workload, String namespace, Duration limit) implements Action {

    /** As people name it: {@code deployment/ingress}, with its namespace where it is another. */
    public String name() {
      return workload + (namespace.isEmpty() ? "" : " in " + namespace);
    }
  }

  /** Looks once whether every pod of the workload is ready; tried again until it is. */
  record CheckPods(WorkloadRef workload, Duration limit) implements Action {}

  /** Asks a service's health endpoint once; tried again until it passes. */
  record CheckHealth(String service, HealthCheck check, Duration limit) implements Action {}

  /**
   * Makes a check of any other kind once; tried again until it passes.
   *
   * @param service whose check it is; empty for one of the platform as a whole
   * @param check complete: with the addresses of its environment
   * @param settle how long after the rollouts nothing is asked yet
   * @param within how long from then on one that did not pass is made again
   * @param limit for all of it, with the attempt that is being made when the time is over
   */
  record RunCheck(String service, Check check, Duration settle, Duration within, Duration limit)
      implements Action {}

  /**
   * Records that the revision left is bad and the one gone to is healthy, where colleagues see it.
   *
   * <p>Repeatable: writing the same verdict twice is the same as once.
   *
   * @param left the id of the revision left; empty when it has none
   * @param goneTo the id of the revision gone to; {@link #PRESENT} for the one that runs then,
   *     where carried flags make it another than the target; empty where none is to be called
   *     healthy
   */
  record RecordVerdicts(WorkloadRef workload, String left, String goneTo) implements Action {

    /** Stands for the revision that the workload runs when the verdict is recorded. */
    public static final String PRESENT = "present";
  }

  /**
   * Changes a store beside the workloads: a database, a flag store, a queue. What it comes to is
   * the affair of the adapter that knows its kind.
   *
   * @param kind whose affair it is: {@code queue-quarantine}
   * @param target what is locked for it: {@code queue/video}
   * @param arguments what the adapter needs, never a secret
   * @param repeatable whether an attempt whose answer was lost may simply be made again
   * @param observed how it is seen whether it has been done
   * @param precondition what the target itself refuses it without
   * @param wayBack how a person undoes it, with {@link #RUN} for the name of the run
   */
  record StoreChange(
      String kind,
      String target,
      SortedMap<String, String> arguments,
      Danger danger,
      boolean repeatable,
      OnFailure onFailure,
      Duration limit,
      String observed,
      String precondition,
      String wayBack)
      implements Action {
    public StoreChange {
      arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
    }

    /** Stands for the name of the run, which no plan knows. */
    public static final String RUN = "<run>";

    /** How a person undoes it after a run. */
    public String wayBack(String run) {
      return wayBack.replace(RUN, run);
    }
  }
}
