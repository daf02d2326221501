package uz.stario.rollback.announce;

import java.util.ArrayList;
import java.util.List;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.StepOutcome;
import uz.stario.rollback.verify.CheckResult;

/**
 * What the checks of a run came to. One that was left out, or that nobody can tell about, has not
 * passed.
 */
record Checks(List<Found> found) {
  Checks {
    found = List.copyOf(found);
  }

  /** One check by the name of its step. */
  record Found(String name, CheckResult result) {}

  static Checks of(Run run) {
    List<Found> found = new ArrayList<>();
    for (Step step : run.plan().steps()) {
      boolean checks =
          switch (step.action()) {
            case Action.CheckPods _, Action.CheckHealth _, Action.RunCheck _ -> true;
            case Action.RollBack _,
                Action.Restart _,
                Action.RecordVerdicts _,
                Action.StoreChange _ ->
                false;
          };
      if (checks) {
        StepOutcome outcome =
            run.step(step.id()).outcome().orElse(new StepOutcome.Unknown("it has not ended"));
        found.add(new Found(step.id().toString(), result(outcome)));
      }
    }
    return new Checks(found);
  }

  private static CheckResult result(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Succeeded(String detail) -> new CheckResult.Passed(detail);
      case StepOutcome.AlreadyDone(String detail) -> new CheckResult.Passed(detail);
      case StepOutcome.Failed(String detail, String _) -> new CheckResult.Failed(detail);
      case StepOutcome.TimedOut(String detail, String _) -> new CheckResult.Failed(detail);
      case StepOutcome.Unknown(String detail) -> new CheckResult.Unknown(detail);
      case StepOutcome.Skipped(String detail) -> new CheckResult.Unknown(detail);
    };
  }

  boolean allPassed() {
    return !found.isEmpty() && passed() == found.size();
  }

  private long passed() {
    return found.stream().filter(f -> f.result() instanceof CheckResult.Passed).count();
  }

  /** How many, and what those said that did not pass. */
  String summary() {
    StringBuilder words = new StringBuilder(passed() + " of " + found.size() + " passed");
    String before = ": ";
    for (Found check : found) {
      if (!(check.result() instanceof CheckResult.Passed)) {
        words.append(before).append(line(check));
        before = "; ";
      }
    }
    return words.toString();
  }

  List<String> lines() {
    return found.stream().map(Checks::line).toList();
  }

  private static String line(Found check) {
    String word =
        switch (check.result()) {
          case CheckResult.Passed _ -> "passed";
          case CheckResult.Failed _ -> "failed";
          case CheckResult.Unknown _ -> "unknown";
        };
    return check.name() + " " + word + ": " + check.result().detail();
  }
}
