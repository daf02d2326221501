package uz.stario.rollback.testkit.simulation;

/**
 * Bugs that the simulator makes on purpose, one or more for each invariant, to show that it would
 * see them. Each breaks a part of the program or of its target; the invariants learn of it only by
 * what comes of it.
 */
public enum Sabotage {
  NONE(""),
  /** Runs act on what others hold. */
  IGNORES_LOCKS("one_run_per_target"),
  /** A process goes on that was asleep for so long that another has taken its targets over. */
  IGNORES_LOST_LEASE("one_run_per_target"),
  /** The journal says that intents are written before they are. */
  ACTS_WITHOUT_INTENT("no_effect_without_intent"),
  /** An adapter repeats what must not be done twice, on a target that enforces nothing. */
  REPEATS_BLINDLY("no_destructive_effect_twice"),
  /** What may have been done and can't be seen is called not begun. */
  LEAVES_INTENTS_OPEN("every_intent_gets_an_outcome_or_a_question"),
  /** What is waited for is never told, and no time is ever up. */
  NEVER_WAKES("every_run_ends_or_asks"),
  /** An event reaches the state but not the journal. */
  LOSES_EVENTS("journal_replays_to_the_same_state"),
  /** The planner does not see which versions are recorded bad. */
  GOES_BACK_TO_BAD("never_back_to_bad"),
  /** A workload does not note by whom it was restarted. */
  FORGETS_RESTARTS("nothing_done_twice"),
  /** A queue that is put aside again takes the place of the jobs that were kept. */
  RENAMES_OVER("nothing_lost"),
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
