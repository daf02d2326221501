package uz.stario.rollback.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
      case RunEvent.Approved e -> NextSteps.of(run, e.at());
      case RunEvent.GlassBroken e -> NextSteps.of(run, e.at());
      case RunEvent.ApprovalExpired e -> NextSteps.of(run, e.at());
      case RunEvent.EffectIntended _ -> List.of();
      case RunEvent.EffectEnded e -> effectEnded(run, e);
      case RunEvent.Observed e -> observed(run, e);
      case RunEvent.TimerFired e -> timerFired(run, e);
      case RunEvent.StopAsked e -> stop(run, e.at());
      case RunEvent.LockLost e -> stop(run, e.at());
      case RunEvent.Resumed e when run.held() && !e.toStop() -> begin(run, e.at());
      case RunEvent.Resumed e -> e.toStop() ? resumedToStop(run, e.at()) : resumed(run, e.at());
      case RunEvent.Looked e -> looked(run, e);
      case RunEvent.Asked _, RunEvent.TakenOver _ -> List.of();
      case RunEvent.Treated e -> treated(run, e);
      case RunEvent.StepEnded e -> NextSteps.after(run, e.step(), e.at());
      case RunEvent.Ended _ -> List.of();
    };
  }

  private static List<Command> begin(Run run, Instant at) {
    return run.held()
        ? List.of(new Command.AwaitApproval(run.approval().orElseThrow().until()))
        : NextSteps.of(run, at);
  }

  private static List<Command> effectEnded(Run run, RunEvent.EffectEnded event) {
    StepRun state = run.step(event.step());
    Step step = step(run, event.step());
    boolean happened =
        event.outcome() instanceof EffectOutcome.Applied
            || event.outcome() instanceof EffectOutcome.AlreadySo;
    if (happened && StepCommands.waits(step) && run.stopping()) {
      return StepCommands.end(step, Endings.stopped(state), event.at());
    }
    return switch (event.outcome()) {
      case EffectOutcome.Applied applied when StepCommands.waits(step) ->
          List.of(new Command.Watch(step.id(), applied.mark()));
      case EffectOutcome.AlreadySo already when StepCommands.waits(step) ->
          List.of(new Command.Watch(step.id(), already.mark()));
      case EffectOutcome.Applied applied ->
          StepCommands.end(step, new StepOutcome.Succeeded(applied.detail()), event.at());
      case EffectOutcome.AlreadySo already ->
          StepCommands.end(step, new StepOutcome.AlreadyDone(already.detail()), event.at());
      case EffectOutcome.Refused refused ->
          StepCommands.end(
              step,
              state.mayHaveRun()
                  ? new StepOutcome.Unknown(refused.detail())
                  : new StepOutcome.Failed(refused.detail(), ""),
              event.at());
      case EffectOutcome.NotPassed missed ->
          StepCommands.end(
              step,
              missed.unknown()
                  ? new StepOutcome.Unknown(missed.detail())
                  : new StepOutcome.Failed(missed.detail(), ""),
              event.at());
      case EffectOutcome.NotYet _, EffectOutcome.Unknown _ ->
          state.state() == StepState.LOOKING
              ? List.of(new Command.Look(step.id(), 1))
              : run.stopping()
                  ? StepCommands.end(step, Endings.stopped(state), event.at())
                  : List.of(StepCommands.retry(step, event.at()));
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
        commands.add(StepCommands.deadline(step, at));
      }
    }
    commands.addAll(NextSteps.of(run, at));
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
          commands.add(StepCommands.deadline(step, at));
        }
        case RETRYING, WAITING, ASKING ->
            commands.addAll(StepCommands.end(step, Endings.stopped(state), at));
        case PENDING, ACTING, ENDED -> {}
      }
    }
    commands.addAll(NextSteps.of(run, at));
    return commands;
  }

  private static List<Command> looked(Run run, RunEvent.Looked event) {
    StepRun state = run.step(event.step());
    Step step = step(run, event.step());
    return switch (event.sight()) {
      case Sight.Done done -> StepCommands.goOn(step, done.mark(), done.detail(), event.at());
      case Sight.NotDone _ ->
          run.stopping()
              ? StepCommands.end(step, Endings.stopped(state), event.at())
              : List.of(new Command.Perform(step.id(), state.attempts() + 1));
      case Sight.CannotTell(String detail) ->
          state.looks() < LOOKS
              ? List.of(StepCommands.retry(step, event.at()))
              : StepCommands.ask(step, state, detail, event.at());
    };
  }

  private static List<Command> treated(Run run, RunEvent.Treated event) {
    StepRun state = run.step(event.step());
    Step step = step(run, event.step());
    String detail = state.effect().map(EffectOutcome::detail).orElse("");
    if (event.done()) {
      List<Command> commands = new ArrayList<>(StepCommands.goOn(step, "", detail, event.at()));
      if (Traits.of(step.action()).waits()) {
        commands.add(StepCommands.deadline(step, event.at()));
      }
      return commands;
    }
    return run.stopping()
        ? StepCommands.end(step, Endings.stopped(state), event.at())
        : List.of(
            new Command.Perform(step.id(), state.attempts() + 1),
            StepCommands.deadline(step, event.at()));
  }

  private static String mark(StepRun state) {
    return switch (state.effect().orElse(new EffectOutcome.Applied("", ""))) {
      case EffectOutcome.Applied applied -> applied.mark();
      case EffectOutcome.AlreadySo already -> already.mark();
      case EffectOutcome.NotYet _,
          EffectOutcome.NotPassed _,
          EffectOutcome.Refused _,
          EffectOutcome.Unknown _ ->
          "";
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
      case Observation.Complete complete ->
          StepCommands.end(step, Endings.completed(state, complete), event.at());
      case Observation.Lost lost ->
          StepCommands.end(
              step,
              new StepOutcome.Failed(lost.detail(), Endings.changed(step, state)),
              event.at());
    };
  }

  private static List<Command> timerFired(Run run, RunEvent.TimerFired event) {
    StepRun state = run.step(event.step());
    Step step = step(run, event.step());
    return switch (event.timer()) {
      case DEADLINE ->
          mustAsk(step, state)
              ? StepCommands.ask(
                  step,
                  state,
                  "out of time after " + Endings.words(StepCommands.limit(step)),
                  event.at())
              : StepCommands.end(step, Endings.outOfTime(step, state), event.at());
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
        yield StepCommands.end(
            step, new StepOutcome.Failed(detail, Endings.changed(step, state)), event.at());
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
        case RETRYING, WAITING, LOOKING, ASKING ->
            commands.addAll(StepCommands.end(step, Endings.stopped(state), at));
        case PENDING, ACTING, ENDED -> {}
      }
    }
    if (run.held()) {
      // Nothing is under way that would end the rest.
      commands.addAll(NextSteps.of(run, at));
    }
    return commands;
  }

  /** What may have been done and must not be done twice is never given up without a word. */
  private static boolean mustAsk(Step step, StepRun state) {
    return !Traits.of(step.action()).repeatable()
        && (state.state() == StepState.ACTING || state.state() == StepState.LOOKING);
  }

  private static Step step(Run run, StepId id) {
    return run.plan()
        .step(id)
        .orElseThrow(() -> new IllegalArgumentException("the plan has no step " + id));
  }
}
