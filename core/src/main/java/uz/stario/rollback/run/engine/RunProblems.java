package uz.stario.rollback.run.engine;

import org.jspecify.annotations.Nullable;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunId;

/** Why a process can't go on with a run. */
final class RunProblems {

  private RunProblems() {}

  static Problem broken(RunId id, RuntimeException e) {
    return new Problem(
        ErrorCode.INTERNAL,
        "Cannot go on with run " + id + ".",
        "An error inside this program: " + e + ".",
        "What was begun may go on in the cluster.",
        "Look at `stario show " + id + "`, and report this with the output of --debug.");
  }

  static Problem lockLost(RunId id, String why) {
    return new Problem(
        ErrorCode.TARGET_HELD,
        "Cannot go on with run " + id + ".",
        "The lock was lost before anything was done: " + why + ".",
        "This process changed nothing.",
        "Look at `stario show " + id + "`: somebody else may be at it. Then try again.");
  }

  /**
   * @param run null where it has not started
   * @param total how many events its journal has
   */
  static Problem conflict(RunId id, @Nullable Run run, long total) {
    if (run == null) {
      return Problem.unchanged(
          ErrorCode.JOURNAL_UNWRITABLE,
          "Cannot start run " + id + ".",
          "There is a run of that name (" + total + " events).",
          "Try again: it gets another name.");
    }
    return new Problem(
        ErrorCode.JOURNAL_UNWRITABLE,
        "Cannot go on with run " + id + ".",
        "Someone else wrote to its journal (" + total + " events).",
        "What this process began may go on in the cluster.",
        "Look at `stario show " + id + "`.");
  }
}
