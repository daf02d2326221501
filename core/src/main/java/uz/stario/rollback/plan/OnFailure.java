package uz.stario.rollback.plan;

/** What the failure of a step does to the rest of its run. */
public enum OnFailure {
  /** Nothing new begins. */
  STOP,
  /** Only what needs it is left out. */
  GO_ON,
  /** Nothing new begins, and the run's report offers the way back first. */
  COMPENSATE
}
