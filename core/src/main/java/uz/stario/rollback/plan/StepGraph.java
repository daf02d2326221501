package uz.stario.rollback.plan;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.WorkloadRef;

/**
 * Orders what was decided into steps: services in waves by dependency, a service's workloads one
 * after the other, then the checks, then the verdicts.
 *
 * <p>A wave comes after the one before it but does not need it: one service that can't be rolled
 * back does not keep the others from it. Within a service it does.
 */
final class StepGraph {

  /** Long enough for a service to warm up after its pods are ready. */
  private static final Duration CHECK_LIMIT = Duration.ofSeconds(30);

  private final Request request;
  private final Map<WorkloadRef, Planner.Decided> decided;
  private final ByHand byHand;
  private final Waves waves;
  private final List<Service> services;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Set<StepId>> rollBacks = new HashMap<>();
  private final Map<String, Set<String>> neighbours = new HashMap<>();

  StepGraph(Request request, Map<WorkloadRef, Planner.Decided> decided) {
    this.request = request;
    this.decided = decided;
    this.byHand = new ByHand(request.scope().environment());
    this.services =
        request.scope().services().stream()
            .filter(s -> s.workloads().stream().anyMatch(decided::containsKey))
            .toList();
    this.waves = new Waves(services);
    for (Service service : services) {
      for (String dependency : service.dependsOn()) {
        neighbours.computeIfAbsent(service.name(), _ -> new HashSet<>()).add(dependency);
        neighbours.computeIfAbsent(dependency, _ -> new HashSet<>()).add(service.name());
      }
    }
  }

  List<Step> steps() {
    for (int wave = 1; wave <= waves.last(); wave++) {
      for (Service service : services) {
        if (waves.of(service) == wave) {
          rollBack(service, wave);
        }
      }
    }
    services.forEach(service -> verify(service, rollBacksAround(service)));
    return steps;
  }

  /**
   * The roll-backs of a service and of all that is joined to it by dependencies, either way: while
   * one of them still moves, a check of the others says little.
   */
  private Set<StepId> rollBacksAround(Service service) {
    Set<String> joined = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(service.name()));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (joined.add(name)) {
        open.addAll(neighbours.getOrDefault(name, Set.of()));
      }
    }
    Set<StepId> around = new HashSet<>();
    joined.forEach(name -> around.addAll(rollBacks.getOrDefault(name, Set.of())));
    return around;
  }

  private void rollBack(Service service, int wave) {
    Set<StepId> after = new HashSet<>();
    service.dependsOn().forEach(d -> after.addAll(rollBacks.getOrDefault(d, Set.of())));
    Set<StepId> needs = Set.of();
    for (WorkloadRef ref : service.workloads()) {
      Planner.Decided one = decided.get(ref);
      if (one == null) {
        continue;
      }
      StepId id = id("roll-back", ref);
      steps.add(
          Step.of(
              id,
              service.name(),
              rollBack(one),
              after,
              needs,
              wave,
              byHand.rollBack(ref, one.to().number(), one.carried(), one.resume())));
      rollBacks.computeIfAbsent(service.name(), _ -> new HashSet<>()).add(id);
      needs = Set.of(id);
    }
  }

  private Action.RollBack rollBack(Planner.Decided one) {
    return new Action.RollBack(
        one.state().ref(),
        new Assumption(
            one.state().uid(),
            one.state().template().fingerprint(),
            one.to().id(),
            one.to().template().fingerprint()),
        one.from(),
        one.state().template().version(),
        one.to().number(),
        one.to().version(),
        one.carried(),
        one.resume(),
        request.rolloutLimit());
  }

  private void verify(Service service, Set<StepId> around) {
    Set<StepId> own = rollBacks.getOrDefault(service.name(), Set.of());
    Set<StepId> checks = new HashSet<>();
    int wave = waves.last() + 1;
    for (WorkloadRef ref : service.workloads()) {
      if (decided.containsKey(ref)) {
        StepId id = id("check-pods", ref);
        Action action = new Action.CheckPods(ref, CHECK_LIMIT);
        steps.add(Step.of(id, service.name(), action, around, own, wave, byHand.pods()));
        checks.add(id);
      }
    }
    for (HealthCheck check : service.checks()) {
      StepId id = new StepId("check-" + check.name() + "/" + service.name());
      Action action = new Action.CheckHealth(service.name(), check, CHECK_LIMIT);
      steps.add(Step.of(id, service.name(), action, around, own, wave, byHand.health(check)));
      checks.add(id);
    }
    for (WorkloadRef ref : service.workloads()) {
      Planner.Decided one = decided.get(ref);
      if (one != null) {
        String left = one.state().current().map(Revision::id).orElse("");
        String leftName = one.state().current().map(Revision::name).orElse("");
        Action action = new Action.RecordVerdicts(ref, left, one.to().id());
        StepId id = id("record-verdicts", ref);
        steps.add(
            Step.of(
                id, service.name(), action, Set.of(), checks, wave + 1, byHand.verdicts(leftName)));
      }
    }
  }

  private static StepId id(String verb, WorkloadRef ref) {
    return new StepId(verb + "/" + ref.name());
  }
}
