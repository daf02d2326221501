package uz.stario.rollback.audit;

import uz.stario.rollback.run.RunId;

/** What a look at the record of one run came to. */
public sealed interface Integrity {

  /** Every event is there, in its place and as it was written. */
  record Sound(Head head) implements Integrity {}

  /**
   * The first difference.
   *
   * @param seq the event it is about, from 1; 0 for the line in the list of runs
   * @param words a sentence that says what is wrong
   */
  record Broken(RunId run, long seq, Kind kind, String words) implements Integrity {}

  /** What was done to the record. */
  enum Kind {
    EDITED,
    REMOVED,
    REORDERED,
    /** The end is missing. */
    TRUNCATED,
    /** Something stands there that was not written by appending. */
    ADDED,
    /** It is no event. */
    UNREADABLE
  }
}
