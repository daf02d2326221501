package uz.stario.rollback.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.StepState;

/**
 * A person on a machine of their own or a shared one, who types one command after another: takes
 * something back, goes on with what was left, or ends it.
 */
final class Operator {

  private final SimulatedWorld world;
  private final SplittableRandom random;
  private final Machine machine;
  private final String name;
  private final SimulatedProcess.Fate fate;
  private final Sabotage sabotage;
  private final Consumer<String> words;
  private int commands;

  /** Where processes have the same clock and know of each other. */
  static final class Machine implements InstantSource {

    private final SimulatedWorld world;
    private final String name;
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private Duration ahead;

    Machine(SimulatedWorld world, String name, Duration ahead) {
      this.world = world;
      this.name = name;
      this.ahead = ahead;
    }

    @Override
    public Instant instant() {
      return world.clock().instant().plus(ahead);
    }

    /** Somebody, or a time server, sets the clock. */
    void jump(Duration by) {
      ahead = ahead.plus(by);
    }

    private boolean ended(Owner owner) {
      return owner.machine().equals(name)
          && processes.stream().anyMatch(p -> p.owner().equals(owner) && !p.isAlive());
    }

    List<SimulatedProcess> living() {
      return processes.stream().filter(SimulatedProcess::isAlive).toList();
    }
  }

  /**
   * @param commands how many to type
   * @param words told how each ended
   */
  Operator(
      SimulatedWorld world,
      SplittableRandom random,
      Machine machine,
      String name,
      SimulatedProcess.Fate fate,
      Sabotage sabotage,
      int commands,
      Consumer<String> words) {
    this.world = world;
    this.random = random;
    this.machine = machine;
    this.name = name;
    this.fate = fate;
    this.sabotage = sabotage;
    this.commands = commands;
    this.words = words;
  }

  /** Types the next command after a while, if there is one. */
  void next(Duration pause) {
    if (commands > 0) {
      commands--;
      var _ = world.after(pause, this::type);
    }
  }

  private void type() {
    List<RunId> left = world.runs().stream().filter(run -> !isOver(run)).toList();
    if (left.isEmpty() || random.nextInt(3) == 0) {
      rollBack();
    } else {
      RunId run = left.get(random.nextInt(left.size()));
      switch (random.nextInt(6)) {
        case 0 -> stop(run);
        case 1 -> takeUp(run, true, random.nextBoolean(), patience());
        default -> takeUp(run, false, random.nextBoolean(), patience());
      }
    }
  }

  private Duration patience() {
    return Duration.ofMinutes(random.nextInt(3));
  }

  private boolean isOver(RunId run) {
    return Run.replay(run, world.events(run)).filter(Run::ended).isPresent();
  }

  private void rollBack() {
    RunId id = world.nextRun();
    begin(process -> {
      switch (process.reach(world.platform()::plan)) {
        case Answer.Refused<Plan> _ -> ended(process, "NotPlanned");
        case Answer.Given<Plan>(Plan plan) -> {
          world.invariants().planned(id, world.platform().bad());
          new SimulatedRun(world, process, machine::ended, sabotage, id, plan, this::ended)
              .carryOut(
                  random.nextBoolean(),
                  patience(),
                  (engine, _, guard, listener) -> engine.start(id, plan, name, guard, listener));
        }
      }
    });
  }

  /** Goes on with a run that was left, or seems so; or only ends it. */
  void takeUp(RunId id, boolean toStop, boolean takeOver, Duration patience) {
    begin(process -> {
      Plan plan = Run.replay(id, world.events(id)).orElseThrow().plan();
      new SimulatedRun(world, process, machine::ended, sabotage, id, plan, this::ended)
          .carryOut(
              takeOver,
              patience,
              (engine, left, guard, listener) ->
                  toStop
                      ? engine.abort(id, left, name, guard, listener)
                      : engine.resume(id, left, name, answers(id, left), guard, listener));
    });
  }

  /** A person has looked, and says how it is. */
  private List<RunEvent.Treated> answers(RunId id, List<RunEvent> left) {
    List<RunEvent.Treated> answers = new ArrayList<>();
    Run.replay(id, left)
        .orElseThrow()
        .steps()
        .forEach((step, state) -> {
          if (state.state() == StepState.ASKING) {
            boolean done = world.platform().destroyed(id) > 0;
            answers.add(new RunEvent.Treated(machine.instant(), step, done, name, "I looked"));
          }
        });
    return answers;
  }

  /** From another terminal; the run hears of it through its journal. */
  private void stop(RunId run) {
    begin(process -> {
      int written = world.events(run).size();
      var _ =
          process.reach(() ->
              world
                  .journal(sabotage)
                  .append(run, written, List.of(new RunEvent.StopAsked(machine.instant(), name))));
      ended(process, "AskedToStop");
    });
  }

  private void begin(Consumer<SimulatedProcess> command) {
    Owner owner = new Owner(name, machine.name, machine.name, world.nextPid(), machine.instant());
    var process = new SimulatedProcess(world, owner, machine, fate, this::died);
    machine.processes.add(process);
    process.executor().execute(() -> command.accept(process));
  }

  private void ended(SimulatedProcess process, String word) {
    process.exit();
    world.tell(process.owner().pid() + " ended: " + word);
    words.accept(word);
    next(Duration.ofSeconds(random.nextInt(1, 120)));
  }

  /** Whoever sees that goes on with it. */
  private void died() {
    words.accept("Died");
    commands++;
    next(Duration.ofSeconds(random.nextInt(1, 300)));
  }
}
