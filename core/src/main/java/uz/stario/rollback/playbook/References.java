package uz.stario.rollback.playbook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uz.stario.rollback.release.WorkloadRef;

/** Checks what parts of a playbook say of each other. */
final class References {

  private References() {}

  /**
   * @param names of all services, those with mistakes among them
   */
  static void check(
      List<Environment> environments,
      List<ServiceReader.Draft> services,
      Set<String> names,
      Mistakes mistakes) {
    dependencies(services, names, mistakes);
    sharedWorkloads(services, mistakes);
    environmentUrls(environments, services, mistakes);
  }

  private static void dependencies(
      List<ServiceReader.Draft> services, Set<String> names, Mistakes mistakes) {
    Map<String, List<Located<String>>> known = new LinkedHashMap<>();
    for (ServiceReader.Draft draft : services) {
      String service = draft.service().name();
      List<Located<String>> sound = new ArrayList<>();
      for (Located<String> other : draft.dependsOn()) {
        if (other.value().equals(service)) {
          mistakes.add(other, "a service cannot depend on itself");
        } else if (names.contains(other.value())) {
          sound.add(other);
        } else {
          String message = Paths.shown(other.value()) + " is no service of this playbook";
          mistakes.add(other.path(), other.at(), message, other.value(), names);
        }
      }
      known.put(service, sound);
    }
    Cycles.report(known, mistakes);
  }

  private static void sharedWorkloads(List<ServiceReader.Draft> services, Mistakes mistakes) {
    Map<WorkloadRef, String> owners = new HashMap<>();
    for (ServiceReader.Draft draft : services) {
      for (Located<WorkloadRef> workload : draft.workloads()) {
        String service = draft.service().name();
        String owner = owners.putIfAbsent(workload.value(), service);
        if (owner != null && !owner.equals(service)) {
          String message = workload.value() + " already belongs to service ";
          mistakes.add(workload, message + Paths.shown(owner));
        }
      }
    }
  }

  private static void environmentUrls(
      List<Environment> environments, List<ServiceReader.Draft> services, Mistakes mistakes) {
    List<String> without =
        environments.stream()
            .filter(environment -> environment.url().isEmpty())
            .map(environment -> "environments." + environment.name())
            .toList();
    if (without.isEmpty()) {
      return;
    }
    String message = "uses ${url}, but there is no url in " + String.join(", ", without);
    for (ServiceReader.Draft draft : services) {
      for (CheckReader.Draft check : draft.checks()) {
        if (check.check().needsEnvironmentUrl()) {
          mistakes.add(check.address(), message);
        }
      }
    }
  }
}
