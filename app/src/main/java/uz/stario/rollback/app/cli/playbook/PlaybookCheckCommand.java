package uz.stario.rollback.app.cli.playbook;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.FoundPlaybook;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.problem.ExitCode;

/** Says every mistake in the file, and what it names that is not there. */
final class PlaybookCheckCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Says every mistake in the playbook file, with its line and what was probably meant.",
            "",
            "Then what the file names and this machine does not have: variables, files, programs."
                + " That is no mistake of the file, and the exit code is 0.");
    spec.addOption(TargetOptions.text("--playbook", "FILE", "the playbook file"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    FoundPlaybook found =
        FoundPlaybook.require(TargetOptions.value(arguments, "--playbook"), invocation);
    Playbook playbook = found.playbook();
    long checks =
        playbook.checks().size()
            + playbook.services().stream().mapToLong(service -> service.checks().size()).sum();
    Paint paint = new Paint(invocation.terminal().colour());
    invocation
        .out()
        .println(
            paint.good("✓ ")
                + String.format(
                    Locale.ROOT,
                    "%s is sound: %s, %s, %s.",
                    playbook.platform(),
                    counted(playbook.environments().size(), "environment"),
                    counted(playbook.services().size(), "service"),
                    counted(checks, "check")));
    List<String> missing = new Missing(invocation.environment(), found).lines();
    if (!missing.isEmpty()) {
      invocation.out().println();
      invocation.out().println("Not on this machine:");
      missing.forEach(line -> invocation.out().println(paint.caution("! ") + line));
    }
    return ExitCode.DONE;
  }

  private static String counted(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
