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
import java.util.stream.Collectors;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.OptionalStep;
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
 * back does not keep the others from it, unless the playbook wants that. Within a service it does.
 */
final class StepGraph {

  /** What a last attempt at a check may take beyond its own limit until it is heard of. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Request request;
  private final Remedies remedies;
  private final Map<WorkloadRef, Planner.Decided> decided;
  private final ByHand byHand;
  private final Waves waves;
  private final List<Service> services;
  private final List<Step> steps = new ArrayList<>();
  private final Set<StepId> made = new HashSet<>();
  private final Map<String, Set<StepId>> rollBacks = new HashMap<>();
  private final Map<String, Set<StepId>> helps = new HashMap<>();
  private final Map<Action, StepId> helping = new HashMap<>();
  private final Map<String, Set<String>> neighbours = new HashMap<>();

  StepGraph(Request request, Map<WorkloadRef, Planner.Decided> decided, Remedies remedies) {
    this.request = request;
    this.remedies = remedies;
    this.decided = decided;
    this.byHand = new ByHand(request.scope().environment());
    Map<String, Service> asked = new LinkedHashMap<>();
    request.scope().services().forEach(s -> asked.putIfAbsent(s.name(), s));
    List<Service> moved =
        asked.values().stream()
            .filter(
                s -> s.workloads().stream().anyMatch(decided::containsKey) || remedies.anyChosen(s))
            .map(s -> withAllItDependsOn(s, asked))
            .toList();
    this.services = request.usersFirst() ? turned(moved) : moved;
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
    return service.dependingOn(all);
  }

  /** Each after what calls it, instead of after what it calls. */
  private static List<Service> turned(List<Service> services) {
    return services.stream()
        .map(service ->
            service.dependingOn(
                services.stream()
                    .filter(other -> other.dependsOn().contains(service.name()))
                    .map(Service::name)
                    .collect(Collectors.toSet())))
        .toList();
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
    if (!steps.isEmpty()) {
      Set<StepId> all = new HashSet<>();
      rollBacks.values().forEach(all::addAll);
      helps.values().forEach(all::addAll);
      checks("", request.scope().checks(), all, Set.of());
    }
    return steps;
  }

  /**
   * The roll-backs of a service and of all that is joined to it by dependencies, either way, and
   * what helps beside them: while one of them still moves, a check of the others says little.
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
    joined.forEach(name -> {
      around.addAll(rollBacks.getOrDefault(name, Set.of()));
      around.addAll(helps.getOrDefault(name, Set.of()));
    });
    return around;
  }

  private void rollBack(Service service, int wave) {
    Set<StepId> after = new HashSet<>();
    service.dependsOn().forEach(d -> after.addAll(rollBacks.getOrDefault(d, Set.of())));
    Set<StepId> needs = haltingFor(service, wave);
    // That it does not come off is no reason to stay with the bad version.
    after.addAll(help(service, OptionalStep.Moment.BEFORE, after, needs, wave));
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
      needs = new HashSet<>(needs);
      needs.add(id);
    }
    Set<StepId> own = rollBacks.getOrDefault(service.name(), Set.of());
    help(service, OptionalStep.Moment.AFTER, after, own, wave);
  }

  /** Once where several services ask for the same. */
  private Set<StepId> help(
      Service service, OptionalStep.Moment moment, Set<StepId> after, Set<StepId> needs, int wave) {
    Set<StepId> ids = new HashSet<>();
    for (Remedies.Help help : remedies.chosen(service, moment)) {
      StepId id = helping.get(help.action());
      if (id == null) {
        id = unused(help.id());
        helping.put(help.action(), id);
        steps.add(Step.of(id, service.name(), help.action(), after, needs, wave, help.command()));
      }
      ids.add(id);
    }
    helps.computeIfAbsent(service.name(), _ -> new HashSet<>()).addAll(ids);
    return ids;
  }

  /** What has to have gone well elsewhere, as the playbook wants it. */
  private Set<StepId> haltingFor(Service service, int wave) {
    Set<StepId> needs = new HashSet<>();
    for (Service other : services) {
      boolean halts =
          switch (other.onFailure()) {
            case CONTINUE -> false;
            case HALT_DEPENDENTS ->
                !request.usersFirst() && service.dependsOn().contains(other.name());
            case HALT -> waves.of(other) < wave;
          };
      if (halts) {
        needs.addAll(rollBacks.getOrDefault(other.name(), Set.of()));
      }
    }
    return needs;
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
          Action action = new Action.CheckPods(ref, limit(Duration.ZERO));
          steps.add(Step.of(id, service.name(), action, around, own, wave, byHand.pods()));
        }
        checks.add(id);
      }
    }
    checks.addAll(checks(service.name(), service.checks(), around, own));
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

  /**
   * @param service whose they are; empty for the platform as a whole
   */
  private Set<StepId> checks(
      String service, List<Check> checks, Set<StepId> after, Set<StepId> needs) {
    Set<StepId> ids = new HashSet<>();
    for (Check check : checks) {
      StepId id = unused("check-" + check.name() + (service.isEmpty() ? "" : "/" + service));
      String by = byHand.check(check);
      steps.add(Step.of(id, service, action(service, check), after, needs, waves.last() + 1, by));
      ids.add(id);
    }
    return ids;
  }

  private Action action(String service, Check check) {
    if (check instanceof HealthCheck health && !service.isEmpty() && settle().isZero()) {
      return new Action.CheckHealth(service, health, limit(Duration.ZERO));
    }
    Duration within = limit(check.patience());
    Duration whole = settle().plus(within).plus(check.limit()).plus(check.patience()).plus(GRACE);
    return new Action.RunCheck(service, check, settle(), within, whole);
  }

  private Duration settle() {
    return request.scope().environment().verification().settle();
  }

  /** How long a check is made again, and before that what it needs to be made at all. */
  private Duration limit(Duration needed) {
    return request.scope().environment().verification().within().plus(needed);
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
