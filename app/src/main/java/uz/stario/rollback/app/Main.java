package uz.stario.rollback.app;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Where the program starts: hands the arguments to a command and its outcome to the shell. */
public final class Main {
  private static final int DONE = 0;
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] args) {
    var out = new PrintWriter(System.out, true, System.out.charset());
    var err = new PrintWriter(System.err, true, System.err.charset());
    var code = run(List.of(args), out, err);
    out.flush();
    err.flush();
    // Not System.exit: it asks for a logger first, and for that opens every jar of the class path,
    // which takes as long as all the rest of a short command. Shutdown hooks are for signals only.
    Runtime.getRuntime().halt(code);
  }

  /** Runs one command line; results go to {@code out}, messages to {@code err}. */
  static int run(List<String> args, PrintWriter out, PrintWriter err) {
    // Both before the command line is built: one for a quick answer, the other because it runs it.
    if (args.equals(List.of("--version")) || args.equals(List.of("-V"))) {
      out.println("stario " + Version.current());
      return DONE;
    }
    if (args.equals(List.of(AotTraining.ARGUMENT))) {
      return AotTraining.run();
    }
    return commandLine().setOut(out).setErr(err).execute(args.toArray(String[]::new));
  }

  // Built by hand: annotations make proxies, which the AOT cache cannot keep.
  private static CommandLine commandLine() {
    var stario = CommandSpec.create().name("stario");
    stario.usageMessage().description("Takes a bad release back.");
    stario.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help and exit.")
            .build());
    stario.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Print the version and exit.")
            .build());
    stario.versionProvider(() -> new String[] {"stario " + Version.current()});
    return new CommandLine(stario)
        .setExecutionStrategy(parsed -> {
          var helped = CommandLine.executeHelpRequest(parsed);
          if (helped != null) {
            return helped;
          }
          parsed.commandSpec().commandLine().usage(parsed.commandSpec().commandLine().getErr());
          return USAGE;
        });
  }
}
