package uz.stario.rollback.app.cli.audit;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.cli.runs.NamedRun;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/** Says whether the journal is what was written to it. */
public final class VerifyRunsCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description("Says whether anybody edited, removed, moved or cut off events of runs.");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("RUN")
            .arity("0..1")
            .type(String.class)
            .description("one run, or the beginning of its name; without it, all")
            .build());
    spec.addOption(
        TargetOptions.text(
            "--head", "N:HASH", "what a lock or a message says of the run's last event"));
    spec.addOption(TargetOptions.flag("--json", "print one JSON object"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    Journal journal = Refusal.orThrow(invocation.wiring().journal());
    String name = arguments.matchedPositionalValue(0, "");
    List<Head> known = known(TargetOptions.value(arguments, "--head"), name);
    List<RunId> runs =
        name.isEmpty() ? Refusal.orThrow(journal.all()) : List.of(NamedRun.id(journal, name));
    Findings findings = new Findings();
    for (RunId run : runs) {
      findings.add(Refusal.orThrow(journal.verify(run, known)));
    }
    boolean json = arguments.hasMatchedOption("--json");
    if (runs.isEmpty() && !json) {
      invocation.out().println("No runs yet.");
      return ExitCode.DONE;
    }
    return findings.tell(
        "The journal",
        "Keep a copy of the file; an older `stario audit export` tells what stood there.",
        json,
        invocation);
  }

  private static List<Head> known(Optional<String> text, String name) throws Refusal {
    if (text.isEmpty()) {
      return List.of();
    }
    Optional<Head> head = Head.parse(text.get());
    if (head.isEmpty() || name.isEmpty()) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.USAGE,
              head.isEmpty()
                  ? "--head does not understand \"" + text.get() + "\"."
                  : "--head is about one run, and none is named.",
              "",
              "Write it as 12:9f86d0… with all 64 digits, after the name of the run."));
    }
    return List.of(head.get());
  }
}
