package uz.stario.rollback.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.problem.ExitCode;

/**
 * The state of a run: nothing but its journal, folded.
 *
 * @param steps in the order of the plan
 * @param stopping whether someone asked to stop
 */
public record Run(
    RunId id,
    Plan plan,
    String requester,
    Instant startedAt,
    Map<StepId, StepRun> steps,
    boolean stopping,
    Optional<RunResult> result,
    Optional<Instant> endedAt) {

  /** How long trouble that seldom goes away by itself is borne before the step is given up. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What the program exits with for the run: of its result, or because it has none yet. */
  public ExitCode exit() {
    if (result.isEmpty()) {
      return ExitCode.STILL_RUNNING;
    }
    boolean notPermitted =
        steps.values().stream()
            .flatMap(step -> step.outcome().stream())
            .anyMatch(outcome ->
                outcome instanceof StepOutcome.Failed
                    && outcome.detail().startsWith(EffectOutcome.Refused.NO_PERMISSION));
    return result.get() == RunResult.FAILED && notPermitted
        ? ExitCode.NOT_AUTHORISED
        : result.get().exit();
  }

  public Run {
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
  }

  /** The state after a run's first event. */
  public static Run started(RunId id, RunEvent.Started event) {
    Map<StepId, StepRun> steps = new LinkedHashMap<>();
    event.plan().steps().forEach(step -> steps.put(step.id(), StepRun.NEW));
    return new Run(
        id,
        event.plan(),
        event.requester(),
        event.at(),
        steps,
        false,
        Optional.empty(),
        Optional.empty());
  }

  /** The state that a journal tells; empty for an empty one. */
  public static Optional<Run> replay(RunId id, List<RunEvent> events) {
    if (events.isEmpty()) {
      return Optional.empty();
    }
    if (!(events.getFirst() instanceof RunEvent.Started started)) {
      throw new IllegalArgumentException("the journal of run " + id + " has no beginning");
    }
    Run run = started(id, started);
    for (RunEvent event : events.subList(1, events.size())) {
      run = run.apply(event);
    }
    return Optional.of(run);
  }

  /**
   * The state after an event; the same one where the event is not news.
   *
   * @throws IllegalStateException for a transition that is not in {@link Transitions}
   */
  public Run apply(RunEvent event) {
    return expects(event) ? changed(event) : this;
  }

  /**
   * Whether an event is news in this state. A late or repeated one is not: the outcome of an
   * earlier attempt, a timer or an observation that its step no longer waits for.
   */
  public boolean expects(RunEvent event) {
    return switch (event) {
      case RunEvent.EffectEnded e ->
          step(e.step()).state() == StepState.ACTING && step(e.step()).attempts() == e.attempt();
      case RunEvent.Observed e ->
          step(e.step()).state() == StepState.WAITING
              && step(e.step()).seen().filter(e.observation()::equals).isEmpty();
      case RunEvent.TimerFired e ->
          switch (e.timer()) {
            case DEADLINE -> step(e.step()).underWay();
            case RETRY -> step(e.step()).state() == StepState.RETRYING;
            case PATIENCE ->
                step(e.step()).state() == StepState.WAITING
                    && step(e.step()).patience().isPresent();
          };
      case RunEvent.StopAsked _ -> !stopping && !ended();
      case RunEvent.Started _, RunEvent.EffectIntended _, RunEvent.StepEnded _, RunEvent.Ended _ ->
          true;
    };
  }

  private Run changed(RunEvent event) {
    return switch (event) {
      case RunEvent.Started _ -> throw new IllegalStateException("run " + id + " starts twice");
      case RunEvent.EffectIntended e -> with(e.step(), s -> s.intended(e.attempt(), e.at()));
      case RunEvent.EffectEnded e -> with(e.step(), s -> s.effectEnded(e.outcome()));
      case RunEvent.Observed e ->
          with(e.step(), s -> s.observed(e.observation(), e.at().plus(PATIENCE)));
      case RunEvent.TimerFired e ->
          with(e.step(), s -> e.timer() == TimerKind.PATIENCE && calmed(s) ? s.patienceOver() : s);
      case RunEvent.StopAsked _ ->
          new Run(id, plan, requester, startedAt, steps, true, result, endedAt);
      case RunEvent.StepEnded e -> with(e.step(), s -> s.end(e.outcome(), e.at()));
      case RunEvent.Ended e ->
          new Run(
              id,
              plan,
              requester,
              startedAt,
              steps,
              stopping,
              Optional.of(e.result()),
              Optional.of(e.at()));
    };
  }

  public StepRun step(StepId step) {
    StepRun found = steps.get(step);
    if (found == null) {
      throw new IllegalArgumentException("run " + id + " has no step " + step);
    }
    return found;
  }

  public boolean ended() {
    return result.isPresent();
  }

  private static boolean calmed(StepRun step) {
    return step.seen().filter(o -> o instanceof Observation.Trouble).isEmpty();
  }

  private Run with(StepId step, UnaryOperator<StepRun> change) {
    Map<StepId, StepRun> changed = new LinkedHashMap<>(steps);
    changed.put(step, change.apply(step(step)));
    return new Run(id, plan, requester, startedAt, changed, stopping, result, endedAt);
  }
}
