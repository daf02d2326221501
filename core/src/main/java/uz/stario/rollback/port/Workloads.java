package uz.stario.rollback.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.verify.PodState;

/**
 * The workloads of one environment.
 *
 * <p>Thread-safe. Every call but {@link #await} is one short exchange with the target and has a
 * time limit of its own; none throws for what a target may answer.
 */
public interface Workloads extends AutoCloseable {

  /** How people name the place: {@code context/namespace}. */
  String place();

  /**
   * Looks at workloads.
   *
   * @param refs which ones; all of the environment when empty
   * @return a state or a problem for each that was asked for; refused as a whole when the target
   *     can't be asked at all
   */
  Answer<Map<WorkloadRef, Answer<WorkloadState>>> observe(Set<WorkloadRef> refs);

  /**
   * Gives a workload the template of an earlier revision, once, guarded by the plan's assumption.
   *
   * <p>Idempotent: where the workload already has that template nothing is sent. {@link
   * EffectOutcome.Applied#mark} is what {@link #await} takes.
   *
   * @param run noted in the change cause
   */
  EffectOutcome rollBack(Action.RollBack action, RunId run);

  /**
   * Replaces all pods of a workload by new ones of the same template, once, as {@code kubectl
   * rollout restart} does; refused where its rollout is paused.
   *
   * <p>Idempotent in a run: where the run has restarted the workload nothing is sent. The template
   * is the one that is there just then, and the target refuses the change of any other. {@link
   * EffectOutcome.Applied#mark} is what {@link #await} takes.
   *
   * @param at noted in the template; that it differs is what makes new pods
   */
  EffectOutcome restart(WorkloadRef workload, RunId run, Instant at);

  /**
   * Watches a rollout and tells what it sees, the newest first seen state at once, until closed.
   *
   * @param mark as {@link #rollBack} gave it; what was true before it is not told
   * @param told called one at a time per subscription, never after {@link Subscription#close}
   *     returned; ends with {@link Observation.Complete} or {@link Observation.Lost}
   */
  Subscription await(WorkloadRef workload, String mark, Consumer<Observation> told);

  /** How long a look at pods may take where nobody says otherwise. */
  Duration A_LOOK = Duration.ofSeconds(10);

  /**
   * The pods of a workload's present revision, with the last lines of a few that crashed or were
   * restarted, or why those can't be had.
   *
   * @param limit how long it may take; refused where the pods are not known by then
   */
  Answer<List<PodState>> pods(WorkloadRef workload, Duration limit);

  /** The same, within {@link #A_LOOK}. */
  default Answer<List<PodState>> pods(WorkloadRef workload) {
    return pods(workload, A_LOOK);
  }

  /**
   * Records a verdict on a revision where every colleague's machine reads it.
   *
   * @param revision its {@link uz.stario.rollback.release.Revision#id()}, or {@link
   *     Action.RecordVerdicts#PRESENT} for the one that {@link #rollBack} gave the workload;
   *     refused where this object did not
   */
  EffectOutcome record(WorkloadRef workload, String revision, Verdict verdict);

  /**
   * The workloads of another namespace of the same cluster; they end with these.
   *
   * @return the same for the same namespace
   */
  Workloads in(String namespace);

  /** Ends connections and watches; idempotent. */
  @Override
  void close();
}
