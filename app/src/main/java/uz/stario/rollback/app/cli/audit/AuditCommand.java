package uz.stario.rollback.app.cli.audit;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.problem.ExitCode;

/** The record of everything that was done, for those who were not there. */
public final class AuditCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description("Exports the record of all runs, and checks an export: who, when and why.");
    spec.addSubcommand("export", new AuditExportCommand().spec());
    spec.addSubcommand("verify", new AuditVerifyCommand().spec());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) {
    arguments.commandSpec().commandLine().usage(invocation.err());
    return ExitCode.USAGE;
  }
}
