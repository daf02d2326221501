package uz.stario.rollback.run.engine;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.run.ApprovalNeed;
import uz.stario.rollback.run.Decider;
import uz.stario.rollback.run.Decision;
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
  private final Approvals approvals;
  private final Timers timers;
  private final Executor executor;
  private final InstantSource clock;
  private final List<RunEvent.TakenOver> takenOver;
  private final Decider decider;

  public Engine(
      Journal journal, Effects effects, Timers timers, Executor executor, InstantSource clock) {
    this(journal, effects, Approvals.NONE, timers, executor, clock);
  }

  /**
   * @param approvals where runs that need an approval look for it
   */
  public Engine(
      Journal journal,
      Effects effects,
      Approvals approvals,
      Timers timers,
      Executor executor,
      InstantSource clock) {
    this(journal, effects, approvals, timers, executor, clock, Decision::decide);
  }

  /**
   * @param decider what is asked after every event; {@link Decision#decide} but in the simulator
   */
  public Engine(
      Journal journal,
      Effects effects,
      Approvals approvals,
      Timers timers,
      Executor executor,
      InstantSource clock,
      Decider decider) {
    this(journal, effects, approvals, timers, executor, clock, decider, List.of());
  }

  private Engine(
      Journal journal,
      Effects effects,
      Approvals approvals,
      Timers timers,
      Executor executor,
      InstantSource clock,
      Decider decider,
      List<RunEvent.TakenOver> takenOver) {
    this.takenOver = List.copyOf(takenOver);
    this.approvals = approvals;
    this.journal = journal;
    this.effects = effects;
    this.timers = timers;
    this.executor = executor;
    this.clock = clock;
    this.decider = decider;
  }

  /** The same, for a run whose targets were taken over: it is in its record before any effect. */
  public Engine having(List<RunEvent.TakenOver> over) {
    return new Engine(journal, effects, approvals, timers, executor, clock, decider, over);
  }

  /**
   * Starts a run.
   *
   * @param requester who asked, {@code user@host}
   * @param guard asked before each effect
   */
  public RunningRun start(
      RunId id, Plan plan, String requester, Guard guard, RunListener listener) {
    return start(id, plan, requester, Optional.empty(), Optional.empty(), guard, listener);
  }

  /**
   * Starts a run that may have to wait for an approval.
   *
   * @param requester who asked, {@code user@host}
   * @param approval what has to come before anything begins
   * @param glass why the requester goes on without, where that is allowed
   * @param guard asked before each effect
   */
  public RunningRun start(
      RunId id,
      Plan plan,
      String requester,
      Optional<ApprovalNeed> approval,
      Optional<String> glass,
      Guard guard,
      RunListener listener) {
    RunningRun run = running(id, guard, listener);
    List<RunEvent> first = new ArrayList<>();
    first.add(new RunEvent.Started(clock.instant(), plan, requester, approval));
    first.addAll(takenOver);
    glass.ifPresent(
        reason -> first.add(new RunEvent.GlassBroken(clock.instant(), requester, reason)));
    run.begin(first);
    return run;
  }

  /**
   * Goes on with a run that its process has left: looks first, repeats what may be repeated, asks
   * about the rest.
   *
   * @param events its journal so far, from {@link RunEvent.Started} on, without an end
   * @param by who asked, {@code user@host}
   * @param answers to the questions it had
   */
  public RunningRun resume(
      RunId id,
      List<RunEvent> events,
      String by,
      List<RunEvent.Treated> answers,
      Guard guard,
      RunListener listener) {
    List<RunEvent> first = new ArrayList<>();
    first.addAll(takenOver);
    first.add(new RunEvent.Resumed(clock.instant(), by, false));
    first.addAll(answers);
    return takeUp(id, events, first, guard, listener);
  }

  /**
   * Ends a run that its process has left, where it stands: finds out what came of effects that can
   * only be looked at, and begins nothing new.
   *
   * @param events its journal so far, from {@link RunEvent.Started} on, without an end
   * @param by who asked, {@code user@host}
   */
  public RunningRun abort(
      RunId id, List<RunEvent> events, String by, Guard guard, RunListener listener) {
    List<RunEvent> first = new ArrayList<>(takenOver);
    first.add(new RunEvent.Resumed(clock.instant(), by, true));
    return takeUp(id, events, first, guard, listener);
  }

  private RunningRun takeUp(
      RunId id, List<RunEvent> events, List<RunEvent> first, Guard guard, RunListener listener) {
    RunningRun run = running(id, guard, listener);
    run.takeUp(events, first);
    return run;
  }

  private RunningRun running(RunId id, Guard guard, RunListener listener) {
    return new RunningRun(
        id, journal, effects, approvals, timers, executor, clock, decider, guard, listener);
  }
}
