package uz.stario.rollback.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Given;
import uz.stario.rollback.release.RevisionChoice;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** Builds a request with what was observed, and plans it. */
public final class Planned {

  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final List<Service> services = new ArrayList<>();
  private final Map<WorkloadRef, Answer<WorkloadState>> observed = new HashMap<>();
  private final TreeSet<String> carry = new TreeSet<>();
  private RevisionChoice choice = new RevisionChoice.Previous();
  private Optional<Instant> since = Optional.empty();
  private Optional<String> override = Optional.empty();
  private Optional<String> context = Optional.empty();
  private boolean leaveUnable;
  private boolean exact;
  private boolean resumePaused;
  private Duration limit = Request.DEFAULT_ROLLOUT_LIMIT;
  private Instant now = NOW;
  private String reason = "";

  /** A service of the workload's name, run by it alone. */
  public Planned service(String name, Given workload, String... flags) {
    WorkloadState state = workload.state();
    observed.put(state.ref(), Answer.given(state));
    services.add(
        new Service(
            name, List.of(state.ref()), Set.of(), new TreeSet<>(List.of(flags)), List.of()));
    return this;
  }

  /** A service whose workloads are of {@code v2} and can go to {@code v1}. */
  public Planned service(
      String name, Set<String> dependsOn, List<HealthCheck> checks, String... workloads) {
    List<WorkloadRef> refs = Stream.of(workloads).map(WorkloadRef::deployment).toList();
    for (WorkloadRef ref : refs) {
      WorkloadState state = Given.workload(ref.name()).revision("v1").revision("v2").state();
      observed.putIfAbsent(ref, Answer.given(state));
    }
    services.add(new Service(name, refs, dependsOn, new TreeSet<>(), checks));
    return this;
  }

  Planned observed(Given workload) {
    observed.put(workload.state().ref(), Answer.given(workload.state()));
    return this;
  }

  Planned refused(String name, Problem problem) {
    WorkloadRef ref = WorkloadRef.deployment(name);
    observed.put(ref, Answer.refused(problem));
    services.add(new Service(name, List.of(ref), Set.of(), new TreeSet<>(), List.of()));
    return this;
  }

  Planned choose(RevisionChoice wanted) {
    choice = wanted;
    return this;
  }

  Planned since(Instant instant) {
    since = Optional.of(instant);
    return this;
  }

  Planned leaveUnable() {
    leaveUnable = true;
    return this;
  }

  Planned exact() {
    exact = true;
    return this;
  }

  Planned carry(String name) {
    carry.add(name);
    return this;
  }

  Planned resumePaused() {
    resumePaused = true;
    return this;
  }

  Planned overrideVerdict() {
    override = Optional.of("the hotfix is in the config");
    return this;
  }

  Planned context(String name) {
    context = Optional.of(name);
    return this;
  }

  Planned limit(Duration duration) {
    limit = duration;
    return this;
  }

  Planned madeAt(Instant instant) {
    now = instant;
    return this;
  }

  Planned because(String why) {
    reason = why;
    return this;
  }

  Answer<Plan> answer() {
    var environment =
        new Environment(
            "production", context, "stario", Optional.empty(), Optional.empty(), Optional.empty());
    var request =
        new Request(
            new Scope(environment, services),
            choice,
            since,
            leaveUnable,
            exact,
            carry,
            resumePaused,
            override,
            false,
            reason,
            limit);
    return Planner.plan(request, "prod/stario", observed, now, new Redactor());
  }

  public Plan plan() {
    return switch (answer()) {
      case Answer.Given<Plan>(Plan plan) -> plan;
      case Answer.Refused<Plan>(Problem problem) -> throw new AssertionError(problem.sentence());
    };
  }

  static Problem problem(Answer<Plan> answer) {
    return switch (answer) {
      case Answer.Given<Plan>(Plan plan) -> throw new AssertionError("planned: " + plan);
      case Answer.Refused<Plan>(Problem problem) -> problem;
    };
  }

  static Action.RollBack rollBack(Plan plan, String workload) {
    return (Action.RollBack) step(plan, "roll-back/" + workload).action();
  }

  static Step step(Plan plan, String id) {
    return plan.step(new StepId(id)).orElseThrow();
  }
}
