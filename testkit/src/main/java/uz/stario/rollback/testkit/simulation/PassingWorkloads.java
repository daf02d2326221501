package uz.stario.rollback.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.verify.PodState;

/** Workloads that pass all on to others, for those that do something besides. */
abstract class PassingWorkloads implements Workloads {

  private final Workloads real;

  PassingWorkloads(Workloads real) {
    this.real = real;
  }

  @Override
  public String place() {
    return real.place();
  }

  @Override
  public Answer<Map<WorkloadRef, Answer<WorkloadState>>> observe(Set<WorkloadRef> refs) {
    return real.observe(refs);
  }

  @Override
  public EffectOutcome rollBack(Action.RollBack action, RunId run) {
    return real.rollBack(action, run);
  }

  @Override
  public EffectOutcome restart(WorkloadRef workload, RunId run, Instant at) {
    return real.restart(workload, run, at);
  }

  @Override
  public Workloads in(String namespace) {
    return real.in(namespace);
  }

  @Override
  public Subscription await(WorkloadRef workload, String mark, Consumer<Observation> told) {
    return real.await(workload, mark, told);
  }

  @Override
  public Answer<List<PodState>> pods(WorkloadRef workload, Duration limit) {
    return real.pods(workload, limit);
  }

  @Override
  public EffectOutcome record(WorkloadRef workload, String revision, Verdict verdict) {
    return real.record(workload, revision, verdict);
  }

  @Override
  public void close() {
    real.close();
  }
}
