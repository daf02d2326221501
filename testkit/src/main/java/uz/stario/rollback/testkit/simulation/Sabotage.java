package uz.stario.rollback.testkit.simulation;

/**
 * Bugs that the simulator makes on purpose, one for each invariant, to show that it would see them.
 */
public enum Sabotage {
  NONE(""),
  /** An effect is tried before its intent is written. */
  ACTS_WITHOUT_INTENT("no_effect_without_intent"),
  /** What must not be done twice is simply repeated when its answer is lost. */
  REPEATS_BLINDLY("no_destructive_effect_twice"),
  /** What is waited for is never told, and no time is ever up. */
  NEVER_WAKES("every_run_ends_or_asks"),
  /** An event reaches the state but not the journal. */
  LOSES_EVENTS("journal_replays_to_the_same_state"),
  /** The plan goes to a version recorded bad. */
  GOES_BACK_TO_BAD("never_back_to_bad"),
  /** The target throws away what it removes. */
  THROWS_AWAY("nothing_lost");

  private final String caughtBy;

  Sabotage(String caughtBy) {
    this.caughtBy = caughtBy;
  }

  /** The invariant that sees it. */
  public String caughtBy() {
    return caughtBy;
  }
}
