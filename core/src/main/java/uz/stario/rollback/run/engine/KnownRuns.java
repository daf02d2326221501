package uz.stario.rollback.run.engine;

import java.util.List;
import java.util.Optional;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * What the journal of this machine, or the one it shares, tells of the runs that hold something.
 * Thread-safe.
 */
public final class KnownRuns implements Holders {

  private final Journal journal;
  private final RunId mine;

  /**
   * @param mine the run that wants to lock
   */
  public KnownRuns(Journal journal, RunId mine) {
    this.journal = journal;
    this.mine = mine;
  }

  @Override
  public Known of(Holding holding) {
    if (!(journal.read(holding.run())
        instanceof Answer.Given<List<RunEvent>>(List<RunEvent> events))) {
      return Known.NOTHING;
    }
    if (events.isEmpty()) {
      // A run that has gone on for a heartbeat in another journal has left the end of that there.
      return holding.note().isEmpty() ? Known.UNBEGUN : Known.NOTHING;
    }
    Optional<Run> run = Run.replayIfSound(holding.run(), events);
    if (run.isEmpty()) {
      return Known.NOTHING;
    }
    if (run.get().ended()) {
      return Known.ENDED;
    }
    // Whoever wants to take up what is stopping elsewhere had better watch it end there.
    boolean stopsElsewhere = run.get().stopping() && !holding.run().equals(mine);
    return run.get().asks() || stopsElsewhere ? Known.LEAVING : Known.NOTHING;
  }

  /** Whether the journal has it. */
  public boolean has(RunId run) {
    return journal.read(run) instanceof Answer.Given<List<RunEvent>>(List<RunEvent> events)
        && !events.isEmpty();
  }
}
