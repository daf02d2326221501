package uz.stario.rollback.app.cli.rollback;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LockOptions;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.wiring.JournalHeads;
import uz.stario.rollback.app.wiring.Threads;
import uz.stario.rollback.app.wiring.WallTimers;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.port.Targets;
import uz.stario.rollback.port.Targets.Acquiring;
import uz.stario.rollback.port.Targets.Lease;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.Guard;
import uz.stario.rollback.run.engine.KnownRuns;
import uz.stario.rollback.run.engine.LeaseKeeper;
import uz.stario.rollback.run.engine.Locking;

/**
 * The lock of one run: taken before the journal's first event, kept while the run goes on, let go
 * of whatever its end was. It has threads of its own, so that it beats until the last effect has
 * come to something.
 */
final class TargetLock implements AutoCloseable {

  private final ExecutorService executor;
  private final WallTimers timers;
  private final Lease lease;
  private final List<Holding> takenOver;
  private final LockWords words;
  private final LeaseKeeper keeper;
  private final Thread atSignal;
  private final AtomicBoolean released = new AtomicBoolean();
  private final Consumer<String> note;

  private TargetLock(
      ExecutorService executor,
      WallTimers timers,
      Acquiring.Held held,
      LockWords words,
      Invocation invocation,
      Supplier<String> head) {
    Paint paint = new Paint(invocation.terminal().colour());
    this.executor = executor;
    this.timers = timers;
    this.lease = held.lease();
    this.takenOver = held.takenOver();
    this.words = words;
    this.note = text -> invocation.err().println(paint.caution("! ") + text);
    this.keeper =
        LeaseKeeper.keep(
            lease,
            timers,
            invocation.clock(),
            head,
            why -> note.accept(why + "; stopping before the next effect"));
    this.atSignal = Thread.ofPlatform().unstarted(this::release);
    Runtime.getRuntime().addShutdownHook(atSignal);
  }

  /**
   * Takes all that a plan may change, or refuses.
   *
   * @param journal tells of those who hold the same; where the run's own ends is told at every
   *     heartbeat
   */
  static TargetLock take(
      Invocation invocation,
      Workloads workloads,
      LockOptions options,
      Plan plan,
      RunId run,
      JournalHeads journal)
      throws Refusal {
    Targets targets = Refusal.orThrow(invocation.wiring().targets(workloads, options.local()));
    ExecutorService executor = Threads.pool("lock");
    WallTimers timers = new WallTimers(invocation.clock(), executor);
    try {
      var request =
          new Locking.Request(
              TargetKey.of(plan),
              run,
              invocation.wiring().owner(),
              options.takeOver(),
              options.patience());
      KnownRuns known = new KnownRuns(journal, run);
      LockWords words = new LockWords(invocation, plan, run, known);
      Acquiring answer =
          Locking.begin(
                  targets,
                  timers,
                  executor,
                  invocation.clock(),
                  request,
                  known,
                  conflicts -> words.waiting(conflicts, options))
              .get();
      return switch (answer) {
        case Acquiring.Held held -> {
          words.takenOver(held.takenOver());
          yield new TargetLock(
              executor,
              timers,
              held,
              words,
              invocation,
              () -> journal.head(run).map(Head::toString).orElse(""));
        }
        case Acquiring.HeldBy(var conflicts) -> throw new Refusal(words.heldBy(conflicts));
        case Acquiring.Refused(Problem problem) -> throw new Refusal(problem);
      };
    } catch (InterruptedException | CancellationException e) {
      end(timers, executor);
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.INTERRUPTED, "Did not lock what is to be changed.", "Interrupted.", ""));
    } catch (ExecutionException e) {
      end(timers, executor);
      throw new IllegalStateException(e.getCause());
    } catch (Refusal | RuntimeException | Error e) {
      end(timers, executor);
      throw e;
    }
  }

  /** Asked before each effect. */
  Guard guard() {
    return keeper;
  }

  /** What is to be recorded of other runs' holds that have ended by this one. */
  List<RunEvent.TakenOver> takenOver(Instant now) {
    return takenOver.stream()
        .filter(holding -> !holding.run().equals(lease.holding().run()))
        .map(holding ->
            new RunEvent.TakenOver(
                now,
                holding.run().value(),
                holding.owner().toString(),
                holding.heartbeat(),
                words.left(holding)))
        .toList();
  }

  /** Where the journal of the run ended when the process that held this before last said so. */
  List<Head> knownHeads() {
    return takenOver.stream()
        .filter(holding -> holding.run().equals(lease.holding().run()))
        .flatMap(holding -> Head.parse(holding.note()).stream())
        .toList();
  }

  private void release() {
    if (released.getAndSet(true)) {
      return;
    }
    keeper.close();
    lease
        .release()
        .ifPresent(problem ->
            note.accept(
                "The lock could not be let go of, so the next run needs --take-over: "
                    + problem.why()));
  }

  @Override
  public void close() {
    release();
    try {
      Runtime.getRuntime().removeShutdownHook(atSignal);
    } catch (IllegalStateException e) {
      // It is running: the process is on its way out.
    }
    end(timers, executor);
  }

  private static void end(WallTimers timers, ExecutorService executor) {
    timers.close();
    // A heartbeat on its way has a time limit of its own and tells nobody any more.
    executor.shutdown();
  }
}
