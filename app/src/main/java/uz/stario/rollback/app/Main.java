package uz.stario.rollback.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import uz.stario.rollback.app.cli.Cli;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.wiring.RedactedStream;
import uz.stario.rollback.app.wiring.SystemTerminal;
import uz.stario.rollback.app.wiring.SystemWiring;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.redact.Redactor;

/** Where the program starts: hands the arguments to a command and its outcome to the shell. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    ExitCode code = run(List.of(arguments), out, err);
    out.flush();
    err.flush();
    if (arguments.length > 0 && arguments[0].equals("demo")) {
      // What its platform has written for itself into the folder for temporary files goes with it.
      System.exit(code.code());
    }
    // Not System.exit: it asks for a logger first, and for that opens every jar of the class path,
    // which takes as long as all the rest of a short command. Shutdown hooks are for signals only.
    Runtime.getRuntime().halt(code.code());
  }

  /** Runs one command line; results go to {@code out}, messages to {@code err}. */
  static ExitCode run(List<String> arguments, PrintStream out, PrintStream err) {
    // Before the command line is built, because it runs it.
    if (AotTraining.isAskedFor(arguments)) {
      AotTraining.run(arguments);
      return ExitCode.DONE;
    }
    return run(arguments, out, err, System.getenv(), System::setErr);
  }

  static ExitCode run(
      List<String> arguments, PrintStream out, PrintStream err, Map<String, String> environment) {
    return run(arguments, out, err, environment, _ -> {});
  }

  /**
   * @param gated gets the standard error without secrets, for what threads say that end in an error
   */
  private static ExitCode run(
      List<String> arguments,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Consumer<PrintStream> gated) {
    // Before the command line is built, for a quick answer.
    if (arguments.equals(List.of("--version")) || arguments.equals(List.of("-V"))) {
      out.println("stario " + Version.current());
      return ExitCode.DONE;
    }
    Clock clock = Clock.systemUTC();
    Redactor redactor = new Redactor();
    PrintStream results = RedactedStream.over(out, redactor);
    PrintStream messages = RedactedStream.over(err, redactor);
    gated.accept(messages);
    try (SystemWiring wiring = new SystemWiring(environment, clock, redactor)) {
      return Cli.run(
          arguments,
          new Invocation(
              results,
              messages,
              new SystemTerminal(environment, redactor),
              environment,
              Path.of("").toAbsolutePath(),
              clock,
              wiring));
    } finally {
      results.flush();
      messages.flush();
    }
  }

  // UTF-8 whatever the locale: arrows and marks must not become question marks in a pipe.
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
