package uz.stario.rollback.app.cli.rollback;

import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.adapters.json.PlanJson;
import uz.stario.rollback.app.cli.plan.PlanCommand;
import uz.stario.rollback.app.cli.runs.LeftRuns;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LockOptions;
import uz.stario.rollback.app.options.RequestOptions;
import uz.stario.rollback.app.options.Scopes;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.PlanText;
import uz.stario.rollback.plan.Finding;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Request;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.problem.ExitCode;

/** Takes a release back: plan, yes, message, run, verification, last words. */
public final class RollbackCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description("Takes services back to their previous version, waits, verifies, tells.");
    TargetOptions.addTo(spec, true);
    RequestOptions.addTo(spec);
    LockOptions.addTo(spec);
    spec.addOption(TargetOptions.flag("--yes", "do not ask"));
    spec.addOption(
        TargetOptions.flag("--now", "emergency lane: do not ask, and let nothing hold it up"));
    spec.addOption(
        TargetOptions.flag(
            "--break-glass", "go on without the second person's approval; needs --reason"));
    spec.addOption(TargetOptions.flag("--dry-run", "show the plan and stop"));
    spec.addOption(TargetOptions.flag("--json", "print one JSON object in the end"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    boolean now = arguments.hasMatchedOption("--now");
    boolean json = arguments.hasMatchedOption("--json");
    TargetOptions target = TargetOptions.of(arguments);
    Function<Scope, Request> request =
        RequestOptions.of(arguments, target.all(), now, invocation.clock());
    LockOptions locking = LockOptions.of(arguments);
    Scopes.Observed observed = new Scopes(target, invocation).observe();
    Plan plan = PlanCommand.plan(request.apply(observed.scope()), observed, invocation);
    Paint paint = new Paint(invocation.terminal().colour());
    boolean dryRun = arguments.hasMatchedOption("--dry-run");
    if (!json) {
      PlanText.of(plan, paint, invocation.terminal().width()).forEach(invocation.out()::println);
    }
    if (plan.alreadySo() || dryRun) {
      if (json) {
        invocation.out().println(PlanJson.write(plan));
      } else {
        invocation.out().println();
        invocation
            .out()
            .println(plan.alreadySo() ? "Nothing to change." : "Dry run: nothing was changed.");
      }
      return plan.findings(Finding.Weight.BLOCKER).isEmpty() ? ExitCode.DONE : ExitCode.REFUSED;
    }
    if (!now) {
      LeftRuns.offer(invocation);
    }
    Consent.require(plan, now || arguments.hasMatchedOption("--yes"), invocation);
    return new RollbackRun(
            invocation,
            observed.workloads(),
            observed.scope().environment().channel(),
            plan,
            Approving.of(
                observed.scope().environment().approval(),
                arguments.hasMatchedOption("--break-glass"),
                plan.reason()),
            locking,
            json)
        .carryOut();
  }
}
