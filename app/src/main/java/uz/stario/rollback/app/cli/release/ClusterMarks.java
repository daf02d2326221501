package uz.stario.rollback.app.cli.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LedgerPlace;
import uz.stario.rollback.app.options.Scopes;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.LedgerVerdicts;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.EffectOutcome;

/**
 * Puts a verdict of the ledger on the revisions in the cluster too, where people and runs see it
 * that have another ledger.
 */
final class ClusterMarks {

  private final TargetOptions options;
  private final LedgerPlace place;
  private final Invocation invocation;

  ClusterMarks(TargetOptions options, LedgerPlace place, Invocation invocation) {
    this.options = options;
    this.place = place;
    this.invocation = invocation;
  }

  /**
   * Annotates every kept revision that runs one of the releases.
   *
   * @throws Refusal where that is not possible; the ledger has the verdict all the same
   */
  void put(List<Release> releases, Verdict verdict) throws Refusal {
    Scopes.Observed observed;
    try {
      observed = new Scopes(everything(), invocation).observe();
    } catch (Refusal refusal) {
      throw new Refusal(onlyInTheLedger(refusal.problem()));
    }
    List<String> marked = new ArrayList<>();
    for (Service service : observed.scope().services()) {
      for (WorkloadRef workload : service.workloads()) {
        if (observed.states().get(workload) instanceof Answer.Given<WorkloadState>(var state)) {
          for (Revision revision : ranBy(state, service.name(), releases)) {
            put(observed, workload, revision, verdict);
            marked.add(workload + " " + revision.label());
          }
        }
      }
    }
    invocation
        .out()
        .println(
            marked.isEmpty()
                ? "No revision in the cluster runs it: only the ledger has it."
                : "In the cluster too: " + String.join(", ", marked) + ".");
  }

  private static List<Revision> ranBy(WorkloadState state, String service, List<Release> releases) {
    return releases.stream()
        .flatMap(release -> LedgerVerdicts.ranBy(state, service, release).stream())
        .distinct()
        .toList();
  }

  private static void put(
      Scopes.Observed observed, WorkloadRef workload, Revision revision, Verdict verdict)
      throws Refusal {
    EffectOutcome outcome = observed.workloads().record(workload, revision.id(), verdict);
    switch (outcome) {
      case EffectOutcome.Applied _, EffectOutcome.AlreadySo _ -> {}
      case EffectOutcome.Refused(String detail, boolean notAuthorised) ->
          throw new Refusal(
              failed(
                  notAuthorised ? ErrorCode.FORBIDDEN : ErrorCode.CLUSTER_ERROR,
                  workload,
                  revision,
                  detail));
      case EffectOutcome.NotYet _, EffectOutcome.NotPassed _, EffectOutcome.Unknown _ ->
          throw new Refusal(failed(ErrorCode.CLUSTER_ERROR, workload, revision, outcome.detail()));
    }
  }

  /** All of the environment, which without a playbook has the name of its namespace. */
  private TargetOptions everything() {
    boolean playbook = !place.services().isEmpty();
    return new TargetOptions(
        List.of(),
        true,
        options.playbook(),
        playbook ? Optional.of(place.environment()) : Optional.empty(),
        playbook ? options.namespace() : options.namespace().or(options::environment),
        options.context(),
        options.kubeconfig());
  }

  private static Problem failed(
      ErrorCode code, WorkloadRef workload, Revision revision, String detail) {
    return onlyInTheLedger(
        Problem.unchanged(
            code, "Cannot mark " + workload + " " + revision.label() + ".", detail + ".", ""));
  }

  private static Problem onlyInTheLedger(Problem problem) {
    return new Problem(
        problem.code(),
        problem.what(),
        problem.why(),
        "The ledger has the verdict; the revisions in the cluster do not all have it.",
        "Mark it again when that is mended, or add --no-cluster to leave the cluster out."
            + (problem.next().isEmpty() ? "" : " " + problem.next()));
  }
}
