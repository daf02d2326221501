package uz.stario.rollback.assess;

/**
 * One row of the matrix, held against the evidence.
 *
 * @param kind which of the rows
 * @param row as the matrix words it: {@code 5xx errors > 10 %}
 * @param state whether the evidence shows it
 * @param decision what the matrix says to do where it is there
 * @param evidence the values, and of how many requests or pods, for people
 */
public record Symptom(
    Kind kind, String row, State state, Assessment.Decision decision, String evidence) {

  /** What is looked at. */
  public enum Kind {
    ERRORS,
    LATENCY,
    READINESS
  }

  /** No data is {@link #UNKNOWN}, never absent. */
  public enum State {
    THERE,
    ABSENT,
    UNKNOWN
  }
}
