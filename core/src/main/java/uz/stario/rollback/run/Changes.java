package uz.stario.rollback.run;

import java.util.LinkedHashSet;
import java.util.Set;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;

/** Which steps of a run have changed something, or may have. */
public final class Changes {

  private Changes() {}

  /** In the order of the plan; what was already so before the run is not among them. */
  public static Set<StepId> of(Run run) {
    Set<StepId> changed = new LinkedHashSet<>();
    for (Step step : run.plan().steps()) {
      boolean changes =
          switch (step.action()) {
            case Action.RollBack _, Action.StoreChange _ -> true;
            case Action.CheckPods _,
                Action.CheckHealth _,
                Action.RunCheck _,
                Action.Restart _, // leaves nothing that could be taken back
                Action.RecordVerdicts _ ->
                false;
          };
      if (changes && changed(run.step(step.id()))) {
        changed.add(step.id());
      }
    }
    return changed;
  }

  private static boolean changed(StepRun step) {
    return step.outcome().isEmpty()
        ? step.mayHaveChanged()
        : switch (step.outcome().get()) {
          case StepOutcome.Succeeded _, StepOutcome.Unknown _ -> true;
          case StepOutcome.AlreadyDone _, StepOutcome.Skipped _ -> false;
          // A rollout that did not come to its end has begun all the same.
          case StepOutcome.Failed _, StepOutcome.TimedOut _ -> step.mayHaveChanged();
        };
  }
}
