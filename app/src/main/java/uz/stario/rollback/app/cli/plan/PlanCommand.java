package uz.stario.rollback.app.cli.plan;

import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.adapters.json.PlanJson;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.Releases;
import uz.stario.rollback.app.options.RequestOptions;
import uz.stario.rollback.app.options.SchemaQuestions;
import uz.stario.rollback.app.options.Scopes;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.PlanText;
import uz.stario.rollback.plan.Finding;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Planner;
import uz.stario.rollback.plan.Request;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.problem.ExitCode;

/** Shows what a rollback would do; changes nothing. */
public final class PlanCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Shows what a rollback would do: target and why, differences, steps with the kubectl"
                + " command for each, findings. Changes nothing.");
    TargetOptions.addTo(spec, true);
    RequestOptions.addTo(spec);
    spec.addOption(
        TargetOptions.text(
            "--save", "FILE", "save it, for `stario rollback --plan FILE` to carry out"));
    spec.addOption(TargetOptions.flag("--json", "print the plan as one JSON object"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    TargetOptions target = RequestOptions.target(arguments);
    Function<Scope, Request> request =
        RequestOptions.of(arguments, target.all(), false, invocation.clock());
    Scopes.Observed observed =
        new Scopes(target, invocation)
            .with(RequestOptions.with(arguments))
            .observeWithSchemas(RequestOptions.skipSchema(arguments));
    Plan plan =
        plan(
            request.apply(observed.scope()),
            observed,
            RequestOptions.toRelease(arguments),
            invocation);
    if (arguments.hasMatchedOption("--json")) {
      invocation.out().println(PlanJson.write(plan));
    } else {
      Paint paint = new Paint(invocation.terminal().colour());
      PlanText.of(plan, paint, invocation.terminal().width()).forEach(invocation.out()::println);
      if (plan.alreadySo()) {
        invocation.out().println();
        invocation.out().println("Nothing to change.");
      }
    }
    Optional<String> file = TargetOptions.value(arguments, "--save");
    if (file.isPresent()) {
      SavedPlan.save(plan, file.get(), invocation);
    }
    return plan.findings(Finding.Weight.BLOCKER).isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
  }

  /**
   * Makes the plan from what was observed.
   *
   * @param release to whose set it goes, in place of what the request says
   */
  public static Plan plan(
      Request request, Scopes.Observed observed, Optional<String> release, Invocation invocation)
      throws Refusal {
    if (release.isPresent()) {
      Releases.Aimed aimed = Releases.aim(release.get(), request, observed, invocation);
      return plan(aimed.request(), aimed.observed(), Optional.empty(), invocation);
    }
    Plan plan = plan(request, observed, invocation);
    Optional<Scopes.Observed> labelled =
        SchemaQuestions.labelled(observed, plan, invocation.wiring());
    return labelled.isEmpty() ? plan : plan(request, labelled.get(), invocation);
  }

  private static Plan plan(Request request, Scopes.Observed observed, Invocation invocation)
      throws Refusal {
    return Refusal.orThrow(
        Planner.plan(
            request,
            observed.workloads().place(),
            observed.states(),
            observed.schemas(),
            observed.secrets(),
            invocation.clock().instant(),
            invocation.wiring().redactor()));
  }
}
