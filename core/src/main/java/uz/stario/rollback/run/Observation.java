package uz.stario.rollback.run;

/** What was seen of a rollout while waiting for it. {@code detail} is one line for people. */
public sealed interface Observation {

  String detail();

  /** It moves, or at least nothing says that it can't. */
  record Progress(String detail) implements Observation {}

  /**
   * Something is in its way that seldom goes away by itself: an image that can't be pulled, a crash
   * loop, a pod that fits no node, a quota.
   */
  record Trouble(String detail) implements Observation {}

  record Complete(String detail) implements Observation {}

  /** It will not complete: deleted, changed by someone else, deadline exceeded. */
  record Lost(String detail) implements Observation {}
}
