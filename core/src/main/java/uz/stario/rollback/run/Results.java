package uz.stario.rollback.run;

import java.util.ArrayList;
import java.util.List;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Step;

/** What a run came to, from what its steps came to. */
final class Results {

  private Results() {}

  static RunResult of(Run run) {
    List<StepOutcome> changes = new ArrayList<>();
    List<StepOutcome> checks = new ArrayList<>();
    boolean changed = false;
    for (Step step : run.plan().steps()) {
      StepRun state = run.step(step.id());
      StepOutcome outcome = state.outcome().orElseThrow();
      switch (step.action()) {
        case Action.RollBack _ -> {
          changes.add(outcome);
          changed |= state.mayHaveChanged() || outcome instanceof StepOutcome.Unknown;
        }
        case Action.CheckPods _, Action.CheckHealth _, Action.RunCheck _ -> checks.add(outcome);
        case Action.Restart _, Action.StoreChange _ -> {
          changes.add(outcome);
          changed |= state.mayHaveChanged() || outcome instanceof StepOutcome.Unknown;
        }
        // A verdict that can't be written is told; it does not make a rollback a failure.
        case Action.RecordVerdicts _ -> {}
      }
    }
    if (!changes.stream().allMatch(StepOutcome::well)) {
      if (changed || changes.stream().anyMatch(StepOutcome::well)) {
        return RunResult.PARTWAY;
      }
      if (run.stop().filter(why -> why.cause() == Stopping.Cause.NOT_APPROVED).isPresent()) {
        return RunResult.NOT_APPROVED;
      }
      boolean halted = run.stop().filter(why -> why.cause() == Stopping.Cause.FAILED).isPresent();
      return run.stopping() && !halted ? RunResult.STOPPED : RunResult.FAILED;
    }
    if (!checks.stream().allMatch(StepOutcome::well)) {
      return run.stopping() ? RunResult.PARTWAY : RunResult.UNVERIFIED;
    }
    boolean already = changes.stream().allMatch(o -> o instanceof StepOutcome.AlreadyDone);
    return already ? RunResult.ALREADY_SO : RunResult.COMPLETE;
  }
}
