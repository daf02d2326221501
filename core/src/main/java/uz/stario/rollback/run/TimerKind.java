package uz.stario.rollback.run;

/** Why a step set a timer. */
public enum TimerKind {
  /** The step's time is up. */
  DEADLINE,
  /** Try the effect again. */
  RETRY,
  /** Trouble has been seen for so long that waiting on makes no sense. */
  PATIENCE
}
