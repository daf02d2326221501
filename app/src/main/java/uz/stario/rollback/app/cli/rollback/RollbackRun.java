package uz.stario.rollback.app.cli.rollback;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import uz.stario.rollback.adapters.process.RunMarks;
import uz.stario.rollback.app.cli.runs.NamedRun;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LockOptions;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.RunJson;
import uz.stario.rollback.app.text.RunView;
import uz.stario.rollback.app.text.Told;
import uz.stario.rollback.app.wiring.JournalHeads;
import uz.stario.rollback.app.wiring.Threads;
import uz.stario.rollback.app.wiring.WallTimers;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.check.Before;
import uz.stario.rollback.check.CheckPorts;
import uz.stario.rollback.check.EveryCheck;
import uz.stario.rollback.check.Measurements;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.ApprovalNeed;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.Ending;
import uz.stario.rollback.run.engine.Engine;
import uz.stario.rollback.run.engine.Guard;
import uz.stario.rollback.run.engine.PlanEffects;
import uz.stario.rollback.run.engine.RunListener;
import uz.stario.rollback.run.engine.RunningRun;

/**
 * Carries a plan out, from its beginning or from where another process has left it, and tells
 * people before, while and after.
 */
public final class RollbackRun {

  /** As often as the clock that people look at moves. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Invocation invocation;
  private final Workloads workloads;
  private final Telling telling;
  private final Plan plan;
  private final Approving approving;
  private final LockOptions locking;
  private final boolean json;
  private final Paint paint;
  private final Measurements measurements;

  /**
   * @param telling where people are told
   * @param approving whether a second person has to approve a new run
   * @param locking how others are kept away meanwhile
   * @param json whether standard output is for one JSON object alone
   */
  public RollbackRun(
      Invocation invocation,
      Workloads workloads,
      Telling telling,
      Plan plan,
      Approving approving,
      LockOptions locking,
      boolean json) {
    this.invocation = invocation;
    this.workloads = workloads;
    this.telling = telling;
    this.plan = plan;
    this.approving = approving;
    this.locking = locking;
    this.json = json;
    this.paint = new Paint(invocation.terminal().colour());
    this.measurements = Measurements.of(plan, telling.figures());
  }

  /** How the engine sets the run going. */
  private interface Beginning {
    RunningRun in(Engine engine, Guard guard, RunListener listener);
  }

  /** A new run. */
  ExitCode carryOut() throws Refusal {
    RunId id = invocation.wiring().ids().nextRun();
    String requester = invocation.wiring().requester();
    JournalHeads journal = new JournalHeads(Refusal.orThrow(invocation.wiring().journal()));
    if (!approving.needed(plan)) {
      return begin(journal, id, requester, Approvals.NONE, Optional.empty());
    }
    Approvals approvals =
        approving.glass().isPresent()
            ? Approvals.NONE
            : Refusal.orThrow(invocation.wiring().approvals(workloads, locking.local()));
    ApprovalNeed need = approving.need(approvals, invocation.clock().instant());
    Approving.ask(approvals, id, plan, need);
    try {
      return begin(journal, id, requester, approvals, Optional.of(need));
    } finally {
      approvals.withdraw(id);
    }
  }

  private ExitCode begin(
      JournalHeads journal,
      RunId id,
      String requester,
      Approvals approvals,
      Optional<ApprovalNeed> need)
      throws Refusal {
    try (TargetLock lock = lock(journal, id)) {
      return carryOut(
          journal,
          id,
          approvals,
          lock,
          invocation.clock().instant(),
          (engine, guard, listener) ->
              engine.start(id, plan, requester, need, approving.glass(), guard, listener));
    }
  }

  /**
   * A run that its process has left.
   *
   * @param answers to what it asked
   */
  public ExitCode resume(Run left, List<RunEvent.Treated> answers) throws Refusal {
    String by = invocation.wiring().requester();
    return takeUp(
        left.id(),
        left.held(),
        events ->
            (engine, guard, listener) ->
                engine.resume(left.id(), events, by, answers, guard, listener));
  }

  /** Ends a run that its process has left, where it stands. */
  public ExitCode abort(RunId id) throws Refusal {
    String by = invocation.wiring().requester();
    return takeUp(
        id,
        false,
        events -> (engine, guard, listener) -> engine.abort(id, events, by, guard, listener));
  }

  private ExitCode takeUp(RunId id, boolean held, Function<List<RunEvent>, Beginning> beginning)
      throws Refusal {
    Approvals approvals =
        held
            ? Refusal.orThrow(invocation.wiring().approvals(workloads, locking.local()))
            : Approvals.NONE;
    JournalHeads journal = new JournalHeads(Refusal.orThrow(invocation.wiring().journal()));
    try (TargetLock lock = lock(journal, id)) {
      // What others saw of its journal while it ran must still be in it.
      if (Refusal.orThrow(journal.verify(id, lock.knownHeads()))
          instanceof Integrity.Broken broken) {
        throw new Refusal(altered(id, broken));
      }
      // Its process may have written, and ended it, until it let go of the lock.
      NamedRun left = NamedRun.read(id, journal);
      left.requireUnended("Its process ended it while this one waited for it.");
      Instant began = left.events().getFirst().at();
      return carryOut(journal, id, approvals, lock, began, beginning.apply(left.events()));
    }
  }

  private TargetLock lock(JournalHeads journal, RunId id) throws Refusal {
    return TargetLock.take(invocation, workloads, locking, plan, id, journal);
  }

  /**
   * @param began when the run did, in this process or another
   */
  private ExitCode carryOut(
      Journal journal,
      RunId id,
      Approvals approvals,
      TargetLock lock,
      Instant began,
      Beginning beginning)
      throws Refusal {
    Announcements announcements =
        new Announcements(
            invocation,
            Refusal.orThrow(invocation.wiring().notifier(telling.channel())),
            telling,
            measurements,
            PastRuns.usual(journal, plan),
            approving.glass().isEmpty(),
            json);
    Ending ending;
    try (RunMarks.Marked mark = invocation.wiring().marks().mark(id)) {
      ending = run(journal, id, approvals, announcements, lock, began, beginning);
      if (!(ending instanceof Ending.JournalLost)) {
        mark.done();
      }
    }
    // Before the last words: whoever reads them may begin the next run.
    lock.close();
    announcements.ended(ending);
    ExitCode exit = lastWords(ending);
    announcements.close();
    return exit;
  }

  private ExitCode lastWords(Ending ending) throws Refusal {
    return switch (ending) {
      case Ending.NotStarted(Problem problem) -> throw new Refusal(problem);
      case Ending.JournalLost(Run run, Problem problem) -> {
        Told.lastWords(run, paint).forEach(invocation.err()::println);
        Told.problem(problem, paint).forEach(invocation.err()::println);
        yield ExitCode.PARTWAY;
      }
      case Ending.Asks(Run run) -> lastWords(run);
      case Ending.Ended(Run run) -> lastWords(run);
    };
  }

  private Ending run(
      Journal journal,
      RunId id,
      Approvals approvals,
      Announcements announcements,
      TargetLock lock,
      Instant began,
      Beginning beginning)
      throws Refusal {
    try (ExecutorService executor = Threads.pool("run");
        WallTimers timers = new WallTimers(invocation.clock(), executor);
        RunView view =
            RunView.of(
                json ? invocation.err() : invocation.out(), invocation.terminal(), plan, paint)) {
      CheckPorts ports = invocation.wiring().checks(workloads, invocation.workingFolder());
      // Read beside the first change, which ends the pods that wrote it.
      Instant now = invocation.clock().instant();
      Before before = Before.of(plan, ports.logs(), now, executor);
      // Of a run that another process began, as it was then: Prometheus remembers.
      Before.measure(plan, ports, measurements, began, executor);
      var effects =
          new PlanEffects(
              workloads,
              ports.probe(),
              new EveryCheck(ports, before, measurements),
              invocation.wiring().stores(),
              invocation.clock());
      var engine =
          new Engine(journal, effects, approvals, timers, executor, invocation.clock())
              .having(lock.takenOver(invocation.clock().instant()));
      // Once the journal has taken the run, and before its first effect: what can't begin is not
      // announced. The notifier only takes the message; nothing waits for its delivery.
      RunListener announcing =
          (run, event) -> {
            announcements.happened(run, event);
            view.happened(run, event);
          };
      RunningRun running = beginning.in(engine, lock.guard(), announcing);
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

  private ExitCode lastWords(Run run) {
    if (json) {
      invocation.out().println(RunJson.write(run));
    } else {
      Told.lastWords(run, paint).forEach(invocation.out()::println);
    }
    return run.exit();
  }

  private static Problem altered(RunId id, Integrity.Broken broken) {
    return Problem.unchanged(
        ErrorCode.JOURNAL_ALTERED,
        "Cannot take up run " + id + ": its journal is not what was written.",
        broken.words(),
        "`stario runs verify " + id + "` says more; look at the cluster and plan anew.");
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
