package uz.stario.rollback.run.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.Command;
import uz.stario.rollback.run.Decider;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;

/**
 * One run while it is carried out.
 *
 * <p>Events come in from any thread and are handled one batch at a time: all events at hand, what
 * follows from them, and the intents they lead to are appended to the journal together, and only
 * then does anything happen. A wave of a hundred steps so costs a few writes, not hundreds.
 */
public final class RunningRun {

  /** As soon as whoever speaks to a run through its journal may expect to be heard. */
  static final Duration HEARING = Duration.ofSeconds(2);

  /** As often as others may get in before an append; each time somebody has said something. */
  private static final int MOST_CONFLICTS = 16;

  private final RunId id;
  private final Journal journal;
  private final Effects effects;
  private final ApprovalWait approval;
  private final Timers timers;
  private final Executor executor;
  private final InstantSource clock;
  private final Decider decider;
  private final Guard guard;
  private final RunListener listener;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  private final Object inboxLock = new Object();
  private final Deque<RunEvent> inbox = new ArrayDeque<>();
  private boolean scheduled;
  private boolean listen;

  // Written only by the one drain that runs at a time.
  private volatile @Nullable Run run;
  private long written;
  private Subscription ears = () -> {};
  private final Waits open = new Waits();

  RunningRun(
      RunId id,
      Journal journal,
      Effects effects,
      Approvals approvals,
      Timers timers,
      Executor executor,
      InstantSource clock,
      Decider decider,
      Guard guard,
      RunListener listener) {
    this.id = id;
    this.journal = journal;
    this.effects = effects;
    this.timers = timers;
    this.executor = executor;
    this.clock = clock;
    this.decider = decider;
    this.guard = guard;
    this.listener = listener;
    this.approval = new ApprovalWait(id, approvals, timers, clock, this::post);
  }

  /** Sets a new run going, whose first event is its start. */
  void begin(List<RunEvent> first) {
    first.forEach(this::post);
    listenLater();
  }

  /** Takes up what another process has left, as its journal tells it. */
  void takeUp(List<RunEvent> events, List<RunEvent> first) {
    Run left = Run.replay(id, events).orElseThrow();
    run = left;
    written = events.size();
    if (left.ended()) {
      finish(new Ending.Ended(left));
    } else if (!guard.mayAct()) {
      // Asked after reading: whoever takes over from now on writes first, and the next append says
      // so.
      finish(new Ending.NotStarted(RunProblems.lockLost(id, guard.why())));
    } else {
      first.forEach(this::post);
      listenLater();
    }
  }

  public RunId id() {
    return id;
  }

  /** Asks to stop after the effects in hand; idempotent. */
  public void stop(String by) {
    post(new RunEvent.StopAsked(clock.instant(), by));
  }

  /** Completes when the run has ended, or can't go on for want of a journal. */
  public CompletableFuture<Ending> ending() {
    return ending.copy();
  }

  private void post(RunEvent event) {
    wake(() -> inbox.add(event));
  }

  private void wake(Runnable arrival) {
    synchronized (inboxLock) {
      arrival.run();
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    executor.execute(this::drain);
  }

  private void drain() {
    while (true) {
      List<RunEvent> batch;
      boolean listening;
      synchronized (inboxLock) {
        if (inbox.isEmpty() && !listen) {
          scheduled = false;
          return;
        }
        batch = new ArrayList<>(inbox);
        inbox.clear();
        listening = listen;
        listen = false;
      }
      try {
        if (!ending.isDone()) {
          if (listening) {
            Run now = run;
            batch.addAll(now == null ? List.of() : approval.heard(now));
          }
          handle(listening ? heard() : List.of(), batch);
        }
        if (listening && !ending.isDone()) {
          listenLater();
        }
      } catch (RuntimeException e) {
        // Without this, whoever waits for the run would wait for ever.
        lost(run, RunProblems.broken(id, e));
      }
    }
  }

  private void handle(List<RunEvent> first, List<RunEvent> batch) {
    Run before = run;
    List<RunEvent> heard = new ArrayList<>(first);
    for (int i = 0; i < MOST_CONFLICTS; i++) {
      if (heard.isEmpty() && batch.isEmpty()) {
        return;
      }
      var consequences = new Consequences(id, before, heard, batch, clock, decider);
      switch (write(consequences.toWrite())) {
        case Appending.Appended(long total, String _) -> {
          written = total;
          carryOut(consequences);
          return;
        }
        case Appending.Conflict(long total) -> {
          List<RunEvent> more = before == null ? List.of() : heard();
          if (more.isEmpty()) {
            lost(before, RunProblems.conflict(id, before, total));
            return;
          }
          heard.addAll(more);
        }
        case Appending.Unwritable(Problem problem) -> {
          lost(before, problem);
          return;
        }
      }
    }
    lost(before, RunProblems.conflict(id, before, written));
  }

  private Appending write(List<RunEvent> events) {
    return events.isEmpty()
        ? new Appending.Appended(written, "")
        : journal.append(id, written, events);
  }

  private void carryOut(Consequences consequences) {
    if (consequences.events().isEmpty()) {
      return;
    }
    Run now = consequences.state();
    run = now;
    tell(consequences.events(), consequences.states());
    consequences.commands().forEach(this::carryOut);
    open.closeEnded(consequences.events());
    if (now.ended()) {
      finish(new Ending.Ended(now));
    } else if (now.asks()) {
      finish(new Ending.Asks(now));
    }
  }

  /** What people have said through the journal; nothing where something else was written. */
  private List<RunEvent> heard() {
    if (journal.since(id, written) instanceof Answer.Given<List<RunEvent>>(List<RunEvent> events)
        && events.stream().allMatch(RunEvent::fromOutside)) {
      written += events.size();
      return events;
    }
    // The next append finds out, and says so.
    return List.of();
  }

  private void listenLater() {
    ears.close();
    ears = timers.at(clock.instant().plus(HEARING), () -> wake(() -> listen = true));
  }

  private void tell(List<RunEvent> events, List<Run> states) {
    for (int i = 0; i < events.size(); i++) {
      try {
        listener.happened(states.get(i), events.get(i));
      } catch (RuntimeException _) {
        // Whoever only looks on does not stop a rollback; the journal has the event.
      }
    }
  }

  // A step may have ended later in the same batch: then nothing more is done for it.
  private void carryOut(Command command) {
    switch (command) {
      case Command.Perform perform when underWay(perform.step()) -> perform(perform);
      case Command.Watch watch when underWay(watch.step()) -> watch(watch);
      case Command.Perform _, Command.Watch _ -> {}
      case Command.Look look when underWay(look.step()) -> look(look);
      case Command.Look _ -> {}
      case Command.AwaitApproval(Instant until) -> approval.begin(until);
      case Command.SetTimer timer when !underWay(timer.step()) -> {}
      case Command.SetTimer timer ->
          open.keep(
              timer.step(),
              timers.at(
                  timer.at(),
                  () ->
                      post(new RunEvent.TimerFired(clock.instant(), timer.step(), timer.timer()))));
      case Command.Record _ -> throw new IllegalStateException("recorded before");
    }
  }

  private boolean underWay(StepId step) {
    return state().step(step).outcome().isEmpty();
  }

  // A bug in an adapter must not leave a wait without an end.
  private void watch(Command.Watch watch) {
    StepId step = watch.step();
    Consumer<Observation> told = seen -> post(new RunEvent.Observed(clock.instant(), step, seen));
    try {
      open.keep(step, effects.watch(id, step(step), watch.mark(), told));
    } catch (RuntimeException e) {
      told.accept(new Observation.Lost("cannot be watched, internal error: " + e));
    }
  }

  private void perform(Command.Perform perform) {
    Step step = step(perform.step());
    boolean mayHaveRun = state().step(step.id()).mayHaveRun();
    executor.execute(() -> {
      // It may have waited for its turn so long that its time was up or the journal lost.
      if (ending.isDone() || !underWay(step.id())) {
        return;
      }
      EffectOutcome outcome;
      if (guard.mayAct()) {
        outcome = attempt(step, perform.attempt(), mayHaveRun);
      } else {
        outcome = new EffectOutcome.NotYet("not tried: " + guard.why(), false);
        post(new RunEvent.LockLost(clock.instant(), guard.why()));
      }
      post(new RunEvent.EffectEnded(clock.instant(), step.id(), perform.attempt(), outcome));
    });
  }

  private void look(Command.Look command) {
    Step step = step(command.step());
    executor.execute(() -> {
      if (ending.isDone() || !underWay(step.id())) {
        return;
      }
      Sight sight;
      try {
        sight = effects.look(id, step);
      } catch (RuntimeException e) {
        sight = new Sight.CannotTell("internal error: " + e);
      }
      post(new RunEvent.Looked(clock.instant(), step.id(), command.look(), sight));
    });
  }

  // A bug in an adapter must not leave an intent without an outcome: what it did is unknown.
  private EffectOutcome attempt(Step step, int attempt, boolean mayHaveRun) {
    try {
      return effects.perform(id, step, attempt, mayHaveRun);
    } catch (RuntimeException | Error e) {
      return new EffectOutcome.Unknown("internal error: " + e);
    }
  }

  private void lost(@Nullable Run before, Problem problem) {
    if (before == null) {
      finish(new Ending.NotStarted(problem));
    } else {
      finish(new Ending.JournalLost(before, problem));
    }
  }

  private void finish(Ending how) {
    open.close();
    ears.close();
    approval.close();
    ending.complete(how);
  }

  private Step step(StepId step) {
    return state().plan().step(step).orElseThrow();
  }

  private Run state() {
    Run now = run;
    if (now == null) {
      throw new IllegalStateException("run " + id + " has not started");
    }
    return now;
  }
}
