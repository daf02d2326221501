package uz.stario.platform.traffic;

/** How a journey ended. */
public sealed interface Outcome {

  /** Each answer was what a user hopes for. */
  record Succeeded() implements Outcome {}

  /**
   * The platform failed its user: an answer of 500 or more, a wrong one, or none.
   *
   * @param reason the same for the same kind of failure, so that it can be counted
   */
  record Failed(String reason) implements Outcome {}

  /**
   * The platform said no: an answer from 400 to 499.
   *
   * @param reason the same for the same kind
   */
  record Refused(String reason) implements Outcome {}
}
