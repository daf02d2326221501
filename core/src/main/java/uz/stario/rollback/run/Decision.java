package uz.stario.rollback.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.plan.Traits;

/**
 * What to do next, as a function of a run's state and the event that led to it. Pure.
 *
 * <p>What it says to record follows from the state at hand, and so is applied before any other
 * event; otherwise two events could end one step. Events that are not news ({@link Run#expects})
 * are not brought here.
 */
public final class Decision {

  /** How soon an effect that has not come off is tried again. */
  static final Duration RETRY = Duration.ofSeconds(1);

  /** After so many looks that could not tell, a person is asked. */
  static final int LOOKS = 3;

  private Decision() {}

  /**
   * @param run the state after the event
   */
  public static List<Command> decide(Run run, RunEvent event) {
    if (run.ended()) {
      return List.of();
    }
    return switch (event) {
      case RunEvent.Started e -> begin(run, e.at());
      case RunEvent.Approved e -> proceed(run, run.plan().steps(), e.at());
      case RunEvent.GlassBroken e -> proceed(run, run.plan().steps(), e.at());
      case RunEvent.ApprovalExpired e -> proceed(run, run.plan().steps(), e.at());
      case RunEvent.EffectIntended _ -> List.of();
      case RunEvent.EffectEnded e -> effectEnded(run, e);
      case RunEvent.Observed e -> observed(run, e);
      case RunEvent.TimerFired e -> timerFired(run, e);
      case RunEvent.StopAsked e -> stop(run, e.at());
      case RunEvent.LockLost e -> stop(run, e.at());
      case RunEvent.Resumed e when run.held() && !e.toStop() -> begin(run, e.at());
      case RunEvent.Resumed e -> e.toStop() ? resumedToStop(run, e.at()) : resumed(run, e.at());
      case RunEvent.Looked e -> looked(run, e);
      case RunEvent.Asked _ -> List.of();
      case RunEvent.Treated e -> treated(run, e);
      case RunEvent.StepEnded e -> proceed(run, followers(run, e.step()), e.at());
      case RunEvent.Ended _ -> List.of();
    };
  }

  private static List<Command> begin(Run run, Instant at) {
    return run.held()
        ? List.of(new Command.AwaitApproval(run.approval().orElseThrow().until()))
        : proceed(run, run.plan().steps(), at);
  }

  private static List<Command> effectEnded(Run run, RunEvent.EffectEnded event) {
    StepRun state = run.step(event.step());
    Step step = step(run, event.step());
    boolean happened =
        event.outcome() instanceof EffectOutcome.Applied
            || event.outcome() instanceof EffectOutcome.AlreadySo;
    if (happened && waits(step) && run.stopping()) {
      return end(step, stopped(state), event.at());
    }
    return switch (event.outcome()) {
      case EffectOutcome.Applied applied when waits(step) ->
          List.of(new Command.Watch(step.id(), applied.mark()));
      case EffectOutcome.AlreadySo already when waits(step) ->
          List.of(new Command.Watch(step.id(), already.mark()));
      case EffectOutcome.Applied applied ->
          end(step, new StepOutcome.Succeeded(applied.detail()), event.at());
      case EffectOutcome.AlreadySo already ->
          end(step, new StepOutcome.AlreadyDone(already.detail()), event.at());
      case EffectOutcome.Refused refused ->
          end(
              step,
              state.mayHaveRun()
                  ? new StepOutcome.Unknown(refused.detail())
                  : new StepOutcome.Failed(refused.detail(), ""),
              event.at());
      case EffectOutcome.NotYet _, EffectOutcome.Unknown _ ->
          state.state() == StepState.LOOKING
              ? List.of(new Command.Look(step.id(), 1))
              : run.stopping()
                  ? end(step, stopped(state), event.at())
                  : List.of(retry(step, event.at()));
    };
  }

  /** Where a step is, the process that left it alone knew; what it set going has gone on. */
  private static List<Command> resumed(Run run, Instant at) {
    List<Command> commands = new ArrayList<>();
    for (Step step : run.plan().steps()) {
      StepRun state = run.step(step.id());
      switch (state.state()) {
        case RETRYING -> commands.add(new Command.Perform(step.id(), state.attempts() + 1));
        case LOOKING -> commands.add(new Command.Look(step.id(), state.looks() + 1));
        case WAITING -> {
          commands.add(new Command.Watch(step.id(), mark(state)));
          state
              .patience()
              .ifPresent(until ->
                  commands.add(new Command.SetTimer(step.id(), TimerKind.PATIENCE, until)));
        }
        case PENDING, ACTING, ASKING, ENDED -> {}
      }
      if (state.underWay()) {
        // Time in which nobody was there to see says nothing of the step.
        commands.add(deadline(step, at));
      }
    }
    commands.addAll(proceed(run, run.plan().steps(), at));
    return commands;
  }

  /** What was being done and can't be repeated is looked at, so that the end tells of it. */
  private static List<Command> resumedToStop(Run run, Instant at) {
    List<Command> commands = new ArrayList<>();
    for (Step step : run.plan().steps()) {
      StepRun state = run.step(step.id());
      switch (state.state()) {
        case LOOKING -> {
          commands.add(new Command.Look(step.id(), state.looks() + 1));
          commands.add(deadline(step, at));
        }
        case RETRYING, WAITING, ASKING -> commands.addAll(end(step, stopped(state), at));
        case PENDING, ACTING, ENDED -> {}
      }
    }
    commands.addAll(proceed(run, run.plan().steps(), at));
    return commands;
  }

  private static List<Command> looked(Run run, RunEvent.Looked event) {
    StepRun state = run.step(event.step());
    Step step = step(run, event.step());
    return switch (event.sight()) {
      case Sight.Done done -> goOn(step, done.mark(), done.detail(), event.at());
      case Sight.NotDone _ ->
          run.stopping()
              ? end(step, stopped(state), event.at())
              : List.of(new Command.Perform(step.id(), state.attempts() + 1));
      case Sight.CannotTell(String detail) ->
          state.looks() < LOOKS
              ? List.of(retry(step, event.at()))
              : ask(step, state, detail, event.at());
    };
  }

  private static List<Command> treated(Run run, RunEvent.Treated event) {
    StepRun state = run.step(event.step());
    Step step = step(run, event.step());
    String detail = state.effect().map(EffectOutcome::detail).orElse("");
    if (event.done()) {
      List<Command> commands = new ArrayList<>(goOn(step, "", detail, event.at()));
      if (Traits.of(step.action()).waits()) {
        commands.add(deadline(step, event.at()));
      }
      return commands;
    }
    return run.stopping()
        ? end(step, stopped(state), event.at())
        : List.of(new Command.Perform(step.id(), state.attempts() + 1), deadline(step, event.at()));
  }

  private static List<Command> goOn(Step step, String mark, String detail, Instant at) {
    return waits(step)
        ? List.of(new Command.Watch(step.id(), mark))
        : end(step, new StepOutcome.Succeeded(detail), at);
  }

  private static List<Command> ask(Step step, StepRun state, String cannotTell, Instant at) {
    String last = state.effect().map(EffectOutcome::detail).orElse("its outcome was not written");
    return List.of(
        new Command.Record(
            new RunEvent.Asked(
                at,
                step.id(),
                "attempt " + state.attempts() + ": " + last + "; looked at: " + cannotTell)));
  }

  private static Command retry(Step step, Instant at) {
    return new Command.SetTimer(step.id(), TimerKind.RETRY, at.plus(RETRY));
  }

  private static Command deadline(Step step, Instant at) {
    return new Command.SetTimer(step.id(), TimerKind.DEADLINE, at.plus(limit(step)));
  }

  private static String mark(StepRun state) {
    return switch (state.effect().orElse(new EffectOutcome.Applied("", ""))) {
      case EffectOutcome.Applied applied -> applied.mark();
      case EffectOutcome.AlreadySo already -> already.mark();
      case EffectOutcome.NotYet _, EffectOutcome.Refused _, EffectOutcome.Unknown _ -> "";
    };
  }

  private static List<Command> observed(Run run, RunEvent.Observed event) {
    StepRun state = run.step(event.step());
    Step step = step(run, event.step());
    return switch (event.observation()) {
      case Observation.Progress _ -> List.of();
      case Observation.Trouble _ -> {
        Instant until = state.patience().orElse(event.at());
        boolean first = until.equals(event.at().plus(Run.PATIENCE));
        yield first
            ? List.of(new Command.SetTimer(step.id(), TimerKind.PATIENCE, until))
            : List.of();
      }
      case Observation.Complete complete -> end(step, completed(state, complete), event.at());
      case Observation.Lost lost ->
          end(step, new StepOutcome.Failed(lost.detail(), changed(step, state)), event.at());
    };
  }

  private static List<Command> timerFired(Run run, RunEvent.TimerFired event) {
    StepRun state = run.step(event.step());
    Step step = step(run, event.step());
    return switch (event.timer()) {
      case DEADLINE ->
          mustAsk(step, state)
              ? ask(step, state, "out of time after " + words(limit(step)), event.at())
              : end(step, outOfTime(step, state), event.at());
      case RETRY ->
          List.of(
              state.state() == StepState.LOOKING
                  ? new Command.Look(step.id(), state.looks() + 1)
                  : new Command.Perform(step.id(), state.attempts() + 1));
      case PATIENCE -> {
        if (state.patience().isEmpty()) {
          yield List.of();
        }
        Instant until = state.patience().get();
        if (until.isAfter(event.at())) {
          // A timer that came early, by a clock set back, must not be the last one.
          yield List.of(new Command.SetTimer(step.id(), TimerKind.PATIENCE, until));
        }
        String detail = state.seen().map(Observation::detail).orElse("");
        yield end(step, new StepOutcome.Failed(detail, changed(step, state)), event.at());
      }
    };
  }

  /**
   * Nothing new begins; effects in hand come to their end; waits are given up. What has not begun
   * comes after something that is under way, and is ended when that ends.
   */
  private static List<Command> stop(Run run, Instant at) {
    List<Command> commands = new ArrayList<>();
    for (Step step : run.plan().steps()) {
      StepRun state = run.step(step.id());
      switch (state.state()) {
        case RETRYING, WAITING, LOOKING, ASKING -> commands.addAll(end(step, stopped(state), at));
        case PENDING, ACTING, ENDED -> {}
      }
    }
    if (run.held()) {
      // Nothing is under way that would end the rest.
      commands.addAll(proceed(run, run.plan().steps(), at));
    }
    return commands;
  }

  private static List<Command> proceed(Run run, Collection<Step> candidates, Instant at) {
    List<Command> commands = new ArrayList<>();
    for (Step step : candidates) {
      if (run.step(step.id()).state() == StepState.PENDING && ready(run, step)) {
        commands.addAll(begin(run, step, at));
      }
    }
    boolean over = run.steps().values().stream().allMatch(step -> step.state() == StepState.ENDED);
    if (over) {
      commands.add(new Command.Record(new RunEvent.Ended(at, Results.of(run))));
    }
    return commands;
  }

  private static List<Command> begin(Run run, Step step, Instant at) {
    if (run.stopping()) {
      return end(step, stopped(run.step(step.id())), at);
    }
    Optional<StepId> missing =
        step.needs().stream()
            .filter(need -> !run.step(need).outcome().map(StepOutcome::well).orElse(false))
            .findFirst();
    if (missing.isPresent()) {
      String why = missing.get() + " did not succeed";
      return end(step, new StepOutcome.Skipped(why), at);
    }
    return List.of(new Command.Perform(step.id(), 1), deadline(step, at));
  }

  private static boolean ready(Run run, Step step) {
    return ended(run, step.needs()) && ended(run, step.after());
  }

  private static boolean ended(Run run, Collection<StepId> steps) {
    for (StepId step : steps) {
      if (run.step(step).state() != StepState.ENDED) {
        return false;
      }
    }
    return true;
  }

  private static List<Step> followers(Run run, StepId ended) {
    return run.plan().steps().stream()
        .filter(step -> step.after().contains(ended) || step.needs().contains(ended))
        .toList();
  }

  private static StepOutcome completed(StepRun state, Observation.Complete complete) {
    boolean already = state.effect().filter(e -> e instanceof EffectOutcome.AlreadySo).isPresent();
    return already && !state.mayHaveRun()
        ? new StepOutcome.AlreadyDone(complete.detail())
        : new StepOutcome.Succeeded(complete.detail());
  }

  private static StepOutcome outOfTime(Step step, StepRun state) {
    String last =
        state
            .seen()
            .map(Observation::detail)
            .or(() -> state.effect().map(EffectOutcome::detail))
            .orElse("no answer");
    boolean lost = state.state() == StepState.ACTING || state.mayHaveRun();
    boolean unknown =
        state.effect().filter(e -> e instanceof EffectOutcome.NotYet n && n.unknown()).isPresent();
    if (unknown || (lost && state.state() != StepState.WAITING)) {
      return new StepOutcome.Unknown("out of time after " + words(limit(step)) + ": " + last);
    }
    return new StepOutcome.TimedOut(
        "out of time after " + words(limit(step)) + ": " + last, changed(step, state));
  }

  private static StepOutcome stopped(StepRun state) {
    return switch (state.state()) {
      case WAITING ->
          new StepOutcome.Unknown("stopped while the rollout was going on; it goes on by itself");
      case ACTING, RETRYING, LOOKING, ASKING ->
          state.mayHaveRun()
              ? new StepOutcome.Unknown("stopped; an earlier answer was lost")
              : new StepOutcome.Skipped("stopped before it came off");
      case PENDING, ENDED -> new StepOutcome.Skipped("stopped before it began");
    };
  }

  private static String changed(Step step, StepRun state) {
    return switch (step.action()) {
      case Action.RollBack rollBack when state.mayHaveChanged() ->
          rollBack.workload()
              + " has the template of "
              + rollBack.toVersion()
              + "; its rollout is not complete";
      case Action.StoreChange change when state.mayHaveChanged() ->
          change.target() + " may be changed; way back: " + change.wayBack();
      case Action.RollBack _,
          Action.CheckPods _,
          Action.CheckHealth _,
          Action.RecordVerdicts _,
          Action.StoreChange _ ->
          "";
    };
  }

  /** What may have been done and must not be done twice is never given up without a word. */
  private static boolean mustAsk(Step step, StepRun state) {
    return !Traits.of(step.action()).repeatable()
        && (state.state() == StepState.ACTING || state.state() == StepState.LOOKING);
  }

  private static boolean waits(Step step) {
    return Traits.of(step.action()).waits();
  }

  private static Duration limit(Step step) {
    return Traits.of(step.action()).limit();
  }

  private static String words(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static Step step(Run run, StepId id) {
    return run.plan()
        .step(id)
        .orElseThrow(() -> new IllegalArgumentException("the plan has no step " + id));
  }

  private static List<Command> end(Step step, StepOutcome outcome, Instant at) {
    return List.of(new Command.Record(new RunEvent.StepEnded(at, step.id(), outcome)));
  }
}
