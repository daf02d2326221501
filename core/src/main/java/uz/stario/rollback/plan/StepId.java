package uz.stario.rollback.plan;

/**
 * Names a step within its plan; short and readable, for it is typed: {@code roll-back/video-gen}.
 */
public record StepId(String value) implements Comparable<StepId> {

  @Override
  public int compareTo(StepId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
