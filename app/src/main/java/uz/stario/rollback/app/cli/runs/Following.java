package uz.stario.rollback.app.cli.runs;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.RunJson;
import uz.stario.rollback.app.text.RunView;
import uz.stario.rollback.app.text.Times;
import uz.stario.rollback.app.text.Told;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;

/** Shows what another process does in a run, as its journal tells, to its end. */
public final class Following {

  /** As soon as people expect to see what they wait for. */
  private static final Duration LOOK = Duration.ofMillis(250);

  /** A rollout tells of itself more often; so long a silence deserves a word. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final Invocation invocation;
  private final boolean json;
  private final Optional<Instant> until;

  /**
   * @param json whether standard output is for one JSON object alone
   * @param until when to leave off; empty to stay until the run's end
   */
  public Following(Invocation invocation, boolean json, Optional<Instant> until) {
    this.invocation = invocation;
    this.json = json;
    this.until = until;
  }

  /**
   * Shows the run from its first event on.
   *
   * @return as of the run's end, or that it still runs
   */
  public ExitCode follow(NamedRun named) throws Refusal {
    Paint paint = new Paint(invocation.terminal().colour());
    PrintStream out = json ? invocation.err() : invocation.out();
    Run run;
    try (RunView view = RunView.of(out, invocation.terminal(), named.run().plan(), paint)) {
      run = toItsEnd(named, view);
    }
    if (json) {
      invocation.out().println(RunJson.write(run));
    } else if (run.ended() || run.asks()) {
      out.println();
      Told.lastWords(run, paint).forEach(out::println);
    } else {
      out.println("still running; `stario watch " + run.id() + "` goes on watching");
    }
    return run.exit();
  }

  private Run toItsEnd(NamedRun named, RunView view) throws Refusal {
    Journal journal = Refusal.orThrow(invocation.wiring().journal());
    List<RunEvent> events = named.events();
    Run run = Run.started(named.run().id(), (RunEvent.Started) events.getFirst());
    view.happened(run, events.getFirst());
    long seen = 1;
    List<RunEvent> more = events.subList(1, events.size());
    Instant heard = invocation.clock().instant();
    while (true) {
      for (RunEvent event : more) {
        run = run.apply(event);
        view.happened(run, event);
      }
      seen += more.size();
      Instant now = invocation.clock().instant();
      if (run.ended() || run.asks() || until.filter(now::isAfter).isPresent()) {
        return run;
      }
      if (!more.isEmpty()) {
        heard = now;
      } else if (Duration.between(heard, now).compareTo(SILENCE) > 0) {
        heard = now;
        view.note(
            "nothing for "
                + Times.took(SILENCE)
                + "; if its process is gone: stario resume "
                + run.id());
      }
      view.tick(now);
      pause();
      more = Refusal.orThrow(journal.since(run.id(), seen));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
