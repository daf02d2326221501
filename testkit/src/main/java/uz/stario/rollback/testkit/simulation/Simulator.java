package uz.stario.rollback.testkit.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunId;

/**
 * One seed: people who take things back at the same time, with the real planner, locks and engine,
 * in a world that goes wrong at random.
 *
 * <p>Requests and answers are lost, late or arrive twice, an API server refuses for now or for
 * good, watches have gaps, other people deploy and delete, images are broken, the journal fails,
 * locks are deleted, clocks differ and jump, processes stand still or die at any write and on
 * either side of any effect, and others take up what they left. {@link Invariants} are looked at
 * after every event. At the end all goes well again, and every run must come to its end. Not
 * thread-safe; simulators of different seeds share nothing.
 */
public final class Simulator {

  /** As many as a person who has nothing against them needs to bring a run to its end. */
  private static final int AT_MOST = 8;

  /** Longer than a lock can look alive whose owner is dead, by clocks as far apart as here. */
  private static final Duration PATIENCE = Duration.ofHours(3);

  private final SplittableRandom random;
  private final Sabotage sabotage;
  private final SimulatedWorld world;
  private final Invariants invariants;
  private final List<Operator.Machine> machines = new ArrayList<>();
  private final List<Operator> operators = new ArrayList<>();
  private int deaths;
  private int pauses;
  private int troubles;

  public Simulator(long seed) {
    this(seed, Sabotage.NONE);
  }

  /**
   * @param sabotage a bug to make on purpose
   */
  public Simulator(long seed, Sabotage sabotage) {
    this.sabotage = sabotage;
    random = new SplittableRandom(seed);
    world = new SimulatedWorld(random, sabotage);
    invariants = world.invariants();
    deaths = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 8);
    pauses = random.nextInt(3) == 0 ? random.nextInt(1, 6) : 0;
    troubles = random.nextInt(5);
    if (random.nextInt(40) == 0) {
      world.trouble(random);
    }
    people();
  }

  private void people() {
    int many = many();
    boolean wild = random.nextInt(5) == 0;
    if (wild) {
      invariants.clocksDiffer();
    }
    int places = random.nextInt(1, Math.min(many, 4) + 1);
    for (int i = 0; i < places; i++) {
      int ahead = wild ? random.nextInt(-3_600, 3_600) : random.nextInt(-2, 3);
      machines.add(new Operator.Machine(world, "machine-" + i, Duration.ofSeconds(ahead)));
    }
    boolean together = random.nextBoolean();
    for (int i = 0; i < many; i++) {
      Operator operator = operator("operator-" + i, fate(), random.nextInt(1, 4));
      operators.add(operator);
      operator.next(Duration.ofSeconds(together ? 0 : random.nextInt(0, 300)));
    }
  }

  private int many() {
    int luck = random.nextInt(100);
    if (luck == 0) {
      return 50;
    }
    return luck < 40 ? 1 : luck < 80 ? 2 : random.nextInt(3, 7);
  }

  private Operator operator(String name, SimulatedProcess.Fate fate, int commands) {
    Operator.Machine machine = machines.get(random.nextInt(machines.size()));
    return new Operator(world, random, machine, name, fate, sabotage, commands, world::saw);
  }

  private SimulatedProcess.Fate fate() {
    return new SimulatedProcess.Fate() {
      @Override
      public boolean dies() {
        boolean now = deaths > 0 && random.nextInt(15) == 0;
        deaths -= now ? 1 : 0;
        return now;
      }

      @Override
      public Optional<Duration> pauses() {
        boolean now = pauses > 0 && random.nextInt(12) == 0;
        pauses -= now ? 1 : 0;
        return now ? Optional.of(standstill()) : Optional.empty();
      }
    };
  }

  private Duration standstill() {
    return Duration.ofSeconds(random.nextInt(1, 120));
  }

  /**
   * Goes through it.
   *
   * @return what there was to see, in one word each
   * @throws AssertionError where an invariant was broken
   */
  public Set<String> run() {
    pass();
    nobodyWaits();
    deaths = 0;
    pauses = 0;
    world.mendJournal();
    world.platform().calm();
    for (RunId run : world.runs()) {
      bringToItsEnd(run);
    }
    world.runs().forEach(invariants::atTheEnd);
    invariants.raise();
    return world.seen();
  }

  private void pass() {
    while (world.step()) {
      world.platform().use();
      if (troubles > 0 && random.nextInt(30) == 0) {
        troubles--;
        trouble();
      }
      invariants.raise();
    }
  }

  private void trouble() {
    switch (random.nextInt(9)) {
      case 0 -> world.anyRun(random).ifPresent(running -> running.stop("olim"));
      case 1 -> {
        world.registries().put(Optional.empty());
        invariants.locksTouched();
      }
      case 2 -> {
        world
            .registries()
            .put(
                world
                    .registries()
                    .kept()
                    .map(kept ->
                        new Registry(kept.lastFence(), kept.holdings().stream().skip(1).toList())));
        invariants.locksTouched();
      }
      case 3 -> {
        // Set back, or on by more than any deadline: a laptop that was asleep.
        machines
            .get(random.nextInt(machines.size()))
            .jump(Duration.ofSeconds(random.nextInt(-120, 1_200)));
        invariants.clocksDiffer();
      }
      case 4 -> anyProcess().ifPresent(process -> process.pause(standstill()));
      case 5 -> world.trouble(random);
      default -> world.platform().trouble();
    }
  }

  private Optional<SimulatedProcess> anyProcess() {
    List<SimulatedProcess> living =
        machines.stream().flatMap(machine -> machine.living().stream()).toList();
    return living.isEmpty()
        ? Optional.empty()
        : Optional.of(living.get(random.nextInt(living.size())));
  }

  private void nobodyWaits() {
    anyProcess()
        .ifPresent(process ->
            invariants.violated(
                "every_run_ends_or_asks: nothing is left to happen, but "
                    + process.owner().user()
                    + " waits"));
    invariants.raise();
  }

  /** A person who sees and has time; most often one that answers, too. */
  private void bringToItsEnd(RunId run) {
    Operator patient = operator("patient", SimulatedProcess.Fate.KIND, 0);
    for (int i = 0; i <= AT_MOST; i++) {
      Run left = Run.replay(run, world.events(run)).orElseThrow();
      boolean over = left.ended() || (left.asks() && random.nextInt(4) == 0);
      if (over) {
        return;
      }
      patient.takeUp(run, false, true, PATIENCE);
      pass();
      nobodyWaits();
    }
    throw new AssertionError("every_run_ends_or_asks: not after " + AT_MOST + " commands: " + run);
  }
}
