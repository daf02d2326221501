package uz.stario.rollback.app.cli.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.Scopes;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.HistoryText;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** Lists the revisions of workloads, or what changes between two of them. */
public final class HistoryCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description("Lists the revisions of workloads: version, cause, age, verdict.");
    TargetOptions.addTo(spec, true);
    spec.addOption(
        OptionSpec.builder("--diff")
            .arity("2")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("REVISION")
            .description("show what changes from one revision to another")
            .build());
    spec.addOption(TargetOptions.flag("--json", "print one JSON object"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    Scopes.Observed observed = new Scopes(TargetOptions.of(arguments), invocation).observe();
    List<WorkloadState> states = new ArrayList<>();
    for (Map.Entry<WorkloadRef, Answer<WorkloadState>> one : observed.states().entrySet()) {
      states.add(Refusal.orThrow(one.getValue()));
    }
    List<String> diff = arguments.matchedOptionValue("--diff", List.<String>of());
    Paint paint = new Paint(invocation.terminal().colour());
    if (!diff.isEmpty()) {
      if (states.size() != 1) {
        throw new Refusal(
            Problem.unchanged(
                ErrorCode.USAGE,
                "--diff compares two revisions of one workload.",
                states.size() + " workloads were named.",
                "Name one, as deployment/NAME."));
      }
      WorkloadState state = states.getFirst();
      Revision from = revision(state, diff.getFirst());
      Revision to = revision(state, diff.getLast());
      if (arguments.hasMatchedOption("--json")) {
        invocation
            .out()
            .println(HistoryText.diffJson(state, from, to, invocation.wiring().redactor()));
      } else {
        HistoryText.diff(from, to, invocation.terminal().width(), invocation.wiring().redactor())
            .forEach(invocation.out()::println);
      }
      return ExitCode.DONE;
    }
    if (arguments.hasMatchedOption("--json")) {
      invocation.out().println(HistoryText.json(observed.workloads().place(), states));
    } else {
      HistoryText.tables(states, paint).forEach(invocation.out()::println);
    }
    return ExitCode.DONE;
  }

  private static Revision revision(WorkloadState state, String number) throws Refusal {
    return state.revisions().stream()
        .filter(r -> number.equals("" + r.number()))
        .findFirst()
        .orElseThrow(() ->
            new Refusal(
                Problem.unchanged(
                    ErrorCode.REVISION_NOT_FOUND,
                    state.ref() + " has no revision " + number + ".",
                    "It has: "
                        + String.join(
                            ", ", state.revisions().stream().map(r -> "" + r.number()).toList())
                        + ".",
                    "Name two of these.")));
  }
}
