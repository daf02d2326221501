package uz.stario.rollback.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Processes;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Targets.Acquiring;
import uz.stario.rollback.port.Targets.Lease;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;
import uz.stario.rollback.run.engine.Ending;
import uz.stario.rollback.run.engine.Engine;
import uz.stario.rollback.run.engine.Guard;
import uz.stario.rollback.run.engine.KnownRuns;
import uz.stario.rollback.run.engine.LeaseKeeper;
import uz.stario.rollback.run.engine.Locking;
import uz.stario.rollback.run.engine.RegistryTargets;
import uz.stario.rollback.run.engine.RunListener;
import uz.stario.rollback.run.engine.RunningRun;

/**
 * What the program does with one run in one process, put together as the program does it: takes the
 * lock, lets the engine carry the run out, lets go.
 */
final class SimulatedRun {

  private final SimulatedWorld world;
  private final SimulatedProcess process;
  private final Processes processes;
  private final Sabotage sabotage;
  private final RunId id;
  private final NavigableSet<TargetKey> targets;
  private final BiConsumer<SimulatedProcess, String> ended;
  private Optional<Run> told = Optional.empty();
  private int known;

  /**
   * @param ended told how it ended, in one word
   */
  SimulatedRun(
      SimulatedWorld world,
      SimulatedProcess process,
      Processes processes,
      Sabotage sabotage,
      RunId id,
      Plan plan,
      BiConsumer<SimulatedProcess, String> ended) {
    this.world = world;
    this.process = process;
    this.processes = processes;
    this.sabotage = sabotage;
    this.id = id;
    this.targets = TargetKey.of(plan);
    this.ended = ended;
  }

  /**
   * How the engine sets the run going; what another process has left of it is empty for a new one.
   */
  interface Beginning {
    RunningRun in(Engine engine, List<RunEvent> left, Guard guard, RunListener listener);
  }

  void carryOut(boolean takeOver, Duration patience, Beginning beginning) {
    var lock =
        new RegistryTargets(process.registries(world.registries()), process.clock(), processes);
    var request = new Locking.Request(targets, id, process.owner(), takeOver, patience);
    var _ =
        Locking.begin(
                lock,
                process.timers(),
                process.executor(),
                process.clock(),
                request,
                new KnownRuns(world.journal(), id),
                _ -> {})
            .whenComplete((acquiring, thrown) -> locked(acquiring, thrown, beginning));
  }

  private void locked(
      @Nullable Acquiring acquiring, @Nullable Throwable thrown, Beginning beginning) {
    if (!process.isAlive()) {
      return;
    }
    if (acquiring == null) {
      world.invariants().violated("a bug in the locking: " + thrown);
      return;
    }
    switch (acquiring) {
      case Acquiring.Held(Lease lease, List<Holding> takenOver) -> {
        if (!takenOver.isEmpty()) {
          world.saw("TakenOver");
        }
        held(lease, takenOver, beginning);
      }
      case Acquiring.HeldBy _ when sabotage == Sabotage.IGNORES_LOCKS ->
          begin(Guard.NONE, beginning, () -> {});
      case Acquiring.HeldBy _ -> ended.accept(process, "HeldBy");
      case Acquiring.Refused _ -> ended.accept(process, "NoLock");
    }
  }

  private void held(Lease lease, List<Holding> takenOver, Beginning beginning) {
    LeaseKeeper keeper =
        LeaseKeeper.keep(
            lease,
            process.timers(),
            process.clock(),
            () -> world.head(id),
            _ -> world.saw("LockLost"));
    Runnable release =
        () -> {
          keeper.close();
          var _ = lease.release();
        };
    if (process.reach(() -> world.journal().verify(id, known(takenOver)))
        instanceof Answer.Given<Integrity>(Integrity.Broken broken)) {
      world.invariants().violated("journal_replays_to_the_same_state: " + broken.words());
    }
    begin(Broken.guard(sabotage, keeper), beginning, release);
  }

  /** Where the journal ended when the process that held the lock before last said so. */
  private List<Head> known(List<Holding> takenOver) {
    return takenOver.stream()
        .filter(holding -> holding.run().equals(id))
        .flatMap(holding -> Head.parse(holding.note()).stream())
        .toList();
  }

  private void begin(Guard guard, Beginning beginning, Runnable release) {
    // Once it is locked nobody else goes on with it.
    List<RunEvent> left = process.reach(() -> world.events(id));
    told = Run.replay(id, left);
    known = left.size();
    if (told.filter(Run::ended).isPresent()) {
      release.run();
      ended.accept(process, "Over");
      return;
    }
    Engine engine =
        new Engine(
            journal(),
            looked(
                process.effects(
                    Broken.effects(sabotage, world.platform().effects(process.clock())))),
            Approvals.NONE,
            Broken.timers(sabotage, process.timers()),
            process.executor(),
            process.clock(),
            Broken.decider(sabotage));
    RunningRun running = beginning.in(engine, left, looked(guard), this::happened);
    world.saw(running);
    var _ =
        running
            .ending()
            .whenComplete((ending, thrown) -> {
              if (process.isAlive() && ending != null) {
                // As the program does: after the engine's last words, in a turn of its own.
                process.executor().execute(() -> over(ending, release));
              } else if (process.isAlive()) {
                world.invariants().violated("a bug in the engine: " + thrown);
              }
            });
  }

  private void happened(Run run, RunEvent event) {
    world.invariants().told(told, run, event);
    told = Optional.of(run);
    known++;
  }

  private void over(Ending ending, Runnable release) {
    String word =
        switch (ending) {
          case Ending.Ended(Run run) -> {
            world.invariants().rested(run, known);
            yield run.result().orElseThrow().name();
          }
          case Ending.Asks(Run run) -> {
            world.invariants().rested(run, known);
            yield "Asks";
          }
          case Ending.JournalLost(Run run, var problem) -> {
            if (problem.code() != ErrorCode.JOURNAL_UNWRITABLE) {
              world.invariants().violated("the engine caught a bug: " + problem.sentence());
            }
            if (run.ended()) {
              world.invariants().violated("an ended run lost its journal");
            }
            world.mendJournal();
            yield "JournalLost";
          }
          case Ending.NotStarted(var problem) when problem.code() == ErrorCode.TARGET_HELD ->
              "NoLock";
          case Ending.NotStarted _ -> {
            List<String> changes = world.platform().changes(id);
            if (!changes.isEmpty()) {
              world.invariants().violated("not started, but " + changes);
            }
            world.mendJournal();
            yield "NotStarted";
          }
        };
    release.run();
    ended.accept(process, word);
  }

  private Journal journal() {
    return new PassingJournal(world.journal(sabotage)) {
      @Override
      public Appending append(RunId run, long expected, List<RunEvent> events) {
        return process.reach(() -> super.append(run, expected, events));
      }

      @Override
      public Answer<List<RunEvent>> since(RunId run, long events) {
        process.live();
        return super.since(run, events);
      }
    };
  }

  private Guard looked(Guard guard) {
    return new Guard() {
      @Override
      public boolean mayAct() {
        boolean may = guard.mayAct();
        if (may && process.isAlive()) {
          world.invariants().mayAct(process.owner(), id, targets);
        }
        return may;
      }

      @Override
      public String why() {
        return guard.why();
      }
    };
  }

  private Effects looked(Effects effects) {
    return new Effects() {
      @Override
      public EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun) {
        world.invariants().performing(run, step, attempt);
        return effects.perform(run, step, attempt, mayHaveRun);
      }

      @Override
      public Sight look(RunId run, Step step) {
        return effects.look(run, step);
      }

      @Override
      public Subscription watch(RunId run, Step step, String mark, Consumer<Observation> seen) {
        return effects.watch(run, step, mark, seen);
      }
    };
  }
}
