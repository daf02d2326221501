package uz.stario.rollback.app.cli.rollback;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.cli.plan.PlanCommand;
import uz.stario.rollback.app.cli.plan.SavedPlan;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LockOptions;
import uz.stario.rollback.app.options.RequestOptions;
import uz.stario.rollback.app.options.RunPlace;
import uz.stario.rollback.app.options.Scopes;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Request;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** Takes a release back: plan, yes, message, run, verification, last words. */
public final class RollbackCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description("Takes services back to their previous version, waits, verifies, tells.");
    TargetOptions.addTo(spec, true);
    RequestOptions.addTo(spec);
    PlanOption.addTo(spec);
    LockOptions.addTo(spec);
    Proposal.addTo(spec);
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    Proposal proposal = Proposal.of(arguments, invocation);
    Optional<String> file = PlanOption.of(arguments);
    if (file.isPresent()) {
      return saved(SavedPlan.read(file.get(), invocation), proposal, arguments, invocation);
    }
    TargetOptions target = RequestOptions.target(arguments);
    Function<Scope, Request> request =
        RequestOptions.of(
            arguments, target.all(), Proposal.emergency(arguments), invocation.clock());
    Scopes.Observed observed =
        new Scopes(target, invocation)
            .with(RequestOptions.with(arguments))
            .observeWithSchemas(RequestOptions.skipSchema(arguments));
    Plan plan =
        PlanCommand.plan(
            request.apply(observed.scope()),
            observed,
            RequestOptions.toRelease(arguments),
            invocation);
    return proposal
        .seeing(observed.states().values())
        .carryOut(plan, observed.workloads(), observed.scope().environment());
  }

  /** As it was saved, or not at all. */
  private static ExitCode saved(
      Plan plan, Proposal proposal, ParseResult arguments, Invocation invocation) throws Refusal {
    RunPlace place = RunPlace.of(plan, arguments, invocation);
    Map<WorkloadRef, Answer<WorkloadState>> observed = place.observe(plan, invocation);
    Drifted.refuse(plan, observed);
    return proposal
        .seeing(observed.values())
        .carryOut(plan, place.workloads(), place.environment());
  }
}
