package uz.stario.rollback.problem;

/** The exit codes of the program, a contract with scripts and pipelines. */
public enum ExitCode {
  /** Done, or already so. */
  DONE(0),
  FAILED(1),
  USAGE(2),
  /** Refused by a safety rule. */
  REFUSED(3),
  NOT_AUTHORISED(4),
  /** Stopped partway; needs a person. */
  PARTWAY(5),
  INSUFFICIENT_EVIDENCE(6),
  /** Rolled back, verification failed or unknown. */
  UNVERIFIED(7),
  STILL_RUNNING(8),
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
