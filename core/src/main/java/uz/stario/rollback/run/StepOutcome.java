package uz.stario.rollback.run;

/** How a step ended. {@code detail} is one line for people. */
public sealed interface StepOutcome {

  String detail();

  record Succeeded(String detail) implements StepOutcome {}

  /** The world was as the step wants it before the step did anything. */
  record AlreadyDone(String detail) implements StepOutcome {}

  /**
   * @param whatChanged what the step has changed all the same; empty when nothing
   */
  record Failed(String detail, String whatChanged) implements StepOutcome {}

  record TimedOut(String detail, String whatChanged) implements StepOutcome {}

  /** What the step did, or whether it did, is not known. */
  record Unknown(String detail) implements StepOutcome {}

  record Skipped(String detail) implements StepOutcome {}

  default boolean well() {
    return switch (this) {
      case Succeeded _, AlreadyDone _ -> true;
      case Failed _, TimedOut _, Unknown _, Skipped _ -> false;
    };
  }
}
