package uz.stario.rollback.plan;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.RevisionChoice;
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
  private final Set<StepId> made = new HashSet<>();
  private final Map<String, Set<StepId>> rollBacks = new HashMap<>();
  private final Map<String, Set<String>> neighbours = new HashMap<>();

  StepGraph(Request request, Map<WorkloadRef, Planner.Decided> decided) {
    this.request = request;
    this.decided = decided;
    this.byHand = new ByHand(request.scope().environment());
    Map<String, Service> asked = new LinkedHashMap<>();
    request.scope().services().forEach(s -> asked.putIfAbsent(s.name(), s));
    this.services =
        asked.values().stream()
            .filter(s -> s.workloads().stream().anyMatch(decided::containsKey))
            .map(s -> withAllItDependsOn(s, asked))
            .toList();
    this.waves = new Waves(services);
    for (Service service : services) {
      for (String dependency : service.dependsOn()) {
        neighbours.computeIfAbsent(service.name(), _ -> new HashSet<>()).add(dependency);
        neighbours.computeIfAbsent(dependency, _ -> new HashSet<>()).add(service.name());
      }
    }
  }

  /** An order that goes through a service which is left alone holds all the same. */
  private static Service withAllItDependsOn(Service service, Map<String, Service> asked) {
    Set<String> all = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(service.dependsOn());
    while (!open.isEmpty()) {
      String name = open.remove();
      if (!name.equals(service.name()) && all.add(name)) {
        Optional.ofNullable(asked.get(name)).ifPresent(s -> open.addAll(s.dependsOn()));
      }
    }
    return new Service(service.name(), service.workloads(), all, service.flags(), service.checks());
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
      if (made.add(id)) {
        steps.add(
            Step.of(
                id,
                service.name(),
                rollBack(one),
                after,
                needs,
                wave,
                byHand.rollBack(ref, one.to().number(), one.carried(), one.resume())));
      }
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
      StepId id = id("check-pods", ref);
      if (decided.containsKey(ref)) {
        if (made.add(id)) {
          Action action = new Action.CheckPods(ref, CHECK_LIMIT);
          steps.add(Step.of(id, service.name(), action, around, own, wave, byHand.pods()));
        }
        checks.add(id);
      }
    }
    for (HealthCheck check : service.checks()) {
      StepId id = unused("check-" + check.name() + "/" + service.name());
      Action action = new Action.CheckHealth(service.name(), check, CHECK_LIMIT);
      steps.add(Step.of(id, service.name(), action, around, own, wave, byHand.health(check)));
      checks.add(id);
    }
    if (request.choice() instanceof RevisionChoice.Each) {
      return; // that somebody went back to what was says nothing about either version
    }
    for (WorkloadRef ref : service.workloads()) {
      Planner.Decided one = decided.get(ref);
      StepId id = id("record-verdicts", ref);
      if (one != null && made.add(id)) {
        String left = one.state().current().map(Revision::id).orElse("");
        String leftName = one.state().current().map(Revision::name).orElse("");
        Action action = new Action.RecordVerdicts(ref, left, goneTo(one));
        steps.add(
            Step.of(
                id, service.name(), action, Set.of(), checks, wave + 1, byHand.verdicts(leftName)));
      }
    }
  }

  /** A check may be named as another, or {@code pods}; ids name one step each. */
  private StepId unused(String wanted) {
    StepId id = new StepId(wanted);
    for (int n = 2; !made.add(id); n++) {
      id = new StepId(wanted + "-" + n);
    }
    return id;
  }

  private static StepId id(String verb, WorkloadRef ref) {
    return new StepId(verb + "/" + ref.name());
  }

  private static String goneTo(Planner.Decided one) {
    if (one.toHealth() == Health.VULNERABLE) {
      return ""; // that it runs well does not make it safe
    }
    return one.carried().isEmpty() ? one.to().id() : Action.RecordVerdicts.PRESENT;
  }
}
