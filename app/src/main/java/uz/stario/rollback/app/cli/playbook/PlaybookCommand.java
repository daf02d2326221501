package uz.stario.rollback.app.cli.playbook;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.problem.ExitCode;

/** The description of the platform that the other commands go by. */
public final class PlaybookCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description("Checks the playbook file, and shows what it says in the order of doing.");
    spec.addSubcommand("check", new PlaybookCheckCommand().spec());
    spec.addSubcommand("show", new PlaybookShowCommand().spec());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) {
    arguments.commandSpec().commandLine().usage(invocation.err());
    return ExitCode.USAGE;
  }
}
