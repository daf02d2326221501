package uz.stario.rollback.app.cli.runs;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.adapters.json.EventJson;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.EventLog;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.RunJson;
import uz.stario.rollback.app.text.Table;
import uz.stario.rollback.app.text.Times;
import uz.stario.rollback.app.text.Told;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;

/** Shows one run: what happened when, and its last words. */
public final class ShowCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage().description("Shows what a run did, event by event, and its last words.");
    spec.addPositional(NamedRun.parameter());
    spec.addOption(TargetOptions.flag("--json", "print one JSON object"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    String name = arguments.matchedPositionalValue(0, "");
    NamedRun named;
    try {
      named = NamedRun.find(name, invocation);
    } catch (Refusal refusal) {
      if (refusal.problem().code() == ErrorCode.PROGRAM_TOO_OLD) {
        tellOfNewer(name, invocation);
      }
      throw refusal;
    }
    Run run = named.run();
    if (arguments.hasMatchedOption("--json")) {
      invocation.out().println(RunJson.write(run));
    } else {
      write(run, named.events(), invocation);
    }
    return run.exit();
  }

  /** What can be said of a run that a newer version wrote: when, what kind, who. */
  private static void tellOfNewer(String name, Invocation invocation) throws Refusal {
    Journal journal = Refusal.orThrow(invocation.wiring().journal());
    Table table = new Table();
    for (Entry entry : Refusal.orThrow(journal.entries(NamedRun.id(journal, name)))) {
      boolean known = EventJson.read(entry.body()) instanceof Answer.Given<RunEvent>;
      table.row(entry.at(), entry.type(), known ? "" : "(only a newer version knows what it says)");
    }
    table.lines().forEach(invocation.err()::println);
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
    List<String> seen = Told.seen(run);
    if (!seen.isEmpty()) {
      seen.forEach(out::println);
      out.println();
    }
    if (run.ended() || run.asks()) {
      Told.shown(run, paint).forEach(out::println);
    } else {
      notEnded(run, invocation, paint);
      out.println("The cluster knows how far it is:");
      String target = run.plan().target();
      String namespace = target.substring(target.lastIndexOf('/') + 1);
      run.plan().workloads().stream()
          .map(w -> "  stario history " + w.workload() + " -n " + namespace)
          .distinct()
          .forEach(out::println);
    }
  }

  private static void notEnded(Run run, Invocation invocation, Paint paint) {
    var out = invocation.out();
    switch (LeftRuns.standing(run.id(), run::asks, invocation)) {
      case RUNNING -> {
        out.println(paint.caution("! not ended") + ": it still runs. Watch it, or stop it, with");
        out.println("  stario watch " + run.id());
        out.println("  stario abort " + run.id());
      }
      case LEFT -> {
        out.println(
            paint.caution("! left") + ": its process ended without a word. Take it up with");
        out.println("  stario resume " + run.id());
      }
      case ASKS, UNKNOWN -> {
        out.println(
            paint.caution("! not ended")
                + ": it still runs, or its process ended without a word. Then take it up with");
        out.println("  stario resume " + run.id());
      }
    }
  }
}
