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
   * @param checks of the platform as a whole
   * @param names of all services, those with mistakes among them
   */
  static void check(
      List<EnvironmentReader.Draft> drafts,
      List<ServiceReader.Draft> services,
      List<CheckReader.Draft> checks,
      Set<String> names,
      Mistakes mistakes) {
    List<Environment> environments =
        drafts.stream().map(EnvironmentReader.Draft::environment).toList();
    drafts.forEach(draft -> figures(draft.figures(), checks, mistakes));
    dependencies(services, names, mistakes);
    sharedWorkloads(services, mistakes);
    databases(environments, services, mistakes);
    queues(environments, services, mistakes);
    List<CheckReader.Draft> all = new ArrayList<>(checks);
    services.forEach(service -> all.addAll(service.checks()));
    environmentUrls(environments, all, mistakes);
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

  /** One environment may do without a database that others have: it is told of when planning. */
  private static void databases(
      List<Environment> environments, List<ServiceReader.Draft> services, Mistakes mistakes) {
    List<String> known =
        environments.stream()
            .flatMap(environment -> environment.databases().stream())
            .map(Database::name)
            .distinct()
            .toList();
    for (ServiceReader.Draft draft : services) {
      draft
          .database()
          .filter(named -> !known.contains(named.value()))
          .ifPresent(named -> {
            String message = Paths.shown(named.value()) + " is no database of any environment";
            mistakes.add(named.path(), named.at(), message, named.value(), known);
          });
    }
  }

  /** Here too one environment may do without: its plans do not offer the step. */
  private static void queues(
      List<Environment> environments, List<ServiceReader.Draft> services, Mistakes mistakes) {
    if (environments.stream().anyMatch(environment -> environment.redis().isPresent())) {
      return;
    }
    for (ServiceReader.Draft draft : services) {
      List<OptionalStep> steps = draft.service().optional();
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i).remedy() instanceof OptionalStep.Remedy.Quarantine) {
          mistakes.add(
              draft.optional().get(i),
              "puts a queue aside, but no environment says where its Redis is (redis)");
        }
      }
    }
  }

  /** A figure is the value of one of the platform's checks. */
  private static void figures(
      List<Located<String>> named, List<CheckReader.Draft> checks, Mistakes mistakes) {
    Map<String, Check> byName = new LinkedHashMap<>();
    checks.forEach(draft -> byName.putIfAbsent(draft.check().name(), draft.check()));
    for (Located<String> figure : named) {
      Check check = byName.get(figure.value());
      if (check == null) {
        String message = Paths.shown(figure.value()) + " is no check of the platform as a whole";
        mistakes.add(figure.path(), figure.at(), message, figure.value(), byName.keySet());
      } else if (!(check instanceof MetricCheck || check instanceof ScrapeCheck)) {
        mistakes.add(figure, "has no value: only checks of metric or scrape have one");
      }
    }
  }

  private static void environmentUrls(
      List<Environment> environments, List<CheckReader.Draft> checks, Mistakes mistakes) {
    List<String> without =
        environments.stream()
            .filter(environment -> environment.url().isEmpty())
            .map(environment -> "environments." + environment.name())
            .toList();
    if (without.isEmpty()) {
      return;
    }
    String message = "uses ${url}, but there is no url in " + String.join(", ", without);
    checks.stream()
        .flatMap(check -> check.texts().stream())
        .filter(text -> text.value().contains(HealthCheck.ENVIRONMENT_URL))
        .forEach(text -> mistakes.add(text, message));
  }
}
