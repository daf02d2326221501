package uz.stario.rollback.app.options;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Judgement;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.verify.LongRun;

/** Records as healthy what has run well for as long as the playbook asks. */
final class LongRuns {

  /** What runs is among the newest of each service; more would ask for pods for nothing. */
  private static final int NEWEST = 100;

  private final Scopes.Observed observed;
  private final Invocation invocation;
  private final Set<String> services;

  LongRuns(Scopes.Observed observed, Invocation invocation) {
    this.observed = observed;
    this.invocation = invocation;
    this.services =
        observed.scope().services().stream().map(Service::name).collect(Collectors.toSet());
  }

  /**
   * Looks at each release that nobody has judged; says what was recorded. Where the ledger can't be
   * read or written, nothing is.
   */
  void record() {
    Optional<Duration> after = observed.scope().environment().healthyAfter();
    if (after.isEmpty()
        || !(invocation.wiring().ledger() instanceof Answer.Given<Ledger>(Ledger ledger))) {
      return;
    }
    String environment = observed.scope().environment().name();
    if (ledger.list(Ledger.Query.newest(NEWEST).in(environment))
        instanceof Answer.Given<List<LedgerEntry>>(List<LedgerEntry> entries)) {
      Instant now = invocation.clock().instant();
      entries.stream()
          .filter(entry -> entry.judgements().isEmpty())
          .map(LedgerEntry::release)
          .filter(release -> hasRunWell(release, after.get(), now))
          .forEach(release -> judge(ledger, release, after.get(), now));
    }
  }

  /** Every workload of every service: half a release that runs well tells nothing of it. */
  private boolean hasRunWell(Release release, Duration after, Instant now) {
    if (!services.containsAll(release.services().keySet())
        || release.at().isAfter(now.minus(after))) {
      return false;
    }
    return observed.scope().services().stream()
        .filter(service -> release.services().containsKey(service.name()))
        .allMatch(service ->
            service.workloads().stream()
                .allMatch(workload ->
                    hasRunWell(new LongRun(release, service.name(), after), workload, now)));
  }

  private boolean hasRunWell(LongRun run, WorkloadRef workload, Instant now) {
    return observed.states().get(workload) instanceof Answer.Given<WorkloadState>(var state)
        && run.doubt(state, now).isEmpty()
        && run.doubt(state, observed.workloads().pods(workload)).isEmpty();
  }

  private void judge(Ledger ledger, Release release, Duration after, Instant now) {
    String reason = "ran " + words(after) + " with all pods ready and no restart";
    Optional<Problem> problem =
        ledger.judge(
            new Judgement(
                release.id(), Health.HEALTHY, reason, invocation.wiring().requester(), now));
    Paint paint = new Paint(invocation.terminal().colour());
    String services = String.join(", ", release.services().keySet());
    invocation
        .err()
        .println(
            problem.isEmpty()
                ? paint.faint(
                    "recorded healthy: " + release.version() + " of " + services + ", " + reason)
                : paint.caution("not recorded healthy: ")
                    + release.version()
                    + ": "
                    + problem.get().why());
  }

  private static String words(Duration after) {
    if (after.toSeconds() % 3600 == 0) {
      return after.toHours() + " h";
    }
    return after.toSeconds() % 60 == 0 ? after.toMinutes() + " min" : after.toSeconds() + " s";
  }
}
