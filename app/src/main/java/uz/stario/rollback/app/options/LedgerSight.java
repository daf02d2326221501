package uz.stario.rollback.app.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.LedgerVerdicts;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** Adds to what was observed in the cluster what the ledger knows of the same versions. */
final class LedgerSight {

  /** A release a day for more than a year, and older revisions are no longer kept. */
  private static final int NEWEST = 500;

  private final Invocation invocation;

  LedgerSight(Invocation invocation) {
    this.invocation = invocation;
  }

  /** The newest of an environment, the newest first; none where it can't be read, which is said. */
  List<LedgerEntry> entries(String environment) {
    Answer<List<LedgerEntry>> listed =
        invocation
            .wiring()
            .ledger()
            .then(ledger -> ledger.list(Ledger.Query.newest(NEWEST).in(environment)));
    if (listed instanceof Answer.Refused<List<LedgerEntry>>(Problem problem)) {
      Paint paint = new Paint(invocation.terminal().colour());
      invocation
          .err()
          .println(
              paint.caution("without what the ledger knows: ")
                  + problem.what()
                  + " "
                  + problem.why());
      return List.of();
    }
    return ((Answer.Given<List<LedgerEntry>>) listed).value();
  }

  /** The states with the ledger's verdicts. */
  static Map<WorkloadRef, Answer<WorkloadState>> onto(
      Scope scope, Map<WorkloadRef, Answer<WorkloadState>> observed, List<LedgerEntry> entries) {
    if (entries.isEmpty()) {
      return observed;
    }
    Map<WorkloadRef, Answer<WorkloadState>> both = new LinkedHashMap<>(observed);
    for (Service service : scope.services()) {
      for (WorkloadRef workload : service.workloads()) {
        both.computeIfPresent(
            workload,
            (_, state) -> state.map(known -> LedgerVerdicts.onto(known, service.name(), entries)));
      }
    }
    return both;
  }
}
