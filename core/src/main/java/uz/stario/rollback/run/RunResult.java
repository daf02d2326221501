package uz.stario.rollback.run;

import uz.stario.rollback.problem.ExitCode;

/** How a run ended. */
public enum RunResult {
  /** Everything was done and verified. */
  COMPLETE(ExitCode.DONE),
  /** Nothing had to be done. */
  ALREADY_SO(ExitCode.DONE),
  /** Rolled back, but a check failed or could not tell. */
  UNVERIFIED(ExitCode.UNVERIFIED),
  /** Some of it was done; a person has to decide. */
  PARTWAY(ExitCode.PARTWAY),
  /** Nothing was changed. */
  FAILED(ExitCode.FAILED),
  /** Stopped because someone asked. */
  STOPPED(ExitCode.INTERRUPTED),
  /** Nobody approved the plan in time; nothing was changed. */
  NOT_APPROVED(ExitCode.REFUSED);

  private final ExitCode exit;

  RunResult(ExitCode exit) {
    this.exit = exit;
  }

  public ExitCode exit() {
    return exit;
  }
}
