package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.RevisionChoice;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/**
 * The way back of a run that has ended: every workload that it changed goes back to the revision
 * that it left.
 *
 * <p>Only what still runs what the run left it with is undone. The services, their order and their
 * checks are those of the run's plan. No verdict is recorded: that a rollback is undone says
 * nothing about either version. Stores are never undone by themselves.
 */
public final class Undo {

  private final Plan plan;
  private final String run;
  private final List<Step> changes;

  /**
   * @param plan the run's
   * @param changed the steps that changed something
   * @param run its name
   */
  public Undo(Plan plan, Set<StepId> changed, String run) {
    this.plan = plan;
    this.run = run;
    this.changes = plan.steps().stream().filter(step -> changed.contains(step.id())).toList();
  }

  /** What somebody has changed since the run left it, in the order of the plan. */
  public List<Drift> drift(Map<WorkloadRef, Answer<WorkloadState>> observed) {
    List<Drift> found = new ArrayList<>();
    for (Action.RollBack step : rollBacks()) {
      Drift.words(observed, step.workload(), state -> words(step, state))
          .forEach(text -> found.add(new Drift(step.workload(), text)));
    }
    return List.copyOf(found);
  }

  private List<String> words(Action.RollBack step, WorkloadState state) {
    Assumption assumed = step.assumption();
    if (!state.uid().equals(assumed.uid())) {
      return List.of(Drift.another(state, assumed));
    }
    if (state.template().fingerprint().equals(assumed.template())) {
      return List.of(); // it has gone back already
    }
    List<String> found = new ArrayList<>();
    if (!Aftermath.reached(step, state)) {
      found.add(
          "runs "
              + Drift.running(state)
              + "; the run left it with "
              + step.toVersion()
              + Drift.since(assumed.targetTemplate(), state));
    }
    if (left(step, state).isEmpty()) {
      found.add(
          "what it ran before, revision "
              + step.from()
              + " ("
              + step.fromVersion()
              + "), is no longer kept");
    }
    return found;
  }

  /**
   * The request for a plan.
   *
   * @param asked what else is asked for, in the environment of the run; of no services
   * @param flags the variables of a service that operators switch
   * @param observed every workload of the run
   */
  public Request request(
      Request asked,
      Function<String, SortedSet<String>> flags,
      Map<WorkloadRef, Answer<WorkloadState>> observed) {
    Map<WorkloadRef, String> ids = new HashMap<>();
    for (Action.RollBack step : rollBacks()) {
      if (observed.get(step.workload()) instanceof Answer.Given<WorkloadState>(var state)) {
        left(step, state).ifPresent(left -> ids.put(step.workload(), left.id()));
      }
    }
    String why = "undo of run " + run;
    return new Request(
        new Scope(asked.scope().environment(), services(flags), checks("").toList()),
        new RevisionChoice.Each(ids, "what run " + run + " left"),
        asked.since(),
        false,
        asked.exact(),
        asked.carry(),
        asked.resumePaused(),
        asked.overrideVerdict(),
        asked.usersFirst(),
        asked.emergency(),
        asked.reason().isEmpty() ? why : why + ": " + asked.reason(),
        asked.rolloutLimit());
  }

  /** What is left to a person: each store that the run changed, and its way back. */
  public List<Finding> leftToPeople() {
    return changes.stream()
        .map(Step::action)
        .flatMap(action -> action instanceof Action.StoreChange c ? Stream.of(c) : Stream.empty())
        .map(change ->
            new Finding(
                Finding.Weight.WARNING,
                change.target(),
                change.kind() + " is not undone by this. Its way back: " + change.wayBack(run)))
        .toList();
  }

  /** The revision that a step left: by its id, or by its template where the plan has none. */
  private Optional<Revision> left(Action.RollBack step, WorkloadState state) {
    Optional<String> id =
        plan.steps().stream()
            .map(Step::action)
            .flatMap(a -> a instanceof Action.RecordVerdicts v ? Stream.of(v) : Stream.empty())
            .filter(verdicts -> verdicts.workload().equals(step.workload()))
            .map(Action.RecordVerdicts::left)
            .filter(left -> !left.isEmpty())
            .findFirst();
    return state.revisions().stream()
        .filter(revision -> id.map(revision.id()::equals).orElse(true))
        .filter(r -> r.template().fingerprint().equals(step.assumption().template()))
        .findFirst();
  }

  private List<Service> services(Function<String, SortedSet<String>> flags) {
    List<String> names = changed().map(Step::service).distinct().toList();
    return names.stream()
        .map(name ->
            new Service(
                name,
                changed().filter(s -> s.service().equals(name)).map(Undo::workload).toList(),
                dependsOn(name),
                flags.apply(name),
                checks(name).toList()))
        .toList();
  }

  /** As the run's plan had them: a service's roll-backs come after those of what it calls. */
  private Set<String> dependsOn(String service) {
    Set<StepId> after = new HashSet<>();
    changed().filter(step -> step.service().equals(service)).forEach(s -> after.addAll(s.after()));
    Set<String> services = new HashSet<>();
    plan.steps().stream()
        .filter(step -> step.action() instanceof Action.RollBack && after.contains(step.id()))
        .map(Step::service)
        .filter(name -> !name.equals(service))
        .forEach(services::add);
    return services;
  }

  /** A service's, or those of the platform as a whole where it has no name. */
  private Stream<Check> checks(String service) {
    return plan.steps().stream()
        .filter(step -> step.service().equals(service))
        .map(Step::action)
        .flatMap(action ->
            switch (action) {
              case Action.CheckHealth a -> Stream.of(a.check());
              case Action.RunCheck a -> Stream.of(a.check());
              case Action.CheckPods _,
                  Action.RollBack _,
                  Action.Restart _,
                  Action.RecordVerdicts _,
                  Action.StoreChange _ ->
                  Stream.empty();
            });
  }

  private Stream<Step> changed() {
    return changes.stream().filter(step -> step.action() instanceof Action.RollBack);
  }

  private Collection<Action.RollBack> rollBacks() {
    return changed().map(step -> (Action.RollBack) step.action()).toList();
  }

  private static WorkloadRef workload(Step step) {
    return ((Action.RollBack) step.action()).workload();
  }
}
