package uz.stario.rollback.testkit;

/** How an HTTP endpoint of a test behaves. */
public sealed interface Endpoint {

  record Answers(int status, String body) implements Endpoint {}

  /** Answers 302. */
  record RedirectsTo(String address) implements Endpoint {}

  /** Nobody listens. */
  record RefusesConnections() implements Endpoint {}

  /** Takes the connection and says nothing. */
  record StaysSilent() implements Endpoint {}

  /** Takes the connection and ends it. */
  record HangsUp() implements Endpoint {}
}
