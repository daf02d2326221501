package uz.stario.rollback.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import uz.stario.rollback.plan.OnFailure;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.plan.Traits;
import uz.stario.rollback.problem.ExitCode;

/**
 * The state of a run: nothing but its journal, folded.
 *
 * @param steps in the order of the plan
 * @param approval what has to come before anything begins
 * @param clearance that it has come
 * @param stop why nothing new begins; empty while it may
 */
public record Run(
    RunId id,
    Plan plan,
    String requester,
    Instant startedAt,
    Map<StepId, StepRun> steps,
    Optional<ApprovalNeed> approval,
    Optional<Clearance> clearance,
    Optional<Stopping> stop,
    Optional<RunResult> result,
    Optional<Instant> endedAt) {

  /** How long trouble that seldom goes away by itself is borne before the step is given up. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What the program exits with for the run: of its result, or because it has none yet. */
  public ExitCode exit() {
    if (result.isEmpty()) {
      return asks() ? ExitCode.PARTWAY : ExitCode.STILL_RUNNING;
    }
    boolean notPermitted =
        steps.values().stream()
            .flatMap(step -> step.effect().stream())
            .anyMatch(effect -> effect instanceof EffectOutcome.Refused r && r.notAuthorised());
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
        event.approval(),
        Optional.empty(),
        Optional.empty(),
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

  /** The same, and empty too for a record that makes no sense: somebody has spoilt it. */
  public static Optional<Run> replayIfSound(RunId id, List<RunEvent> events) {
    try {
      return replay(id, events);
    } catch (IllegalArgumentException | IllegalStateException _) {
      return Optional.empty();
    }
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
            case RETRY ->
                step(e.step()).state() == StepState.RETRYING
                    || step(e.step()).state() == StepState.LOOKING;
            case PATIENCE ->
                step(e.step()).state() == StepState.WAITING
                    && step(e.step()).patience().isPresent();
          };
      case RunEvent.StopAsked _, RunEvent.LockLost _ -> !stopping() && !ended();
      case RunEvent.Looked e ->
          step(e.step()).state() == StepState.LOOKING && step(e.step()).looks() + 1 == e.look();
      case RunEvent.Treated e -> step(e.step()).state() == StepState.ASKING;
      case RunEvent.Resumed _ -> !ended();
      case RunEvent.Approved e -> held() && counts(e, approval.orElseThrow());
      case RunEvent.GlassBroken _ -> held() && approval.orElseThrow().breakGlass();
      case RunEvent.ApprovalExpired e ->
          held() && !stopping() && !e.at().isBefore(approval.orElseThrow().until());
      case RunEvent.Started _,
          RunEvent.EffectIntended _,
          RunEvent.Asked _,
          RunEvent.TakenOver _,
          RunEvent.StepEnded _,
          RunEvent.Ended _ ->
          true;
    };
  }

  private Run changed(RunEvent event) {
    return switch (event) {
      case RunEvent.Started _ -> throw new IllegalStateException("run " + id + " starts twice");
      case RunEvent.EffectIntended e -> with(e.step(), s -> s.intended(e.attempt(), e.at()));
      case RunEvent.EffectEnded e ->
          with(e.step(), s -> s.effectEnded(e.outcome(), traits(e.step()).repeatable()));
      case RunEvent.Observed e ->
          with(e.step(), s -> s.observed(e.observation(), e.at().plus(PATIENCE)));
      case RunEvent.TimerFired e ->
          with(e.step(), s -> e.timer() == TimerKind.PATIENCE && calmed(s) ? s.patienceOver() : s);
      case RunEvent.StopAsked e -> with(new Stopping(Stopping.Cause.ASKED, e.by()));
      case RunEvent.LockLost e -> with(new Stopping(Stopping.Cause.LOCK_LOST, e.detail()));
      case RunEvent.TakenOver _ -> this; // said for the record
      case RunEvent.Resumed e -> takenUp(e);
      case RunEvent.Approved e ->
          cleared(
              new Clearance(
                  e.at(),
                  e.by(),
                  e.attested() ? Clearance.Kind.ATTESTED : Clearance.Kind.APPROVED,
                  ""));
      case RunEvent.GlassBroken e ->
          cleared(new Clearance(e.at(), e.by(), Clearance.Kind.BREAK_GLASS, e.reason()));
      case RunEvent.ApprovalExpired e ->
          with(
              new Stopping(
                  Stopping.Cause.NOT_APPROVED, "nobody approved the plan before " + e.at()));
      case RunEvent.Looked e -> with(e.step(), s -> s.looked(e.sight()));
      case RunEvent.Asked e -> with(e.step(), s -> s.asked(e.known()));
      case RunEvent.Treated e -> with(e.step(), s -> s.treated(e.done(), words(e)));
      case RunEvent.StepEnded e -> stepEnded(e);
      case RunEvent.Ended e ->
          new Run(
              id,
              plan,
              requester,
              startedAt,
              steps,
              approval,
              clearance,
              stop,
              Optional.of(e.result()),
              Optional.of(e.at()));
    };
  }

  private Run stepEnded(RunEvent.StepEnded event) {
    Run ended = with(event.step(), s -> s.end(event.outcome(), event.at()));
    boolean halts =
        ended.stop.isEmpty()
            && !event.outcome().well()
            && !(event.outcome() instanceof StepOutcome.Skipped)
            && traits(event.step()).onFailure() != OnFailure.GO_ON;
    return halts
        ? ended.with(new Stopping(Stopping.Cause.FAILED, event.step() + " did not succeed"))
        : ended;
  }

  /** What was being done when its process ended is unknown; who resumes wants it to go on. */
  private Run takenUp(RunEvent.Resumed event) {
    Map<StepId, StepRun> taken = new LinkedHashMap<>();
    steps.forEach((step, state) -> taken.put(step, state.takenUp(traits(step).repeatable())));
    return new Run(
        id,
        plan,
        requester,
        startedAt,
        taken,
        approval,
        clearance,
        event.toStop()
            ? Optional.of(new Stopping(Stopping.Cause.ASKED, event.by()))
            : stop.filter(why -> why.cause() == Stopping.Cause.FAILED),
        result,
        endedAt);
  }

  private static String words(RunEvent.Treated event) {
    return "taken for "
        + (event.done() ? "done" : "not done")
        + " by "
        + event.by()
        + ": "
        + event.reason();
  }

  private Traits traits(StepId step) {
    return plan.step(step)
        .map(found -> Traits.of(found.action()))
        .orElseThrow(() -> new IllegalArgumentException("run " + id + " has no step " + step));
  }

  /** Whether it waits for a second person's approval. */
  public boolean held() {
    return approval.isPresent() && clearance.isEmpty() && !ended();
  }

  /** Never the requester's own, never of another plan, never too late. */
  private boolean counts(RunEvent.Approved event, ApprovalNeed need) {
    return !event.by().equals(need.requester())
        && event.digest().equals(plan.digest())
        && event.at().isBefore(need.until())
        && (need.attested() || !event.attested());
  }

  private Run cleared(Clearance by) {
    return new Run(
        id, plan, requester, startedAt, steps, approval, Optional.of(by), stop, result, endedAt);
  }

  /** Whether nothing new begins. */
  public boolean stopping() {
    return stop.isPresent();
  }

  /** Whether all that is left is a person's to decide. */
  public boolean asks() {
    return !ended()
        && steps.values().stream().noneMatch(StepRun::underWay)
        && steps.values().stream().anyMatch(step -> step.state() == StepState.ASKING);
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
    return new Run(
        id, plan, requester, startedAt, changed, approval, clearance, stop, result, endedAt);
  }

  private Run with(Stopping why) {
    return new Run(
        id,
        plan,
        requester,
        startedAt,
        steps,
        approval,
        clearance,
        Optional.of(why),
        result,
        endedAt);
  }
}
