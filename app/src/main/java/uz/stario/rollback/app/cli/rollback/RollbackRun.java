package uz.stario.rollback.app.cli.rollback;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import uz.stario.rollback.announce.Message;
import uz.stario.rollback.announce.Messages;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.Scopes;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.RunJson;
import uz.stario.rollback.app.text.RunView;
import uz.stario.rollback.app.text.Told;
import uz.stario.rollback.app.wiring.WallTimers;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Notifier;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.Ending;
import uz.stario.rollback.run.engine.Engine;
import uz.stario.rollback.run.engine.Guard;
import uz.stario.rollback.run.engine.PlanEffects;
import uz.stario.rollback.run.engine.RunListener;
import uz.stario.rollback.run.engine.RunningRun;

/** Carries a plan out and tells people before, while and after. */
final class RollbackRun {

  /** As often as the clock that people look at moves. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Invocation invocation;
  private final Scopes.Observed observed;
  private final Plan plan;
  private final boolean json;
  private final Paint paint;

  RollbackRun(Invocation invocation, Scopes.Observed observed, Plan plan, boolean json) {
    this.invocation = invocation;
    this.observed = observed;
    this.plan = plan;
    this.json = json;
    this.paint = new Paint(invocation.terminal().colour());
  }

  ExitCode carryOut() throws Refusal {
    Journal journal = Refusal.orThrow(invocation.wiring().journal());
    Notifier notifier =
        Refusal.orThrow(invocation.wiring().notifier(observed.scope().environment().channel()));
    RunId id = invocation.wiring().ids().nextRun();
    Optional<Duration> usual = PastRuns.usual(journal, plan);
    Ending ending = run(journal, id, notifier, usual);
    return switch (ending) {
      case Ending.NotStarted(Problem problem) -> throw new Refusal(problem);
      case Ending.JournalLost(Run run, Problem problem) -> {
        tell(notifier, Messages.lost(run, problem));
        Told.lastWords(run, paint).forEach(invocation.err()::println);
        Told.problem(problem, paint).forEach(invocation.err()::println);
        undelivered(notifier);
        yield ExitCode.PARTWAY;
      }
      case Ending.Asks(Run run) -> {
        lastWords(run, notifier);
        yield run.exit();
      }
      case Ending.Ended(Run run) -> {
        tell(notifier, Messages.ended(run));
        lastWords(run, notifier);
        yield run.exit();
      }
    };
  }

  private Ending run(Journal journal, RunId id, Notifier notifier, Optional<Duration> usual)
      throws Refusal {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        WallTimers timers = new WallTimers(invocation.clock(), executor);
        RunView view =
            RunView.of(
                json ? invocation.err() : invocation.out(), invocation.terminal(), plan, paint)) {
      var effects =
          new PlanEffects(
              observed.workloads(), invocation.wiring().probe(), Stores.NONE, invocation.clock());
      var engine = new Engine(journal, effects, timers, executor, invocation.clock());
      // Once the journal has taken the run, and before its first effect: what can't begin is not
      // announced. The notifier only takes the message; nothing waits for its delivery.
      RunListener announcing =
          (run, event) -> {
            if (event instanceof RunEvent.Started started) {
              tell(notifier, Messages.inProgress(plan, id, started.at(), usual));
            }
            view.happened(run, event);
          };
      RunningRun running =
          engine.start(id, plan, invocation.wiring().requester(), Guard.NONE, announcing);
      tick(timers, view);
      try (Interrupts _ = Interrupts.during(running, invocation, view)) {
        return running.ending().get();
      }
    } catch (InterruptedException | CancellationException e) {
      throw new Refusal(lost(id, "The program was interrupted."));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Goes on until the timers are closed at the end of the run. */
  private void tick(WallTimers timers, RunView view) {
    try {
      var _ =
          timers.at(
              invocation.clock().instant().plus(TICK),
              () -> {
                view.tick(invocation.clock().instant());
                tick(timers, view);
              });
    } catch (RejectedExecutionException e) {
      // The run has just ended.
    }
  }

  private void tell(Notifier notifier, Message message) {
    notifier.post(message);
    PrintStream stream = json ? invocation.err() : invocation.out();
    stream.println();
    Told.message(message, observed.scope().environment().channel().map(Channel::name), paint)
        .forEach(stream::println);
    stream.println();
  }

  private void lastWords(Run run, Notifier notifier) {
    if (json) {
      invocation.out().println(RunJson.write(run));
    } else {
      Told.lastWords(run, paint).forEach(invocation.out()::println);
    }
    undelivered(notifier);
  }

  private void undelivered(Notifier notifier) {
    notifier.close();
    if (!notifier.undelivered().isEmpty()) {
      invocation.err().println(paint.caution("! ") + notifier.undelivered());
    }
  }

  private static Problem lost(RunId id, String why) {
    return new Problem(
        ErrorCode.INTERRUPTED,
        "Run " + id + " was left.",
        why,
        "What it began may go on in the cluster.",
        "Look at `stario show " + id + "`.");
  }
}
