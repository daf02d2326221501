package uz.stario.rollback.app.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import uz.stario.rollback.app.cli.abort.AbortCommand;
import uz.stario.rollback.app.cli.approve.ApproveCommand;
import uz.stario.rollback.app.cli.audit.AuditCommand;
import uz.stario.rollback.app.cli.audit.VerifyRunsCommand;
import uz.stario.rollback.app.cli.demo.DemoCommand;
import uz.stario.rollback.app.cli.history.HistoryCommand;
import uz.stario.rollback.app.cli.plan.PlanCommand;
import uz.stario.rollback.app.cli.playbook.PlaybookCommand;
import uz.stario.rollback.app.cli.release.ReleaseCommand;
import uz.stario.rollback.app.cli.resume.ResumeCommand;
import uz.stario.rollback.app.cli.rollback.RollbackCommand;
import uz.stario.rollback.app.cli.runs.RunsCommand;
import uz.stario.rollback.app.cli.runs.ShowCommand;
import uz.stario.rollback.app.cli.runs.WatchCommand;
import uz.stario.rollback.app.cli.undo.UndoCommand;
import uz.stario.rollback.app.cli.verify.VerifyCommand;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.Told;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Nearest;
import uz.stario.rollback.problem.Problem;

/** The tree of commands, and the one place where their errors are told. */
public final class Cli {

  private static final Map<String, Command> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("plan", new PlanCommand());
    COMMANDS.put("rollback", new RollbackCommand());
    COMMANDS.put("runs", new RunsCommand(new VerifyRunsCommand()));
    COMMANDS.put("show", new ShowCommand());
    COMMANDS.put("watch", new WatchCommand());
    COMMANDS.put("resume", new ResumeCommand());
    COMMANDS.put("abort", new AbortCommand());
    COMMANDS.put("approve", new ApproveCommand());
    COMMANDS.put("undo", new UndoCommand());
    COMMANDS.put("audit", new AuditCommand());
    COMMANDS.put("verify", new VerifyCommand());
    COMMANDS.put("history", new HistoryCommand());
    COMMANDS.put("playbook", new PlaybookCommand());
    COMMANDS.put("release", new ReleaseCommand());
    COMMANDS.put("demo", new DemoCommand(Cli::run));
  }

  private Cli() {}

  /** Runs one command line and tells how it went; never throws. */
  public static ExitCode run(List<String> arguments, Invocation invocation) {
    boolean debug = arguments.contains("--debug");
    Paint paint = new Paint(invocation.terminal().colour());
    try {
      CommandLine line = new CommandLine(tree());
      line.setUsageHelpAutoWidth(false);
      line.setUsageHelpWidth(80);
      // An argument that begins with @ is no file to read more arguments from.
      line.setExpandAtFiles(false);
      ParseResult parsed = parse(line, arguments);
      if (!parsed.hasSubcommand()) {
        line.usage(parsed.isUsageHelpRequested() ? invocation.out() : invocation.err());
        return parsed.isUsageHelpRequested() ? ExitCode.DONE : ExitCode.USAGE;
      }
      ParseResult deepest = parsed.subcommand();
      while (deepest.hasSubcommand()) {
        deepest = deepest.subcommand();
      }
      if (deepest.isUsageHelpRequested()) {
        deepest.commandSpec().commandLine().usage(invocation.out());
        return ExitCode.DONE;
      }
      Command command = (Command) deepest.commandSpec().userObject();
      return command.run(deepest, invocation);
    } catch (Refusal refusal) {
      Told.problem(refusal.problem(), paint).forEach(invocation.err()::println);
      return refusal.problem().code().exit();
    } catch (RuntimeException | Error bug) {
      Told.problem(internal(bug), paint).forEach(invocation.err()::println);
      if (debug) {
        bug.printStackTrace(invocation.err());
      }
      return ExitCode.FAILED;
    } finally {
      if (debug) {
        invocation.wiring().diagnostics().forEach(invocation.err()::println);
      }
    }
  }

  private static ParseResult parse(CommandLine line, List<String> arguments) throws Refusal {
    try {
      return line.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new Refusal(misspelt(e));
    }
  }

  private static Problem misspelt(ParameterException e) {
    String why = nearest(e).map(name -> "Did you mean " + name + "?").orElse("");
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    return Problem.unchanged(
        ErrorCode.USAGE, what(e, command), why, "`" + command + " --help` lists what it takes.");
  }

  /** What the first thing that fits nowhere may have been meant for. */
  private static Optional<String> nearest(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return Optional.empty();
    }
    String written = unmatched.getUnmatched().getFirst().split("=", 2)[0];
    CommandSpec spec = e.getCommandLine().getCommandSpec();
    return Nearest.nearest(
        written,
        written.startsWith("-") ? spec.optionsMap().keySet() : spec.subcommands().keySet());
  }

  private static String what(ParameterException e, String command) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      String message = String.valueOf(e.getMessage());
      return message.endsWith(".") ? message : message + ".";
    }
    String first = unmatched.getUnmatched().getFirst();
    if (first.startsWith("-")) {
      return "`" + command + "` has no option " + first + ".";
    }
    return command.equals("stario")
        ? "There is no command \"" + first + "\"."
        : "`" + command + "` does not take \"" + first + "\".";
  }

  private static Problem internal(Throwable bug) {
    return new Problem(
        ErrorCode.INTERNAL,
        "Stario Rollback met a bug of its own: " + bug.getClass().getSimpleName() + ".",
        bug.getMessage() == null ? "" : bug.getMessage(),
        "What had begun by then is in `stario runs`.",
        "Try again with --debug and report what it prints.");
  }

  private static CommandSpec tree() {
    CommandSpec root = CommandSpec.create().name("stario");
    root.usageMessage()
        .description("Takes a bad release back: plans, carries out, verifies, tells, records.");
    root.addOption(help());
    root.addOption(
        OptionSpec.builder("--version").versionHelp(true).description("print the version").build());
    COMMANDS.forEach((name, command) -> root.addSubcommand(name, withCommonOptions(command)));
    return root;
  }

  private static CommandSpec withCommonOptions(Command command) {
    return withCommonOptions(command.spec());
  }

  private static CommandSpec withCommonOptions(CommandSpec spec) {
    spec.subcommands().values().forEach(child -> withCommonOptions(child.getCommandSpec()));
    spec.addOption(help());
    spec.addOption(
        OptionSpec.builder("--debug")
            .arity("0")
            .type(boolean.class)
            .description("print a stack trace where the program itself fails")
            .build());
    return spec;
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help").usageHelp(true).description("this help").build();
  }
}
