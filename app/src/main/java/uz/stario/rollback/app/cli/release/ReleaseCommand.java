package uz.stario.rollback.app.cli.release;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.problem.ExitCode;

/** The ledger: what was released when, and what was learned of it. */
public final class ReleaseCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage().description("Records releases, lists them, and marks good and bad ones.");
    spec.addSubcommand("record", new ReleaseRecordCommand().spec());
    spec.addSubcommand("list", new ReleaseListCommand().spec());
    spec.addSubcommand("mark", new ReleaseMarkCommand().spec());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) {
    arguments.commandSpec().commandLine().usage(invocation.err());
    return ExitCode.USAGE;
  }
}
