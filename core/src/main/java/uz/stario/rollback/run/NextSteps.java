package uz.stario.rollback.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;

/** Which steps of a run are next, and when there are none left. Pure. */
final class NextSteps {

  private NextSteps() {}

  /** What is to be begun, wherever in the plan it is; or that the run is over. */
  static List<Command> of(Run run, Instant at) {
    return of(run, run.plan().steps(), at);
  }

  /** What is to be begun once a step has ended; or that the run is over. */
  static List<Command> after(Run run, StepId ended, Instant at) {
    List<Step> followers =
        run.plan().steps().stream()
            .filter(step -> step.after().contains(ended) || step.needs().contains(ended))
            .toList();
    return of(run, followers, at);
  }

  private static List<Command> of(Run run, Collection<Step> candidates, Instant at) {
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
      return StepCommands.end(step, Endings.stopped(run.step(step.id())), at);
    }
    Optional<StepId> missing =
        step.needs().stream()
            .filter(need -> !run.step(need).outcome().map(StepOutcome::well).orElse(false))
            .findFirst();
    if (missing.isPresent()) {
      String why = missing.get() + " did not succeed";
      return StepCommands.end(step, new StepOutcome.Skipped(why), at);
    }
    return List.of(new Command.Perform(step.id(), 1), StepCommands.deadline(step, at));
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
}
