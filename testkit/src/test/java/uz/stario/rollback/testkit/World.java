package uz.stario.rollback.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.StepOutcome;
import uz.stario.rollback.run.engine.Ending;
import uz.stario.rollback.run.engine.Engine;
import uz.stario.rollback.run.engine.Guard;
import uz.stario.rollback.run.engine.PlanEffects;
import uz.stario.rollback.run.engine.RunListener;
import uz.stario.rollback.run.engine.RunningRun;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;

/** The real engine among fakes, in virtual time. */
final class World {

  static final RunId RUN = new RunId("20260102-k3f9");

  final SettableClock clock = new SettableClock(Fixtures.NOW);
  final SeededExecutor executor;
  final SeededTimers timers;
  final FakeWorkloads workloads;
  final InMemoryJournal journal = new InMemoryJournal();
  final Map<String, CheckResult> health = new HashMap<>();
  final List<RunEvent> told = new ArrayList<>();

  World(long seed) {
    executor = new SeededExecutor(seed);
    timers = new SeededTimers(clock, executor);
    workloads = new FakeWorkloads(clock, timers);
  }

  /** Deployments of {@code v2} that were of {@code v1} before, rolled out. */
  World live(String... names) {
    for (String name : names) {
      workloads.create(name, image(name, 1), 2);
    }
    settle(Duration.ofHours(1));
    for (String name : names) {
      workloads.setImage(name, image(name, 2));
    }
    settle(Duration.ofHours(1));
    return this;
  }

  static String image(String name, int version) {
    return "stario/" + name + ":v" + version;
  }

  void settle(Duration time) {
    timers.passUntil(clock.instant().plus(time), executor);
  }

  Plan plan(Service... services) {
    return Plans.previous(workloads, clock.instant(), services);
  }

  Effects effects() {
    return new PlanEffects(workloads, this::probe, this::attempt, Stores.NONE, clock);
  }

  private Checked attempt(Check check, Instant since) {
    return new Checked(
        health.getOrDefault(check.name(), new CheckResult.Passed("fine")),
        List.of("since " + since));
  }

  private CheckResult probe(HealthCheck check) {
    return health.getOrDefault(check.url(), new CheckResult.Passed("200"));
  }

  RunningRun start(Plan plan) {
    return start(plan, journal, effects(), (_, event) -> told.add(event));
  }

  RunningRun start(Plan plan, Journal into, Effects effects, RunListener listener) {
    return new Engine(into, effects, timers, executor, clock)
        .start(RUN, plan, "olim@laptop", Guard.NONE, listener);
  }

  /** Ends what the journal holds of a run that nobody carries out. */
  RunningRun abort(String by) {
    return new Engine(journal, effects(), timers, executor, clock)
        .abort(RUN, journal(), by, Guard.NONE, (_, _) -> {});
  }

  Ending end(RunningRun run) {
    executor.runOut(timers);
    if (!run.ending().isDone()) {
      throw new AssertionError("the run has no end; its journal: " + journal());
    }
    return run.ending().join();
  }

  /** Carries a plan out to its end. */
  Run ended(RunningRun run) {
    return switch (end(run)) {
      case Ending.Ended(Run ended) -> ended;
      case Ending.Asks asks -> throw new AssertionError("it asks: " + asks);
      case Ending.NotStarted(var problem) -> throw new AssertionError(problem.sentence());
      case Ending.JournalLost(_, var problem) -> throw new AssertionError(problem.sentence());
    };
  }

  List<RunEvent> journal() {
    return switch (journal.read(RUN)) {
      case Answer.Given<List<RunEvent>>(List<RunEvent> events) -> events;
      case Answer.Refused<List<RunEvent>>(var problem) ->
          throw new AssertionError(problem.sentence());
    };
  }

  static StepOutcome outcome(Run run, String step) {
    return run.step(new StepId(step)).outcome().orElseThrow();
  }

  /** Does something when an event comes by, once. */
  static RunListener once(Class<? extends RunEvent> kind, String step, Consumer<RunEvent> action) {
    boolean[] done = {false};
    return (_, event) -> {
      if (!done[0] && kind.isInstance(event) && event.toString().contains(step)) {
        done[0] = true;
        action.accept(event);
      }
    };
  }
}
