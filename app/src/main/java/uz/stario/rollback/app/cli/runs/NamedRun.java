package uz.stario.rollback.app.cli.runs;

import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * A run that a person named by its name or the beginning of it.
 *
 * @param run as the events tell it
 */
public record NamedRun(Run run, List<RunEvent> events) {
  public NamedRun {
    events = List.copyOf(events);
  }

  /** How a command is told of it. */
  public static PositionalParamSpec parameter() {
    return PositionalParamSpec.builder()
        .paramLabel("RUN")
        .arity("1")
        .type(String.class)
        .description("the run, or the beginning of its name")
        .build();
  }

  /** The one that the arguments name. */
  public static NamedRun of(ParseResult arguments, Invocation invocation) throws Refusal {
    return find(arguments.matchedPositionalValue(0, ""), invocation);
  }

  /**
   * Refused when it has ended.
   *
   * @param why what can't be done then
   */
  public void requireUnended(String why) throws Refusal {
    if (run.ended()) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.RUN_ENDED,
              "Run " + run.id() + " has ended.",
              why,
              "`stario show " + run.id() + "` says how it ended."));
    }
  }

  /**
   * Refused while it goes on, or may.
   *
   * @param why what can't be done before
   */
  public void requireEnded(String why) throws Refusal {
    if (!run.ended()) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.RUN_NOT_ENDED,
              "Run " + run.id() + " has not ended.",
              why,
              "`stario watch "
                  + run.id()
                  + "` shows it, `stario abort "
                  + run.id()
                  + "` ends it; where its process is gone, `stario resume "
                  + run.id()
                  + "` takes it up."));
    }
  }

  /** Reads it; refused where there is none, or more than one. */
  public static NamedRun find(String name, Invocation invocation) throws Refusal {
    Journal journal = Refusal.orThrow(invocation.wiring().journal());
    return read(id(journal, name), journal);
  }

  /** Reads the one of that name, as it is by now. */
  public static NamedRun read(RunId id, Journal journal) throws Refusal {
    List<RunEvent> events = Refusal.orThrow(journal.read(id));
    if (events.isEmpty()) {
      throw new Refusal(unknown(id.value(), List.of()));
    }
    Run run = Run.replayIfSound(id, events).orElseThrow(() -> new Refusal(spoilt(id)));
    return new NamedRun(run, events);
  }

  /** Its whole name; refused where there is none, or more than one. */
  public static RunId id(Journal journal, String name) throws Refusal {
    List<RunId> found = Refusal.orThrow(journal.named(name));
    if (found.contains(new RunId(name))) {
      return new RunId(name);
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new Refusal(unknown(name, found));
  }

  private static Problem spoilt(RunId id) {
    return Problem.unchanged(
        ErrorCode.JOURNAL_ALTERED,
        "Cannot tell what run " + id + " has done: its journal is not what was written.",
        "Its events make no sense in the order in which they stand.",
        "`stario runs verify " + id + "` says more.");
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
