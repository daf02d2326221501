package uz.stario.rollback.app.cli.demo;

import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.problem.ExitCode;

/**
 * Shows a bad release and its way back on a sandbox in this process; nothing outside it and a
 * temporary folder is touched.
 */
public final class DemoCommand implements Command {

  private final BiFunction<List<String>, Invocation, ExitCode> program;

  /**
   * @param program runs a command line as if it had been typed
   */
  public DemoCommand(BiFunction<List<String>, Invocation, ExitCode> program) {
    this.program = program;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Starts a laptop-sized Stario in this process, puts a bad release live, and takes it"
                + " back. No cluster, no Docker, no root; takes under a minute.");
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    try (Stage stage = Stage.set(invocation)) {
      return new Story(stage, invocation, program).tell();
    }
  }
}
