package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import uz.stario.rollback.playbook.SharedSecret;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.LedgerVerdicts;
import uz.stario.rollback.release.ReleasedService;
import uz.stario.rollback.release.Template;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/**
 * Whether the services that share a Secret all take it once the plan is carried out, and whether it
 * is still the one with which the targets ran. It warns and never blocks: a rollback changes no
 * Secret, and what nobody knows must not hold one up.
 */
final class SecretFit {

  private final List<SharedSecret> shared;
  private final Secrets secrets;
  private final Map<String, Map<WorkloadRef, Planner.Decided>> moved = new TreeMap<>();

  SecretFit(List<SharedSecret> shared, Secrets secrets) {
    this.shared = shared;
    this.secrets = secrets;
  }

  /** A workload that will be changed, and to what. */
  void moves(String service, Planner.Decided decided) {
    moved.computeIfAbsent(service, _ -> new TreeMap<>()).put(decided.state().ref(), decided);
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (SharedSecret secret : shared) {
      if (secret.services().stream().anyMatch(moved::containsKey)) {
        one(secret, findings);
        same(secret, findings);
      }
    }
    return findings;
  }

  /** Everybody takes it. */
  private void one(SharedSecret secret, List<Finding> findings) {
    List<String> without = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String service : secret.services()) {
      secrets
          .sharers()
          .getOrDefault(service, Map.of())
          .forEach((workload, answer) -> {
            Optional<Template> after = after(service, workload, answer);
            if (after.isEmpty()) {
              unknown.add(workload.toString());
            } else if (!takes(after.get(), secret)) {
              without.add(workload.toString());
            }
          });
    }
    if (!without.isEmpty()) {
      findings.add(
          warning(
              secret,
              "Not taken by "
                  + String.join(", ", without)
                  + " once this is done: what others sign with it is not accepted there."));
    }
    if (!unknown.isEmpty()) {
      findings.add(
          warning(
              secret,
              "Nobody knows whether it is taken by "
                  + String.join(", ", unknown)
                  + ", which could not be looked at."));
    }
  }

  private Optional<Template> after(
      String service, WorkloadRef workload, Answer<WorkloadState> answer) {
    Optional<Template> target =
        Optional.ofNullable(moved.getOrDefault(service, Map.of()).get(workload))
            .map(decided -> decided.to().template());
    return answer instanceof Answer.Given<WorkloadState>(WorkloadState state)
        ? target.or(() -> Optional.of(state.template()))
        : target;
  }

  private static boolean takes(Template template, SharedSecret secret) {
    return template.configReferences().contains(secret.reference())
        || template.containers().stream()
            .anyMatch(container -> container.configReferences().contains(secret.reference()));
  }

  /** It is what it was when the targets ran. */
  private void same(SharedSecret secret, List<Finding> findings) {
    List<String> changed = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    String why = "no release of it was recorded with `stario release record --observe`";
    for (String service : secret.services()) {
      for (Planner.Decided decided : moved.getOrDefault(service, Map.of()).values()) {
        String target = decided.state().ref() + " " + decided.to().version();
        Optional<String> then = recorded(service, decided, secret);
        Answer<String> now = secrets.present().get(secret.name());
        if (then.isEmpty() || now == null) {
          unknown.add(target);
        } else if (now instanceof Answer.Refused<String>(Problem problem)) {
          unknown.add(target);
          why = problem.why().replaceAll("\\.$", "");
        } else if (now instanceof Answer.Given<String>(String print) && !print.equals(then.get())) {
          changed.add(target);
        }
      }
    }
    if (!changed.isEmpty()) {
      findings.add(
          warning(
              secret,
              "Changed since "
                  + String.join(", ", changed)
                  + " ran: tokens of that time are not accepted any more, and code that wants the"
                  + " old value will not work."));
    }
    if (!unknown.isEmpty()) {
      findings.add(
          warning(
              secret,
              "Nobody knows whether it is the same as when "
                  + String.join(", ", unknown)
                  + " ran: "
                  + why
                  + "."));
    }
  }

  private Optional<String> recorded(String service, Planner.Decided decided, SharedSecret secret) {
    return secrets.releases().stream()
        .filter(release -> LedgerVerdicts.ran(decided.to(), service, release))
        .flatMap(release -> Optional.ofNullable(release.services().get(service)).stream())
        .map(ReleasedService::fingerprints)
        .flatMap(prints -> Optional.ofNullable(prints.get(secret.reference())).stream())
        .findFirst();
  }

  private static Finding warning(SharedSecret secret, String text) {
    return new Finding(Finding.Weight.WARNING, "secret " + secret.name(), text);
  }
}
