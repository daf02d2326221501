package uz.stario.rollback.app.options;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.plan.ReleaseTarget;
import uz.stario.rollback.plan.Request;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Nearest;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.LedgerVerdicts;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.ReleaseSet;
import uz.stario.rollback.release.RevisionChoice;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** The releases of one environment in the ledger, as people name them. */
public final class Releases {

  /** More releases of one version than anybody has services. */
  private static final int MOST = 100;

  private final Ledger ledger;
  private final String environment;

  public Releases(Ledger ledger, String environment) {
    this.ledger = ledger;
    this.environment = environment;
  }

  /**
   * All of a version, or the one of an id, the newest first; refused where there is none.
   *
   * @param service only those of this one
   */
  public List<LedgerEntry> named(String version, Optional<String> service) throws Refusal {
    Ledger.Query query = Ledger.Query.newest(MOST).in(environment).named(version);
    List<LedgerEntry> found = Refusal.orThrow(ledger.list(service.map(query::of).orElse(query)));
    if (found.isEmpty()) {
      throw new Refusal(notFound(version));
    }
    return found;
  }

  private Problem notFound(String version) throws Refusal {
    List<String> versions =
        Refusal.orThrow(ledger.list(Ledger.Query.newest(MOST).in(environment))).stream()
            .map(entry -> entry.release().version())
            .distinct()
            .toList();
    return Problem.unchanged(
        ErrorCode.RELEASE_NOT_FOUND,
        "The ledger has no release " + version + " in " + environment + ".",
        Nearest.nearest(version, versions).map(n -> "Did you mean " + n + "?").orElse(""),
        "`stario release list` lists the newest ones; `stario release record` adds one.");
  }

  /** A request with what was observed for it. */
  public record Aimed(Request request, Scopes.Observed observed) {}

  /**
   * Aims a request at what ran together when the last part of a release was put live.
   *
   * @param observed gets the verdicts on those releases, however old they are
   */
  public static Aimed aim(
      String version, Request request, Scopes.Observed observed, Invocation invocation)
      throws Refusal {
    Scope scope = observed.scope();
    var releases =
        new Releases(Refusal.orThrow(invocation.wiring().ledger()), scope.environment().name());
    Release named = releases.named(version, Optional.empty()).getFirst().release();
    List<LedgerEntry> entries = releases.until(named.at(), scope);
    ReleaseSet set =
        ReleaseSet.at(
            named.at(),
            scope.environment().name(),
            entries.stream().map(LedgerEntry::release).toList());
    RevisionChoice.Released choice = ReleaseTarget.of(named.version(), set, scope);
    if (choice.parts().isEmpty()) {
      throw new Refusal(noneOf(named, scope));
    }
    if (request.leaveUnable()) {
      tellOfOthers(named, scope, invocation);
    }
    return new Aimed(request.to(choice), observed.with(judged(observed, entries)));
  }

  /** The newest release of each service that had been put live by then. */
  private List<LedgerEntry> until(Instant at, Scope scope) throws Refusal {
    List<LedgerEntry> found = new ArrayList<>();
    for (Service service : scope.services()) {
      Ledger.Query query =
          new Ledger.Query(
              Optional.of(environment),
              Optional.of(service.name()),
              Optional.empty(),
              Optional.of(new Ledger.Place(at.plusNanos(1), "")),
              1);
      found.addAll(Refusal.orThrow(ledger.list(query)));
    }
    return found;
  }

  private static Map<WorkloadRef, Answer<WorkloadState>> judged(
      Scopes.Observed observed, List<LedgerEntry> entries) {
    Map<WorkloadRef, Answer<WorkloadState>> both = new LinkedHashMap<>(observed.states());
    for (Service service : observed.scope().services()) {
      for (WorkloadRef workload : service.workloads()) {
        both.computeIfPresent(
            workload,
            (_, state) -> state.map(known -> LedgerVerdicts.onto(known, service.name(), entries)));
      }
    }
    return both;
  }

  /** Where everything was asked for, what can't be found must not go unnoticed. */
  private static void tellOfOthers(Release named, Scope scope, Invocation invocation) {
    List<String> known = scope.services().stream().map(Service::name).toList();
    List<String> others =
        named.services().keySet().stream().filter(name -> !known.contains(name)).toList();
    if (!others.isEmpty()) {
      Paint paint = new Paint(invocation.terminal().colour());
      invocation
          .err()
          .println(
              paint.caution("! ")
                  + "release "
                  + named.version()
                  + " is also of "
                  + String.join(", ", others)
                  + ", which nobody knows here: left alone");
    }
  }

  private static Problem noneOf(Release named, Scope scope) {
    return Problem.unchanged(
        ErrorCode.RELEASE_NOT_FOUND,
        "Found nothing to roll back to release " + named.version() + ".",
        "It ran with none of "
            + String.join(", ", scope.services().stream().map(Service::name).toList())
            + "; the release is of "
            + String.join(", ", named.services().keySet())
            + ".",
        "Name its services, or another release.");
  }
}
