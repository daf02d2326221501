package uz.stario.rollback.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;

/**
 * One process on one machine: what it reaches the world through, until it dies.
 *
 * <p>From then on nothing it does has any effect, whatever it was in the middle of. It dies, or
 * stands still for a while, where the world says so: before or after anything that it asks of the
 * world. While it stands still the world goes on, and what comes for it waits.
 */
final class SimulatedProcess {

  /** What the program sees of its own death; nobody outside of the process does. */
  static final class Dead extends RuntimeException {
    Dead() {
      super("the process is dead", null, false, false);
    }
  }

  /** What becomes of a process at one point. */
  interface Fate {

    /** Nothing ever happens to it. */
    Fate KIND =
        new Fate() {
          @Override
          public boolean dies() {
            return false;
          }

          @Override
          public Optional<Duration> pauses() {
            return Optional.empty();
          }
        };

    boolean dies();

    /** For how long it stands still; most often not at all. */
    Optional<Duration> pauses();
  }

  private final SimulatedWorld world;
  private final Owner owner;
  private final InstantSource clock;
  private final Fate fate;
  private final Runnable died;
  private final List<Runnable> held = new ArrayList<>();
  private boolean alive = true;
  private int pauses;

  /**
   * @param clock of its machine
   * @param died told once
   */
  SimulatedProcess(
      SimulatedWorld world, Owner owner, InstantSource clock, Fate fate, Runnable died) {
    this.world = world;
    this.owner = owner;
    this.clock = clock;
    this.fate = fate;
    this.died = died;
  }

  Owner owner() {
    return owner;
  }

  InstantSource clock() {
    return clock;
  }

  boolean isAlive() {
    return alive;
  }

  void kill() {
    if (alive) {
      alive = false;
      held.clear();
      world.tell(owner.pid() + " died");
      died.run();
    }
  }

  /** Has come to its end by itself. */
  void exit() {
    alive = false;
    held.clear();
  }

  /** Stands still, and goes on when the world has gone on for so long. */
  void pause(Duration duration) {
    pauses++;
    world.tell(owner.pid() + " stands still for " + duration);
    world.after(duration, this::wake);
  }

  private void wake() {
    pauses--;
    if (pauses == 0 && alive) {
      List<Runnable> waiting = List.copyOf(held);
      held.clear();
      waiting.forEach(executor()::execute);
    }
  }

  /** Asks something of the world, which may take its time, or be the last that it does. */
  <T> T reach(Supplier<T> outside) {
    meetFate();
    T answer = outside.get();
    meetFate();
    return answer;
  }

  private void meetFate() {
    if (alive && fate.dies()) {
      kill();
    }
    live();
    fate.pauses()
        .ifPresent(duration -> {
          pauses++;
          world.tell(owner.pid() + " stands still for " + duration);
          world.passMeanwhile(duration);
          wake();
        });
    live();
  }

  void live() {
    if (!alive) {
      throw new Dead();
    }
  }

  Executor executor() {
    return task ->
        world
            .executor()
            .execute(() -> {
              if (alive && pauses > 0) {
                held.add(task);
              } else if (alive) {
                run(task);
              }
            });
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Dead _) {
      if (alive) {
        throw new IllegalStateException("a living process saw the death of another");
      }
    }
  }

  /** Count the time that passes, whatever becomes of the clock meanwhile, as real ones do. */
  Timers timers() {
    return (Instant instant, Runnable action) -> {
      Duration left = Duration.between(clock.instant(), instant);
      return world.after(
          left.isNegative() ? Duration.ZERO : left, () -> executor().execute(action));
    };
  }

  Registries registries(Registries real) {
    return new Registries() {
      @Override
      public Attempt update(Function<Optional<Registry>, Optional<Registry>> change) {
        return reach(() -> real.update(change));
      }
    };
  }

  /** Nothing that dies or stands still here is seen by what watches the world's side. */
  Effects effects(Effects real) {
    return new Effects() {
      @Override
      public EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun) {
        return reach(() -> real.perform(run, step, attempt, mayHaveRun));
      }

      @Override
      public Sight look(RunId run, Step step) {
        return reach(() -> real.look(run, step));
      }

      @Override
      public Subscription watch(RunId run, Step step, String mark, Consumer<Observation> told) {
        live();
        return real.watch(
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
