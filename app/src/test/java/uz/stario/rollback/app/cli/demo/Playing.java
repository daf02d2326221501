package uz.stario.rollback.app.cli.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import uz.stario.rollback.app.cli.Cli;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.wiring.SystemWiring;
import uz.stario.rollback.app.wiring.Terminal;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.redact.Redactor;

/** The program in this process, before a terminal of the test's choice. */
final class Playing {

  private Playing() {}

  static Invocation before(Terminal terminal, PrintStream out, PrintStream err, Path folder) {
    Map<String, String> environment = Map.of("HOME", folder.toString());
    Clock clock = Clock.systemUTC();
    return new Invocation(
        out,
        err,
        terminal,
        environment,
        folder,
        clock,
        new SystemWiring(environment, clock, new Redactor()));
  }

  static ExitCode stario(Invocation invocation, String... arguments) {
    try (var _ = invocation.wiring()) {
      return Cli.run(List.of(arguments), invocation);
    }
  }
}
