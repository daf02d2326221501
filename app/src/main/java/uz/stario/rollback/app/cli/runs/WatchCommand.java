package uz.stario.rollback.app.cli.runs;

import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.RequestOptions;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.problem.ExitCode;

/** Watches a run that another process carries out. */
public final class WatchCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Watches a run that another terminal carries out, from its first event to its end."
                + " Ctrl-C ends the watching, not the run.");
    spec.addPositional(NamedRun.parameter());
    spec.addOption(
        TargetOptions.text("--timeout", "DURATION", "watch no longer (default: to its end)"));
    spec.addOption(TargetOptions.flag("--json", "print one JSON object in the end"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    Optional<String> timeout = TargetOptions.value(arguments, "--timeout");
    Optional<Instant> until =
        timeout.isEmpty()
            ? Optional.empty()
            : Optional.of(
                invocation
                    .clock()
                    .instant()
                    .plus(RequestOptions.duration("--timeout", timeout.get())));
    return new Following(invocation, arguments.hasMatchedOption("--json"), until)
        .follow(NamedRun.of(arguments, invocation));
  }
}
