package uz.stario.rollback.app.options;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import uz.stario.rollback.adapters.secret.SecretSources;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.OptionalStep;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** Optional steps that were asked for by name. */
final class OptionalSteps {

  private OptionalSteps() {}

  /** Refuses a name that no service has; before anybody has looked at a cluster. */
  static void requireKnown(List<String> names, List<Service> services) throws Refusal {
    for (String name : names) {
      if (asked(List.of(name), services).findAny().isEmpty()) {
        throw new Refusal(Unknown.step(name, services));
      }
    }
  }

  /** Refuses where the address of what is to be changed is not to be had on this machine. */
  static void requireAddresses(List<String> names, Scope scope, Map<String, String> variables)
      throws Refusal {
    Environment environment = scope.environment();
    for (OptionalStep step : asked(names, scope.services()).toList()) {
      if (!step.isPossibleIn(environment)) {
        throw new Refusal(Unknown.redis(step.name(), environment));
      }
      if (step.remedy() instanceof OptionalStep.Remedy.Quarantine) {
        String what = "the address of the Redis for \"" + step.name() + "\"";
        SecretSource redis = environment.redis().orElseThrow();
        // It is read again when the step is made; here it only has to be there.
        String _ = Refusal.orThrow(new SecretSources(variables).read(redis, what));
      }
    }
  }

  /** Refuses where a workload that is to be restarted is not there, or may not be looked at. */
  static void requireThere(List<String> names, List<Service> services, Workloads workloads)
      throws Refusal {
    for (OptionalStep step : asked(names, services).toList()) {
      if (step.remedy() instanceof OptionalStep.Remedy.Restart restart) {
        Workloads there = restart.namespace().map(workloads::in).orElse(workloads);
        WorkloadRef ref = restart.workload();
        Map<WorkloadRef, Answer<WorkloadState>> seen = Refusal.orThrow(there.observe(Set.of(ref)));
        WorkloadState _ = Refusal.orThrow(requireNonNull(seen.get(ref)));
      }
    }
  }

  private static Stream<OptionalStep> asked(List<String> names, List<Service> services) {
    return services.stream()
        .flatMap(service -> service.optional().stream())
        .filter(step -> names.contains(step.name()));
  }
}
