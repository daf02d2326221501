package uz.stario.rollback.app.cli.resume;

import java.util.List;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Nearest;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.Report;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.StepState;

/** What people answer to a run that asks. */
final class Answers {

  private Answers() {}

  /** Reads {@code STEP=done} or {@code STEP=not-done}. */
  static RunEvent.Treated read(String text, String reason, Run run, Invocation invocation)
      throws Refusal {
    int equals = text.lastIndexOf('=');
    String word = text.substring(equals + 1);
    if (equals < 1 || !(word.equals("done") || word.equals("not-done"))) {
      throw usage("--treat takes STEP=done or STEP=not-done, not " + text + ".", "");
    }
    if (reason.isBlank()) {
      throw usage(
          "--treat needs --reason.", "Whoever reads the journal wants to know how you knew.");
    }
    StepId step = new StepId(text.substring(0, equals));
    if (run.plan().step(step).isEmpty()) {
      List<String> steps = run.steps().keySet().stream().map(StepId::value).toList();
      throw usage(
          "Run " + run.id() + " has no step " + step + ".",
          Nearest.nearest(step.value(), steps)
              .map(name -> "Did you mean " + name + "?")
              .orElse(""));
    }
    if (run.step(step).state() != StepState.ASKING) {
      throw usage("Step " + step + " asks nothing.", "Only what asks can be answered.");
    }
    return new RunEvent.Treated(
        invocation.clock().instant(),
        step,
        word.equals("done"),
        invocation.wiring().requester(),
        reason.strip());
  }

  static Problem missing(Run run) {
    List<String> questions =
        run.steps().entrySet().stream()
            .filter(entry -> entry.getValue().state() == StepState.ASKING)
            .map(entry -> entry.getKey() + ": " + entry.getValue().question().orElse(""))
            .toList();
    return Problem.unchanged(
        ErrorCode.RUN_ASKS,
        "Run " + run.id() + " needs your answer first.",
        "Nobody can tell whether it was done: " + String.join("; ", questions) + ".",
        "Look yourself, then say one of\n  " + String.join("\n  ", Report.of(run).next()));
  }

  private static Refusal usage(String what, String why) {
    return new Refusal(
        Problem.unchanged(ErrorCode.USAGE, what, why, "`stario resume --help` shows how."));
  }
}
