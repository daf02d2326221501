package uz.stario.rollback.app.options;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.plan.Secrets;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.playbook.SharedSecret;
import uz.stario.rollback.port.Inventory;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** Finds out what a plan should know of the Secrets that its services share. */
final class SecretQuestions {

  /** As many as verdicts are taken from. */
  private static final int NEWEST = 500;

  private final Scope scope;
  private final List<SharedSecret> secrets;
  private final Map<String, Service> sharers = new TreeMap<>();

  SecretQuestions(Scope scope, Playbook playbook) {
    this.scope = scope;
    Set<String> named = scope.services().stream().map(Service::name).collect(Collectors.toSet());
    this.secrets =
        scope.environment().sharedSecrets().stream()
            .filter(secret -> secret.services().stream().anyMatch(named::contains))
            .toList();
    secrets.stream()
        .flatMap(secret -> secret.services().stream())
        .flatMap(name -> playbook.service(name).stream())
        .forEach(service -> sharers.put(service.name(), service));
  }

  /** Those that have to be looked at beside the scope's own. */
  Stream<WorkloadRef> workloads() {
    return sharers.values().stream().flatMap(service -> service.workloads().stream());
  }

  /**
   * Asks for fingerprints, as long as there are answers, where there is something to compare with.
   *
   * @param observed the scope's workloads and the others
   */
  Secrets answers(
      Map<WorkloadRef, Answer<WorkloadState>> observed,
      Workloads workloads,
      Invocation invocation) {
    if (secrets.isEmpty()) {
      return Secrets.NONE;
    }
    Map<String, Map<WorkloadRef, Answer<WorkloadState>>> states = new HashMap<>();
    sharers.forEach((name, service) -> {
      Map<WorkloadRef, Answer<WorkloadState>> own = new TreeMap<>();
      for (WorkloadRef workload : service.workloads()) {
        Answer<WorkloadState> state = observed.get(workload);
        if (state != null) {
          own.put(workload, state);
        }
      }
      states.put(name, own);
    });
    List<Release> releases =
        invocation.wiring().ledger().then(this::recorded)
                instanceof Answer.Given<List<Release>>(List<Release> known)
            ? known
            : List.of();
    return new Secrets(states, fingerprints(releases, workloads, invocation), releases);
  }

  private Answer<List<Release>> recorded(Ledger ledger) {
    return ledger
        .list(Ledger.Query.newest(NEWEST).in(scope.environment().name()))
        .map(entries -> entries.stream().map(LedgerEntry::release).toList());
  }

  private Map<String, Answer<String>> fingerprints(
      List<Release> releases, Workloads workloads, Invocation invocation) {
    Map<String, Answer<String>> present = new HashMap<>();
    for (SharedSecret secret : secrets) {
      if (releases.stream().anyMatch(release -> knows(release, secret))) {
        Answer<String> answer =
            invocation
                .wiring()
                .ledger()
                .then(Ledger::fingerprintKey)
                .then(key -> {
                  Inventory inventory = invocation.wiring().inventory(workloads);
                  return inventory.fingerprint(secret.reference(), key);
                });
        present.put(secret.name(), answer);
        if (answer instanceof Answer.Refused<String>) {
          return present; // the next would only take as long again
        }
      }
    }
    return present;
  }

  private static boolean knows(Release release, SharedSecret secret) {
    return release.services().values().stream()
        .anyMatch(service -> service.fingerprints().containsKey(secret.reference()));
  }
}
