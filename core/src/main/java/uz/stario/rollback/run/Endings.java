package uz.stario.rollback.run;

import java.time.Duration;
import java.util.Locale;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Step;

/** What the outcome of a step is when it ends otherwise than by its effect alone. Pure. */
final class Endings {

  private Endings() {}

  /** Of a wait that is over. */
  static StepOutcome completed(StepRun state, Observation.Complete complete) {
    boolean already = state.effect().filter(e -> e instanceof EffectOutcome.AlreadySo).isPresent();
    return already && !state.mayHaveRun()
        ? new StepOutcome.AlreadyDone(complete.detail())
        : new StepOutcome.Succeeded(complete.detail());
  }

  /** Of a step whose limit has passed. */
  static StepOutcome outOfTime(Step step, StepRun state) {
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
      return new StepOutcome.Unknown(
          "out of time after " + words(StepCommands.limit(step)) + ": " + last);
    }
    return new StepOutcome.TimedOut(
        "out of time after " + words(StepCommands.limit(step)) + ": " + last, changed(step, state));
  }

  /** Of a step in a run that begins nothing new. */
  static StepOutcome stopped(StepRun state) {
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

  /** What a step that did not succeed has left changed; empty for nothing. */
  static String changed(Step step, StepRun state) {
    return switch (step.action()) {
      case Action.RollBack rollBack when state.mayHaveChanged() ->
          rollBack.workload()
              + " has the template of "
              + rollBack.toVersion()
              + "; its rollout is not complete";
      case Action.Restart restart when state.mayHaveChanged() ->
          restart.name() + " restarts; its rollout is not complete";
      case Action.StoreChange change when state.mayHaveChanged() ->
          change.target() + " may be changed; way back: " + change.wayBack();
      case Action.RollBack _,
          Action.Restart _,
          Action.CheckPods _,
          Action.CheckHealth _,
          Action.RunCheck _,
          Action.RecordVerdicts _,
          Action.StoreChange _ ->
          "";
    };
  }

  /** {@code 10m}. */
  static String words(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
