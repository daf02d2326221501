package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.run.Sight;
import uz.stario.rollback.run.StepOutcome;
import uz.stario.rollback.run.StepRun;
import uz.stario.rollback.run.StepState;
import uz.stario.rollback.run.engine.Ending;
import uz.stario.rollback.run.engine.RunningRun;
import uz.stario.rollback.verify.CheckResult;

/**
 * The real engine in a world that goes wrong at random: lost answers and requests, conflicts, bugs,
 * broken images, deletions, other people's deployments, a journal that fails, stops at any point.
 * What never may happen is looked at after every event.
 */
class SimulationTest {

  private static final int SEEDS = 2_000;

  @Test
  void whatever_goes_wrong_the_invariants_hold() {
    Long only = Long.getLong("seed");
    Set<String> endings = new HashSet<>();
    for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
      try {
        endings.add(new Simulation(seed).run());
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "seed %d: %s%nAgain: mvn -pl core,testkit test -Dtest=SimulationTest -Dseed=%d -Dsurefire.failIfNoSpecifiedTests=false"
                .formatted(seed, e.getMessage(), seed),
            e);
      }
    }
    if (only == null) {
      // Else the world is too kind to find anything.
      assertThat(endings)
          .contains("NotStarted", "JournalLost", "COMPLETE", "UNVERIFIED", "PARTWAY", "FAILED")
          .contains("STOPPED");
    }
  }

  /** One seed. */
  private static final class Simulation {

    private final SplittableRandom random;
    private final World world;
    private final Plan plan;
    private final Set<StepId> inHand = new HashSet<>();
    private final Set<StepId> performing = new HashSet<>();
    private final List<String> violations = new ArrayList<>();
    private Optional<Run> replayed = Optional.empty();

    Simulation(long seed) {
      random = new SplittableRandom(seed);
      world = new World(random.nextLong());
      world.live("api", "gen", "worker", "web", "lone");
      List<Service> services = new ArrayList<>();
      services.add(Plans.service("api", Set.of(), "api"));
      services.add(Plans.service("video", Set.of(), "gen", "worker"));
      services.add(Plans.service("web", Set.of("api", "video"), "web"));
      services.add(Plans.service("lone", Set.of(), "lone"));
      int fewer = random.nextInt(4);
      for (int i = 0; i < fewer; i++) {
        services.remove(random.nextInt(services.size()));
      }
      plan = world.plan(services.toArray(Service[]::new));
      world.workloads.faults(Faults.random(random.nextLong(), random.nextInt(0, 60)));
      // Now and then the very second of the deadline.
      int seconds = random.nextInt(4) == 0 ? 600 : random.nextInt(1, 120);
      world.workloads.rolloutTakes(Duration.ofSeconds(seconds));
      for (String name : List.of("api", "gen", "worker", "web", "lone")) {
        if (random.nextInt(8) == 0) {
          world.workloads.breakImage(World.image(name, 1), "can't be pulled");
        }
      }
      if (random.nextInt(3) == 0) {
        world.health.put("http://web/health", new CheckResult.Failed("503"));
        world.health.put("http://lone/health", new CheckResult.Unknown("no answer"));
      }
      if (random.nextInt(40) == 0) {
        world.journal.fail(new InMemoryJournal.Failure.Unwritable());
      }
    }

    String run() {
      RunningRun running = world.start(plan, world.journal, effects(), this::look);
      int troubles = random.nextInt(4);
      boolean more = true;
      while (more) {
        if (troubles > 0 && random.nextInt(12) == 0) {
          troubles--;
          trouble(running);
        }
        more = world.executor.runOne() || world.timers.fireNext();
      }
      check(violations.isEmpty(), violations::toString);
      every_run_ends(running);
      Ending ending = running.ending().join();
      return switch (ending) {
        case Ending.Ended(Run run) -> {
          every_intent_gets_an_outcome_or_the_run_says_so(run);
          journal_replays_to_the_same_state(run);
          the_result_tells_the_truth(run);
          yield run.result().orElseThrow().name();
        }
        case Ending.JournalLost(Run run, var problem) -> {
          // Anything else is a bug of the engine's own that it has caught.
          check(problem.code() == ErrorCode.JOURNAL_UNWRITABLE, problem::sentence);
          assertThat(run.ended()).isFalse();
          yield "JournalLost";
        }
        case Ending.Asks asks -> throw new AssertionError("it asks: " + asks);
        case Ending.NotStarted _ -> {
          assertThat(world.workloads.changes()).isEmpty();
          yield "NotStarted";
        }
      };
    }

    private void trouble(RunningRun running) {
      String any = List.of("api", "gen", "worker", "web", "lone").get(random.nextInt(5));
      switch (random.nextInt(6)) {
        case 0, 1 -> running.stop("olim");
        case 2 -> delete(any);
        case 3 -> deploy(any);
        case 4 -> world.workloads.mendImage(World.image(any, 1));
        default ->
            world.journal.fail(
                random.nextBoolean()
                    ? new InMemoryJournal.Failure.Unwritable()
                    : new InMemoryJournal.Failure.Conflicting());
      }
    }

    private void delete(String name) {
      if (world.workloads.exists(name)) {
        world.workloads.delete(name);
      }
    }

    private void deploy(String name) {
      if (world.workloads.exists(name)) {
        world.workloads.setImage(name, World.image(name, 3));
      }
    }

    private Effects effects() {
      Effects real = world.effects();
      return new Effects() {
        @Override
        public EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun) {
          no_effect_without_intent(step, attempt);
          no_step_performed_concurrently_twice(step);
          no_effect_after_its_step_has_ended(step);
          try {
            return real.perform(run, step, attempt, mayHaveRun);
          } finally {
            performing.remove(step.id());
          }
        }

        @Override
        public Sight look(RunId run, Step step) {
          return real.look(run, step);
        }

        @Override
        public Subscription watch(RunId run, Step step, String mark, Consumer<Observation> told) {
          return real.watch(run, step, mark, told);
        }
      };
    }

    /** After every event. */
    private void look(Run run, RunEvent event) {
      check(violations.isEmpty(), violations::toString);
      switch (event) {
        case RunEvent.EffectIntended intended ->
            check(
                inHand.add(intended.step()),
                () -> "no_step_performed_concurrently_twice: " + event);
        case RunEvent.EffectEnded ended -> inHand.remove(ended.step());
        case RunEvent.Started _,
            RunEvent.Observed _,
            RunEvent.TimerFired _,
            RunEvent.StopAsked _,
            RunEvent.Resumed _,
            RunEvent.Looked _,
            RunEvent.Asked _,
            RunEvent.Treated _,
            RunEvent.LockLost _,
            RunEvent.StepEnded _,
            RunEvent.Ended _ -> {}
      }
      Run folded =
          replayed
              .map(before -> before.apply(event))
              .orElseGet(() -> Run.replay(World.RUN, List.of(event)).orElseThrow());
      check(folded.equals(run), () -> "journal_replays_to_the_same_state: after " + event);
      replayed = Optional.of(folded);
      for (Step step : run.plan().steps()) {
        nothing_begins_before_what_comes_first(run, step);
      }
    }

    private void no_effect_without_intent(Step step, int attempt) {
      boolean intended =
          world.journal().stream()
              .anyMatch(e ->
                  e instanceof RunEvent.EffectIntended i
                      && i.step().equals(step.id())
                      && i.attempt() == attempt);
      broken(intended, () -> "no_effect_without_intent: " + step.id() + " attempt " + attempt);
    }

    private void no_step_performed_concurrently_twice(Step step) {
      broken(performing.add(step.id()), () -> "no_step_performed_concurrently_twice: " + step.id());
    }

    private void no_effect_after_its_step_has_ended(Step step) {
      boolean ended = replayed.flatMap(run -> run.step(step.id()).outcome()).isPresent();
      broken(!ended, () -> "no_effect_after_its_step_has_ended: " + step.id());
    }

    private static void nothing_begins_before_what_comes_first(Run run, Step step) {
      StepRun state = run.step(step.id());
      if (state.state() == StepState.PENDING || state.began().isEmpty()) {
        return;
      }
      for (StepId first : step.after()) {
        check(run.step(first).outcome().isPresent(), () -> step.id() + " began before " + first);
      }
      for (StepId need : step.needs()) {
        boolean well = run.step(need).outcome().filter(StepOutcome::well).isPresent();
        check(well, () -> step.id() + " began without " + need);
      }
    }

    private void every_run_ends(RunningRun running) {
      check(running.ending().isDone(), () -> "every_run_ends: " + world.journal());
    }

    private static void every_intent_gets_an_outcome_or_the_run_says_so(Run run) {
      run.steps()
          .forEach((id, step) -> {
            boolean open = step.effect().isEmpty() && step.attempts() > 0;
            boolean said = step.outcome().filter(o -> o instanceof StepOutcome.Unknown).isPresent();
            check(!open || said, () -> "every_intent_gets_an_outcome_or_the_run_says_so: " + id);
            check(step.outcome().isPresent(), () -> "a run ended before its step " + id);
          });
    }

    private void journal_replays_to_the_same_state(Run run) {
      check(
          Run.replay(World.RUN, world.journal()).filter(run::equals).isPresent(),
          () -> "journal_replays_to_the_same_state: at the end");
    }

    private void the_result_tells_the_truth(Run run) {
      RunResult result = run.result().orElseThrow();
      if (result == RunResult.FAILED || result == RunResult.STOPPED) {
        check(
            world.workloads.changes().isEmpty(),
            () -> result + " but " + world.workloads.changes());
      }
      if (result == RunResult.COMPLETE) {
        check(world.workloads.changes().size() >= 1, () -> "complete without a change");
      }
    }

    /** For effects: what one throws, the engine takes for a bug in an adapter and lives with. */
    private void broken(boolean holds, Supplier<String> what) {
      if (!holds) {
        violations.add(what.get());
      }
    }

    private static void check(boolean holds, Supplier<String> what) {
      if (!holds) {
        throw new AssertionError(what.get());
      }
    }
  }
}
