package uz.stario.rollback.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.WorkloadPlan;

/**
 * The last words of a run.
 *
 * @param changed what is different in the world now, a line each
 * @param unchanged what was to be changed and was not, and why
 * @param verification what the checks that did not pass said
 * @param next the commands to type next, the likeliest first
 */
public record Report(
    List<String> changed, List<String> unchanged, List<String> verification, List<String> next) {
  public Report {
    changed = List.copyOf(changed);
    unchanged = List.copyOf(unchanged);
    verification = List.copyOf(verification);
    next = List.copyOf(next);
  }

  /** The report of a run that has ended. */
  public static Report of(Run run) {
    List<String> changed = new ArrayList<>();
    List<String> unchanged = new ArrayList<>();
    List<String> verification = new ArrayList<>();
    for (Step step : run.plan().steps()) {
      StepRun state = run.step(step.id());
      StepOutcome outcome = state.outcome().orElse(new StepOutcome.Unknown("it has not ended"));
      switch (step.action()) {
        case Action.RollBack rollBack -> rollBack(rollBack, outcome, changed, unchanged);
        case Action.StoreChange change ->
            told(change.target() + ": " + change.kind(), outcome, changed, unchanged);
        case Action.Restart restart ->
            told(restart.name() + ": restart", outcome, changed, unchanged);
        case Action.CheckPods _,
            Action.CheckHealth _,
            Action.RunCheck _,
            Action.RecordVerdicts _ -> {
          // What was left out because something before it failed says nothing new.
          if (!outcome.well() && !followsFailure(run, step, outcome)) {
            verification.add(step.id() + ": " + word(outcome) + ": " + outcome.detail());
            state.effect().map(EffectOutcome::seen).orElse(List.of()).stream()
                .map(seen -> "  " + seen)
                .forEach(verification::add);
          }
        }
      }
    }
    for (WorkloadPlan workload : run.plan().workloads()) {
      if (workload.alreadySo()) {
        unchanged.add(workload.workload() + ": already " + workload.toVersion());
      }
    }
    return new Report(changed, unchanged, verification, next(run));
  }

  private static boolean followsFailure(Run run, Step step, StepOutcome outcome) {
    return outcome instanceof StepOutcome.Skipped
        && step.needs().stream()
            .anyMatch(need -> run.step(need).outcome().filter(o -> !o.well()).isPresent());
  }

  private static void rollBack(
      Action.RollBack rollBack, StepOutcome outcome, List<String> changed, List<String> unchanged) {
    String way = rollBack.workload() + ": " + rollBack.fromVersion() + " → " + rollBack.toVersion();
    switch (outcome) {
      case StepOutcome.Succeeded _ -> changed.add(way);
      case StepOutcome.AlreadyDone _ ->
          unchanged.add(rollBack.workload() + ": already " + rollBack.toVersion());
      case StepOutcome.Failed(String detail, String whatChanged) ->
          failed(rollBack, detail, whatChanged, changed, unchanged);
      case StepOutcome.TimedOut(String detail, String whatChanged) ->
          failed(rollBack, detail, whatChanged, changed, unchanged);
      case StepOutcome.Unknown(String detail) ->
          changed.add(way + ": not known whether it is complete: " + detail);
      case StepOutcome.Skipped(String detail) -> unchanged.add(rollBack.workload() + ": " + detail);
    }
  }

  private static void told(
      String what, StepOutcome outcome, List<String> changed, List<String> unchanged) {
    switch (outcome) {
      case StepOutcome.Succeeded(String detail) -> changed.add(what + ": " + detail);
      case StepOutcome.AlreadyDone(String detail) ->
          unchanged.add(what + ": already done: " + detail);
      case StepOutcome.Failed(String detail, String whatChanged) ->
          (whatChanged.isEmpty() ? unchanged : changed)
              .add(whatChanged.isEmpty() ? what + ": " + detail : whatChanged + ": " + detail);
      case StepOutcome.TimedOut(String detail, String whatChanged) ->
          (whatChanged.isEmpty() ? unchanged : changed)
              .add(whatChanged.isEmpty() ? what + ": " + detail : whatChanged + ": " + detail);
      case StepOutcome.Unknown(String detail) ->
          changed.add(what + ": not known whether it is done: " + detail);
      case StepOutcome.Skipped(String detail) -> unchanged.add(what + ": " + detail);
    }
  }

  private static void failed(
      Action.RollBack rollBack,
      String detail,
      String whatChanged,
      List<String> changed,
      List<String> unchanged) {
    if (whatChanged.isEmpty()) {
      unchanged.add(rollBack.workload() + ": " + detail);
    } else {
      changed.add(whatChanged + ": " + detail);
    }
  }

  private static List<String> next(Run run) {
    if (run.asks()) {
      return questions(run);
    }
    RunResult result = run.result().orElse(RunResult.PARTWAY);
    Plan plan = run.plan();
    String services =
        plan.workloads().stream()
            .map(w -> w.workload().toString())
            .distinct()
            .limit(3)
            .collect(Collectors.joining(" "));
    // Without it the command would look where kubectl looks by default.
    services += " -n " + plan.target().substring(plan.target().lastIndexOf('/') + 1);
    return switch (result) {
      case COMPLETE, ALREADY_SO -> List.of("stario show " + run.id());
      case UNVERIFIED -> {
        List<String> tries = new ArrayList<>(Tries.of(run, services));
        tries.add("stario show " + run.id());
        yield tries;
      }
      case PARTWAY -> List.of("stario show " + run.id(), "stario history " + services);
      case FAILED, STOPPED, NOT_APPROVED ->
          List.of("stario plan " + services, "stario show " + run.id());
    };
  }

  /** Both answers a person can give, for each step that nobody can tell about. */
  private static List<String> questions(Run run) {
    List<String> lines = new ArrayList<>();
    run.steps()
        .forEach((step, state) -> {
          if (state.state() == StepState.ASKING) {
            for (String answer : List.of("done", "not-done")) {
              lines.add(
                  "stario resume " + run.id() + " --treat " + step + "=" + answer + " --reason …");
            }
          }
        });
    return lines;
  }

  /** One word for an outcome. */
  public static String word(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Succeeded _ -> "done";
      case StepOutcome.AlreadyDone _ -> "already so";
      case StepOutcome.Failed _ -> "failed";
      case StepOutcome.TimedOut _ -> "timed out";
      case StepOutcome.Unknown _ -> "unknown";
      case StepOutcome.Skipped _ -> "skipped";
    };
  }
}
