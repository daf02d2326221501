package uz.stario.rollback.app.cli.abort;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.cli.rollback.Approving;
import uz.stario.rollback.app.cli.rollback.RollbackRun;
import uz.stario.rollback.app.cli.rollback.Telling;
import uz.stario.rollback.app.cli.runs.Following;
import uz.stario.rollback.app.cli.runs.NamedRun;
import uz.stario.rollback.app.cli.undo.UndoCommand;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LockOptions;
import uz.stario.rollback.app.options.RunPlace;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * Ends a run where it stands: the effect in hand comes to its end, and nothing new begins. The
 * process that carries it out is asked to, through the journal; where that is gone, this one finds
 * out what came of it and writes the end.
 */
public final class AbortCommand implements Command {

  /** Whoever carries the run out hears within two seconds; what is in hand takes one attempt. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Each time somebody else has got in first; a run writes a few events a second. */
  private static final int MOST_CONFLICTS = 20;

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Ends a run where it stands, after the effect in hand. Nothing is undone without"
                + " --compensate.");
    spec.addPositional(NamedRun.parameter());
    spec.addOption(
        TargetOptions.flag("--compensate", "then undo what it has changed, as `stario undo` does"));
    // Whoever wants a run ended does not wait for it to end.
    LockOptions.addWithoutWaitTo(spec);
    UndoCommand.addTo(spec);
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    LockOptions locking = LockOptions.of(arguments);
    NamedRun named = NamedRun.of(arguments, invocation);
    named.requireUnended("There is nothing left to stop.");
    boolean json = arguments.hasMatchedOption("--json");
    if (arguments.hasMatchedOption("--dry-run")) {
      invocation
          .out()
          .println("Dry run: run " + named.run().id() + " would end after the effect in hand.");
      return ExitCode.DONE;
    }
    ExitCode stopped = stop(named, locking, json, arguments, invocation);
    boolean changed = stopped != ExitCode.STILL_RUNNING && stopped != ExitCode.INTERRUPTED;
    if (!arguments.hasMatchedOption("--compensate") || !changed) {
      return stopped;
    }
    invocation.err().println();
    return UndoCommand.undo(arguments, Optional.empty(), invocation);
  }

  private static ExitCode stop(
      NamedRun named,
      LockOptions locking,
      boolean json,
      ParseResult arguments,
      Invocation invocation)
      throws Refusal {
    RunPlace place = RunPlace.ofBegun(named.run().plan(), arguments, invocation);
    try {
      return new RollbackRun(
              invocation,
              place.workloads(),
              Telling.of(place.channel(), arguments),
              named.run().plan(),
              Approving.NOBODY,
              locking,
              json)
          .abort(named.run().id());
    } catch (Refusal refusal) {
      if (refusal.problem().code() != ErrorCode.TARGET_HELD) {
        throw refusal;
      }
    }
    return ask(named.run().id(), json, invocation);
  }

  /** The process that has the targets lives, so the word is its. */
  private static ExitCode ask(RunId id, boolean json, Invocation invocation) throws Refusal {
    Journal journal = Refusal.orThrow(invocation.wiring().journal());
    NamedRun named = askedToStop(id, journal, invocation);
    invocation
        .err()
        .println("asked " + named.run().requester() + "'s run " + id + " to stop; watching it end");
    Optional<Instant> until = Optional.of(invocation.clock().instant().plus(PATIENCE));
    return new Following(invocation, json, until).follow(named);
  }

  private static NamedRun askedToStop(RunId id, Journal journal, Invocation invocation)
      throws Refusal {
    String by = invocation.wiring().requester();
    for (int i = 0; i < MOST_CONFLICTS; i++) {
      NamedRun named = NamedRun.read(id, journal);
      if (named.run().ended() || named.run().stopping()) {
        return named;
      }
      RunEvent stop = new RunEvent.StopAsked(invocation.clock().instant(), by);
      switch (journal.append(id, named.events().size(), List.of(stop))) {
        case Appending.Appended _ -> {
          return named;
        }
        case Appending.Conflict _ -> {}
        case Appending.Unwritable(Problem problem) -> throw new Refusal(problem);
      }
    }
    throw new Refusal(
        Problem.unchanged(
            ErrorCode.JOURNAL_UNWRITABLE,
            "Could not ask run " + id + " to stop.",
            "It wrote to its journal each time this program was about to.",
            "Try again, or press Ctrl-C where it runs."));
  }
}
