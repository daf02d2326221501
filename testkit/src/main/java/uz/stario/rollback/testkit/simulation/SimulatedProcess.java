package uz.stario.rollback.testkit.simulation;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;

/**
 * One process on one machine: what it reaches the world through, until it dies.
 *
 * <p>From then on nothing it does has any effect, whatever it was in the middle of: a dead process
 * can't be told from one that stands still for ever. It dies where the world says so: before or
 * after an append to the journal, before or after an effect.
 */
final class SimulatedProcess {

  /** What the engine sees of its own death; nobody outside of the process does. */
  private static final class Dead extends RuntimeException {
    Dead() {
      super("the process is dead", null, false, false);
    }
  }

  private final Supplier<Boolean> dies;
  private boolean alive = true;

  /**
   * @param dies asked at each point at which it may die
   */
  SimulatedProcess(Supplier<Boolean> dies) {
    this.dies = dies;
  }

  boolean isAlive() {
    return alive;
  }

  void kill() {
    alive = false;
  }

  private void mayDie() {
    if (alive && dies.get()) {
      alive = false;
    }
    live();
  }

  private void live() {
    if (!alive) {
      throw new Dead();
    }
  }

  Executor executor(Executor world) {
    return task ->
        world.execute(() -> {
          if (alive) {
            task.run();
          }
        });
  }

  Timers timers(Timers world) {
    return (Instant instant, Runnable action) ->
        world.at(
            instant,
            () -> {
              if (alive) {
                action.run();
              }
            });
  }

  Journal journal(Journal world) {
    return new Journal() {
      @Override
      public Appending append(RunId run, long expected, List<RunEvent> events) {
        mayDie();
        Appending appended = world.append(run, expected, events);
        mayDie();
        return appended;
      }

      @Override
      public Answer<List<RunEvent>> since(RunId run, long events) {
        live();
        return world.since(run, events);
      }

      @Override
      public Answer<List<Summary>> runs(int limit) {
        return world.runs(limit);
      }

      @Override
      public Answer<List<RunId>> named(String prefix) {
        return world.named(prefix);
      }

      @Override
      public Answer<List<RunId>> all() {
        return world.all();
      }

      @Override
      public Answer<List<Entry>> entries(RunId run) {
        return world.entries(run);
      }

      @Override
      public Answer<Integrity> verify(RunId run, List<Head> known) {
        return world.verify(run, known);
      }

      @Override
      public void close() {}
    };
  }

  Effects effects(Effects world) {
    return new Effects() {
      @Override
      public EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun) {
        mayDie();
        EffectOutcome outcome = world.perform(run, step, attempt, mayHaveRun);
        mayDie();
        return outcome;
      }

      @Override
      public Sight look(RunId run, Step step) {
        live();
        return world.look(run, step);
      }

      @Override
      public Subscription watch(RunId run, Step step, String mark, Consumer<Observation> told) {
        live();
        return world.watch(
            run,
            step,
            mark,
            seen -> {
              if (alive) {
                told.accept(seen);
              }
            });
      }
    };
  }
}
