package uz.stario.rollback.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.RevisionChoice;
import uz.stario.rollback.release.Target;
import uz.stario.rollback.release.TargetChooser;
import uz.stario.rollback.release.Template;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** Makes a plan from a request and the observed state; pure. */
public final class Planner {

  private final Request request;
  private final String place;
  private final Map<WorkloadRef, Answer<WorkloadState>> observed;
  private final Instant now;
  private final Redactor redactor;
  private final SchemaFit schemas;
  private final SecretFit secrets;
  private final List<Finding> findings = new ArrayList<>();
  private final List<WorkloadPlan> workloads = new ArrayList<>();
  private final Map<WorkloadRef, Decided> decided = new HashMap<>();
  private final Set<WorkloadRef> seen = new HashSet<>();
  private Optional<Problem> firstProblem = Optional.empty();

  private Planner(
      Request request,
      String place,
      Map<WorkloadRef, Answer<WorkloadState>> observed,
      Schemas schemas,
      Secrets secrets,
      Instant now,
      Redactor redactor) {
    this.secrets = new SecretFit(request.scope().environment().sharedSecrets(), secrets);
    this.schemas = new SchemaFit(request.scope().environment(), schemas, redactor);
    this.request = request;
    this.place = place;
    this.observed = observed;
    this.now = now;
    this.redactor = redactor;
  }

  /**
   * @param place how the target is named to people
   * @param redactor hides what is secret before the digest is made: a plan is shown, kept and sent
   * @return refused where a workload can't be rolled back as asked and the request does not say to
   *     leave such ones alone
   */
  public static Answer<Plan> plan(
      Request request,
      String place,
      Map<WorkloadRef, Answer<WorkloadState>> observed,
      Instant now,
      Redactor redactor) {
    return plan(request, place, observed, Schemas.NONE, Secrets.NONE, now, redactor);
  }

  /**
   * The same with the schemas of the databases and the Secrets that services share.
   *
   * @param schemas a service that uses one is not rolled back to what can't run on it
   * @param secrets warned of where they are not what the target ran with
   */
  public static Answer<Plan> plan(
      Request request,
      String place,
      Map<WorkloadRef, Answer<WorkloadState>> observed,
      Schemas schemas,
      Secrets secrets,
      Instant now,
      Redactor redactor) {
    return new Planner(request, place, observed, schemas, secrets, now, redactor).plan();
  }

  private Answer<Plan> plan() {
    for (Service service : request.scope().services()) {
      for (WorkloadRef ref : service.workloads()) {
        if (!seen.add(ref)) {
          continue;
        }
        if (request.choice() instanceof RevisionChoice.Released(String name, var parts)
            && !parts.containsKey(ref)) {
          note(ref, "Left alone: the ledger does not say what it ran with release " + name + ".");
          continue;
        }
        Optional<Problem> problem = decide(service, ref);
        if (problem.isPresent()) {
          return Answer.refused(problem.get());
        }
      }
    }
    if (workloads.isEmpty() && firstProblem.isPresent()) {
      // Else a namespace in which nothing could be looked at would pass for already so.
      return Answer.refused(firstProblem.get());
    }
    warnOfUnknownCarried();
    Remedies remedies = new Remedies(request, decided.keySet());
    findings.addAll(secrets.findings());
    findings.addAll(remedies.findings());
    List<Step> steps = new StepGraph(request, decided, remedies).steps();
    return Answer.given(
        Plan.of(
                request.scope().environment().name(),
                place,
                now,
                redactor.text(request.reason()),
                request.emergency(),
                workloads,
                steps,
                findings)
            .with(request.scope().environment().approval())
            .withGates(Gates.of(request, workloads, steps))
            .withOffered(remedies.offers()));
  }

  private Optional<Problem> decide(Service service, WorkloadRef ref) {
    Answer<WorkloadState> answer = observed.get(ref);
    if (answer == null) {
      throw new IllegalArgumentException(ref + " was not observed");
    }
    return switch (answer) {
      case Answer.Refused<WorkloadState>(Problem problem) -> unable(ref, problem);
      case Answer.Given<WorkloadState>(WorkloadState state) -> decide(service, state);
    };
  }

  private Optional<Problem> decide(Service service, WorkloadState state) {
    // A template that no revision has yet is being rolled out now.
    boolean settled = state.current().isPresent();
    if (settled && request.since().filter(state.changedAt()::isBefore).isPresent()) {
      note(state.ref(), "Left alone: unchanged since " + state.changedAt() + ".");
      return Optional.empty();
    }
    var chooser = new TargetChooser(state, request.overrideVerdict().isPresent());
    return switch (chooser.choose(request.choice())) {
      case Answer.Refused<Target>(Problem problem) -> unable(state.ref(), problem);
      case Answer.Given<Target>(Target target) -> decide(service, state, target);
    };
  }

  private Optional<Problem> decide(Service service, WorkloadState state, Target target) {
    Revision to = target.revision();
    List<CarriedFlag> carried =
        Flags.carried(state.template(), to.template(), flagNames(service), redactor);
    Template after = Differences.carrying(state.template(), to.template(), carried);
    List<Difference> differences = Differences.between(state.template(), after, redactor);
    boolean alreadySo = target.alreadySo() || differences.isEmpty();
    boolean resume = state.paused() && request.resumePaused();
    if (state.paused() && !alreadySo && !request.resumePaused()) {
      return unable(state.ref(), paused(state.ref()));
    }
    long from = state.current().map(Revision::number).orElse(0L);
    workloads.add(
        new WorkloadPlan(
            service.name(),
            state.ref(),
            from,
            state.template().version(),
            to.number(),
            to.version(),
            target.health(),
            target.reason(),
            alreadySo,
            alreadySo ? List.of() : differences,
            alreadySo ? List.of() : carried));
    if (alreadySo && state.paused()) {
      findings.add(
          new Finding(
              Finding.Weight.WARNING,
              state.ref().toString(),
              "Its rollout is paused: its pods may not run yet what it asks for."));
    }
    if (!alreadySo && target.health().forbidsReturn()) {
      request
          .overrideVerdict()
          .ifPresent(why -> findings.add(overridden(state.ref(), target, why)));
    }
    if (!alreadySo) {
      findings.addAll(Flags.setBack(state, to, carried, request.exact(), redactor));
      findings.addAll(LastApplied.findings(state, to.template()));
      // Once for a service's workloads of one version, and for all services of one database.
      schemas.finding(service, to).filter(f -> !findings.contains(f)).ifPresent(findings::add);
      Decided one = new Decided(state, to, target.health(), from, carried, resume);
      decided.put(state.ref(), one);
      secrets.moves(service.name(), one);
    }
    return Optional.empty();
  }

  private Set<String> flagNames(Service service) {
    Set<String> names = new TreeSet<>(request.carry());
    if (!request.exact()) {
      names.addAll(service.flags());
    }
    return names;
  }

  private Optional<Problem> unable(WorkloadRef ref, Problem problem) {
    // Part of a release set would be a set that never ran together.
    if (!request.leaveUnable() || request.choice() instanceof RevisionChoice.Released) {
      return Optional.of(problem);
    }
    boolean nothingToGoTo =
        problem.code() == ErrorCode.NO_HISTORY || problem.code() == ErrorCode.NO_TARGET;
    if (!nothingToGoTo && firstProblem.isEmpty()) {
      firstProblem = Optional.of(problem);
    }
    findings.add(
        new Finding(
            nothingToGoTo ? Finding.Weight.NOTE : Finding.Weight.WARNING,
            ref.toString(),
            "Left alone: " + problem.why()));
    return Optional.empty();
  }

  private void warnOfUnknownCarried() {
    for (String name : request.carry()) {
      boolean known =
          observed.values().stream()
              .flatMap(answer ->
                  answer instanceof Answer.Given<WorkloadState>(var state)
                      ? state.template().containers().stream()
                      : Stream.empty())
              .anyMatch(container -> container.env().containsKey(name));
      if (!known) {
        findings.add(
            new Finding(
                Finding.Weight.WARNING,
                name,
                "--carry " + name + " keeps nothing: no container has it now."));
      }
    }
  }

  /** In the plan, and so in the journal: who reads it later wants to know why. */
  private static Finding overridden(WorkloadRef ref, Target target, String why) {
    return new Finding(
        Finding.Weight.WARNING,
        ref.toString(),
        target.revision().label()
            + " is recorded "
            + target.health().word()
            + " and is gone to all the same: "
            + why);
  }

  private void note(WorkloadRef ref, String text) {
    findings.add(new Finding(Finding.Weight.NOTE, ref.toString(), text));
  }

  private static Problem paused(WorkloadRef ref) {
    return Problem.unchanged(
        ErrorCode.WORKLOAD_PAUSED,
        "Cannot roll back " + ref + ".",
        "Its rollout is paused, so that a change of its template would not be carried out.",
        "Add --resume-paused to resume and roll back in one change.");
  }

  /** A workload that will be changed, and to what. */
  record Decided(
      WorkloadState state,
      Revision to,
      Health toHealth,
      long from,
      List<CarriedFlag> carried,
      boolean resume) {}
}
