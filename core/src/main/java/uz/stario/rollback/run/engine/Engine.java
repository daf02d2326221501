package uz.stario.rollback.run.engine;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * Carries out plans: takes a command, journals it, calls the port, journals, feeds the event back.
 *
 * <p>Thread-safe. It owns no threads: everything happens on the executor, which in the program
 * starts virtual threads and in tests is one seeded queue.
 */
public final class Engine {

  private final Journal journal;
  private final Effects effects;
  private final Timers timers;
  private final Executor executor;
  private final InstantSource clock;

  public Engine(
      Journal journal, Effects effects, Timers timers, Executor executor, InstantSource clock) {
    this.journal = journal;
    this.effects = effects;
    this.timers = timers;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * Starts a run.
   *
   * @param requester who asked, {@code user@host}
   */
  public RunningRun start(RunId id, Plan plan, String requester, RunListener listener) {
    var started = new RunEvent.Started(clock.instant(), plan, requester);
    var run = new RunningRun(id, journal, effects, timers, executor, clock, listener);
    run.begin(started);
    return run;
  }
}
