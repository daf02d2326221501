package uz.stario.rollback.run.engine;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.Command;
import uz.stario.rollback.run.Decision;
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

  private final RunId id;
  private final Journal journal;
  private final Effects effects;
  private final Timers timers;
  private final Executor executor;
  private final InstantSource clock;
  private final Guard guard;
  private final RunListener listener;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();

  private final Object inboxLock = new Object();
  private final Deque<RunEvent> inbox = new ArrayDeque<>();
  private boolean scheduled;

  // Written only by the one drain that runs at a time.
  private volatile @Nullable Run run;
  private long written;
  private final Map<StepId, List<Subscription>> open = new HashMap<>();

  RunningRun(
      RunId id,
      Journal journal,
      Effects effects,
      Timers timers,
      Executor executor,
      InstantSource clock,
      Guard guard,
      RunListener listener) {
    this.id = id;
    this.journal = journal;
    this.effects = effects;
    this.timers = timers;
    this.executor = executor;
    this.clock = clock;
    this.guard = guard;
    this.listener = listener;
  }

  void begin(RunEvent.Started started) {
    post(started);
  }

  /** Takes up what another process has left, as its journal tells it. */
  void takeUp(List<RunEvent> events, List<RunEvent> first) {
    Run left = Run.replay(id, events).orElseThrow();
    run = left;
    written = events.size();
    if (left.ended()) {
      finish(new Ending.Ended(left));
    } else {
      first.forEach(this::post);
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
    synchronized (inboxLock) {
      inbox.add(event);
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
      synchronized (inboxLock) {
        if (inbox.isEmpty()) {
          scheduled = false;
          return;
        }
        batch = new ArrayList<>(inbox);
        inbox.clear();
      }
      try {
        handle(batch);
      } catch (RuntimeException e) {
        // Without this, whoever waits for the run would wait for ever.
        lost(run, broken(e));
      }
    }
  }

  private void handle(List<RunEvent> batch) {
    if (ending.isDone()) {
      return;
    }
    Run before = run;
    Deque<RunEvent> coming = new ArrayDeque<>(batch);
    List<RunEvent> events = new ArrayList<>();
    List<Run> states = new ArrayList<>();
    List<Command> commands = new ArrayList<>();
    Run state = run;
    while (!coming.isEmpty()) {
      RunEvent event = coming.remove();
      if (state != null && state.ended()) {
        break;
      }
      boolean news = state == null || state.expects(event);
      if (!news && !(event instanceof RunEvent.EffectEnded)) {
        continue;
      }
      state = next(state, event);
      events.add(event);
      states.add(state);
      if (!news) {
        // The outcome of an effect is kept, however late it comes; nothing follows from it.
        continue;
      }
      // What follows comes before other news, so that no two events end the same step.
      List<RunEvent> following = new ArrayList<>();
      for (Command command : Decision.decide(state, event)) {
        if (command instanceof Command.Perform perform) {
          RunEvent intent =
              new RunEvent.EffectIntended(clock.instant(), perform.step(), perform.attempt());
          state = state.apply(intent);
          events.add(intent);
          states.add(state);
        }
        if (command instanceof Command.Record follows) {
          following.add(follows.event());
        } else {
          commands.add(command);
        }
      }
      following.reversed().forEach(coming::addFirst);
    }
    if (events.isEmpty()) {
      return;
    }
    switch (journal.append(id, written, events)) {
      case Appending.Appended(long total, String _) -> {
        written = total;
        run = state;
        tell(events, states);
        commands.forEach(this::carryOut);
        closeEnded(events);
      }
      case Appending.Conflict(long total) -> lost(before, conflict(total));
      case Appending.Unwritable(Problem problem) -> lost(before, problem);
    }
    Run now = run;
    if (now != null && now.ended()) {
      finish(new Ending.Ended(now));
    } else if (now != null && now.asks()) {
      finish(new Ending.Asks(now));
    }
  }

  private Run next(@Nullable Run state, RunEvent event) {
    if (state != null) {
      return state.apply(event);
    }
    if (event instanceof RunEvent.Started started) {
      return Run.started(id, started);
    }
    throw new IllegalStateException("run " + id + " has not started: " + event);
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
      case Command.SetTimer timer when !underWay(timer.step()) -> {}
      case Command.SetTimer timer ->
          keep(
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
      keep(step, effects.watch(id, step(step), watch.mark(), told));
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

  private void keep(StepId step, Subscription subscription) {
    open.computeIfAbsent(step, _ -> new ArrayList<>()).add(subscription);
  }

  private void closeEnded(List<RunEvent> events) {
    for (RunEvent event : events) {
      if (event instanceof RunEvent.StepEnded ended) {
        Optional.ofNullable(open.remove(ended.step()))
            .ifPresent(list -> list.forEach(Subscription::close));
      }
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
    open.values().forEach(list -> list.forEach(Subscription::close));
    open.clear();
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

  private Problem broken(RuntimeException e) {
    return new Problem(
        ErrorCode.INTERNAL,
        "Cannot go on with run " + id + ".",
        "An error inside this program: " + e + ".",
        "What was begun may go on in the cluster.",
        "Look at `stario show " + id + "`, and report this with the output of --debug.");
  }

  private Problem conflict(long total) {
    Run now = run;
    if (now == null) {
      return Problem.unchanged(
          ErrorCode.JOURNAL_UNWRITABLE,
          "Cannot start run " + id + ".",
          "There is a run of that name (" + total + " events).",
          "Try again: it gets another name.");
    }
    return new Problem(
        ErrorCode.JOURNAL_UNWRITABLE,
        "Cannot go on with run " + id + ".",
        "Someone else wrote to its journal (" + total + " events).",
        "What this process began may go on in the cluster.",
        "Look at `stario show " + id + "`.");
  }
}
