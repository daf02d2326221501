package uz.stario.rollback.run.engine;

import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.Run;

/** How the engine let go of a run. */
public sealed interface Ending {

  /** The run has come to its end. */
  record Ended(Run run) implements Ending {}

  /** A person has to say what came of a step; the run waits in its journal. */
  record Asks(Run run) implements Ending {}

  /**
   * The journal did not take the run's first event, or the lock was lost before this process wrote
   * any: nothing was done by it.
   */
  record NotStarted(Problem problem) implements Ending {}

  /**
   * The journal took no more events, so that nothing more was done.
   *
   * @param run the state that the journal holds
   */
  record JournalLost(Run run, Problem problem) implements Ending {}
}
