package uz.stario.rollback.app.cli.runs;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.EventLog;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.RunJson;
import uz.stario.rollback.app.text.Times;
import uz.stario.rollback.app.text.Told;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/** Shows one run: what happened when, and its last words. */
public final class ShowCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage().description("Shows what a run did, event by event, and its last words.");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("RUN")
            .arity("1")
            .type(String.class)
            .description("the run, or the beginning of its name")
            .build());
    spec.addOption(TargetOptions.flag("--json", "print one JSON object"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    String name = arguments.matchedPositionalValue(0, "");
    Journal journal = Refusal.orThrow(invocation.wiring().journal());
    RunId id = named(journal, name);
    List<RunEvent> events = Refusal.orThrow(journal.read(id));
    Run run = Run.replay(id, events).orElseThrow(() -> new Refusal(unknown(name, List.of())));
    if (arguments.hasMatchedOption("--json")) {
      invocation.out().println(RunJson.write(run));
    } else {
      write(run, events, invocation);
    }
    return run.exit();
  }

  private static void write(Run run, List<RunEvent> events, Invocation invocation) {
    Paint paint = new Paint(invocation.terminal().colour());
    var out = invocation.out();
    out.println(
        paint.strong("Run " + run.id())
            + "  "
            + run.plan().target()
            + "  by "
            + run.requester()
            + "  "
            + Times.date(run.startedAt()));
    out.println("Plan " + run.plan().digest().substring(0, 12));
    if (!run.plan().reason().isEmpty()) {
      out.println("Reason " + run.plan().reason());
    }
    out.println();
    EventLog.write(run.id(), events, out, paint);
    out.println();
    if (run.ended()) {
      Told.lastWords(run, paint).forEach(out::println);
    } else {
      out.println(
          paint.caution("! not ended")
              + ": it still runs, or its process ended without a word. The cluster knows:");
      String target = run.plan().target();
      String namespace = target.substring(target.lastIndexOf('/') + 1);
      run.plan().workloads().stream()
          .map(w -> "  stario history " + w.workload() + " -n " + namespace)
          .distinct()
          .forEach(out::println);
    }
  }

  private static RunId named(Journal journal, String name) throws Refusal {
    List<RunId> found = Refusal.orThrow(journal.named(name));
    if (found.contains(new RunId(name))) {
      return new RunId(name);
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new Refusal(unknown(name, found));
  }

  private static Problem unknown(String name, List<RunId> several) {
    return Problem.unchanged(
        ErrorCode.RUN_NOT_FOUND,
        several.isEmpty()
            ? "There is no run \"" + name + "\"."
            : "More than one run begins with \"" + name + "\".",
        several.isEmpty()
            ? "This journal does not have it."
            : String.join(", ", several.stream().map(RunId::value).toList()) + ".",
        "`stario runs` lists the newest.");
  }
}
