package uz.stario.rollback.testkit.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;
import uz.stario.rollback.run.StepState;
import uz.stario.rollback.run.engine.Ending;
import uz.stario.rollback.run.engine.Engine;
import uz.stario.rollback.run.engine.Guard;
import uz.stario.rollback.run.engine.PlanEffects;
import uz.stario.rollback.run.engine.RunningRun;
import uz.stario.rollback.testkit.FakeWorkloads;
import uz.stario.rollback.testkit.Faults;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.InMemoryJournal;
import uz.stario.rollback.testkit.Plans;
import uz.stario.rollback.testkit.PracticeStore;
import uz.stario.rollback.testkit.SeededExecutor;
import uz.stario.rollback.testkit.SeededTimers;
import uz.stario.rollback.testkit.SettableClock;
import uz.stario.rollback.verify.CheckResult;

/**
 * One seed: a plan of the real planner, carried out by the real engine in a world that goes wrong
 * at random, by processes that die and others that take up what they left.
 *
 * <p>Answers and requests are lost or late, other people deploy and delete, images are broken, the
 * journal fails, a process dies at any write and on either side of any effect, people stop, resume
 * and answer. {@link Invariants} are looked at after every event. Not thread-safe; simulators of
 * different seeds share nothing.
 */
public final class Simulator {

  private static final List<String> NAMES = List.of("api", "gen", "worker", "web", "lone");

  /** Far more processes than a run can need that only goes on where it was left. */
  private static final int PROCESSES = 60;

  private final SplittableRandom random;
  private final Sabotage sabotage;
  private final SettableClock clock = new SettableClock(Fixtures.NOW);
  private final SeededExecutor executor;
  private final SeededTimers timers;
  private final FakeWorkloads workloads;
  private final PracticeStore store;
  private final InMemoryJournal journal = new InMemoryJournal();
  private final Map<String, CheckResult> health = new HashMap<>();
  private final Invariants invariants = new Invariants();
  private final Set<String> bad = new HashSet<>();
  private final RunId id;
  private final Plan plan;
  private int deaths;
  private int people;

  public Simulator(long seed) {
    this(seed, Sabotage.NONE);
  }

  /**
   * @param sabotage a bug to make on purpose
   */
  public Simulator(long seed, Sabotage sabotage) {
    this.sabotage = sabotage;
    random = new SplittableRandom(seed);
    executor = new SeededExecutor(random.nextLong());
    timers = new SeededTimers(clock, executor);
    workloads = new FakeWorkloads(clock, timers);
    store = new PracticeStore(clock, timers, random.nextLong(), random.nextInt(0, 60));
    id = new RunId("run-" + seed);
    releases();
    plan = withQuarantine(plan());
    spoil();
  }

  /** Three versions of everything, of which the second is recorded bad here and there. */
  private void releases() {
    for (String name : NAMES) {
      workloads.create(name, image(name, 1), 2);
    }
    settle();
    for (int version = 2; version <= 3; version++) {
      for (String name : NAMES) {
        workloads.setImage(name, image(name, version));
      }
      settle();
    }
    for (String name : NAMES) {
      if (random.nextBoolean() && sabotage != Sabotage.GOES_BACK_TO_BAD) {
        recordBad(name);
      }
    }
  }

  private void recordBad(String name) {
    var _ =
        workloads.record(
            WorkloadRef.deployment(name),
            second(name).id(),
            new Verdict(Health.BAD, "before", clock.instant()));
    bad.add(WorkloadRef.deployment(name) + " to v2");
  }

  private Revision second(String name) {
    WorkloadRef ref = WorkloadRef.deployment(name);
    Answer<WorkloadState> observed =
        workloads.observe(Set.of(ref)).then(all -> Objects.requireNonNull(all.get(ref)));
    return switch (observed) {
      case Answer.Given<WorkloadState>(WorkloadState state) ->
          state.revisions().stream()
              .filter(revision -> revision.template().version().equals("v2"))
              .findFirst()
              .orElseThrow();
      case Answer.Refused<WorkloadState>(var problem) ->
          throw new AssertionError(problem.sentence());
    };
  }

  private void settle() {
    timers.passUntil(clock.instant().plus(Duration.ofHours(1)), executor);
  }

  private static String image(String name, int version) {
    return "stario/" + name + ":v" + version;
  }

  private Plan plan() {
    List<Service> services = new ArrayList<>();
    services.add(Plans.service("api", Set.of(), "api"));
    services.add(Plans.service("video", Set.of(), "gen", "worker"));
    services.add(Plans.service("web", Set.of("api", "video"), "web"));
    services.add(Plans.service("lone", Set.of(), "lone"));
    int fewer = random.nextInt(4);
    for (int i = 0; i < fewer; i++) {
      services.remove(random.nextInt(services.size()));
    }
    return Plans.previous(workloads, clock.instant(), services.toArray(Service[]::new));
  }

  /** Something destructive before or after one of the rollbacks. */
  private Plan withQuarantine(Plan made) {
    if (random.nextInt(3) == 0) {
      return made;
    }
    List<Step> steps = new ArrayList<>(made.steps());
    int at = random.nextInt(steps.size());
    StepId quarantine = new StepId("quarantine/video");
    Step neighbour = steps.get(at);
    boolean before = random.nextBoolean();
    Step step =
        Step.of(
            quarantine,
            "video",
            store.quarantine("video"),
            Set.of(),
            before ? Set.of() : Set.of(neighbour.id()),
            neighbour.wave(),
            "");
    if (before) {
      steps.set(
          at,
          Step.of(
              neighbour.id(),
              neighbour.service(),
              neighbour.action(),
              neighbour.after(),
              with(neighbour.needs(), quarantine),
              neighbour.wave(),
              neighbour.command()));
    }
    steps.add(before ? at : at + 1, step);
    return new Plan(
        made.environment(),
        made.target(),
        made.madeAt(),
        made.reason(),
        made.emergency(),
        made.workloads(),
        steps,
        made.findings(),
        made.digest());
  }

  private static Set<StepId> with(Set<StepId> steps, StepId another) {
    Set<StepId> more = new TreeSet<>(steps);
    more.add(another);
    return more;
  }

  private void spoil() {
    if (sabotage == Sabotage.GOES_BACK_TO_BAD) {
      NAMES.forEach(this::recordBad);
    }
    workloads.faults(Faults.random(random.nextLong(), random.nextInt(0, 60)));
    // Now and then the very second of the deadline.
    int seconds = random.nextInt(4) == 0 ? 600 : random.nextInt(1, 120);
    workloads.rolloutTakes(Duration.ofSeconds(seconds));
    for (String name : NAMES) {
      if (random.nextInt(8) == 0) {
        workloads.breakImage(image(name, 1), "can't be pulled");
      }
    }
    if (random.nextInt(3) == 0) {
      health.put("http://web/health", new CheckResult.Failed("503"));
      health.put("http://lone/health", new CheckResult.Unknown("no answer"));
    }
    if (random.nextInt(40) == 0) {
      journal.fail(new InMemoryJournal.Failure.Unwritable());
    }
    store.blind(random.nextInt(4) == 0);
    deaths = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 8);
    if (sabotage == Sabotage.THROWS_AWAY) {
      store.withoutKeeping();
    }
  }

  /**
   * Goes through it.
   *
   * @return how it ended, in one word
   * @throws AssertionError where an invariant was broken
   */
  public String run() {
    String word = "";
    for (int process = 0; process < PROCESSES; process++) {
      SimulatedProcess one = new SimulatedProcess(this::diesHere);
      Optional<RunningRun> running = begin(one);
      if (running.isEmpty()) {
        return word.isEmpty() ? "NotStarted" : word;
      }
      live(one, running.get());
      invariants.raise();
      if (one.isAlive()) {
        Optional<String> rest = rest(running.get());
        invariants.raise();
        if (rest.isPresent()) {
          atTheEnd();
          return rest.get();
        }
      }
      one.kill();
      word = "Died";
      journal.fail(new InMemoryJournal.Failure.None());
      timers.passUntil(clock.instant().plusSeconds(random.nextInt(1, 300)), executor);
    }
    throw new AssertionError("every_run_ends_or_asks: not after " + PROCESSES + " processes");
  }

  /** A new run, or what the one before has left of it. */
  private Optional<RunningRun> begin(SimulatedProcess process) {
    Effects effects =
        process.effects(sabotaged(new PlanEffects(workloads, this::probe, store, clock)));
    Engine engine =
        new Engine(
            process.journal(journal),
            effects,
            sabotage == Sabotage.NEVER_WAKES ? (_, _) -> () -> {} : process.timers(timers),
            process.executor(executor),
            clock);
    List<RunEvent> events = events();
    if (events.isEmpty()) {
      return people > 0 && random.nextBoolean()
          ? Optional.empty()
          : Optional.of(engine.start(id, plan, "olim@laptop", Guard.NONE, this::happened));
    }
    invariants.takenUp(id, events);
    Run run = Run.replay(id, events).orElseThrow();
    List<RunEvent.Treated> answers = answers(run);
    return Optional.of(
        engine.resume(id, events, "zuhra@bastion", answers, Guard.NONE, this::happened));
  }

  /** A person has looked, and says how it is. */
  private List<RunEvent.Treated> answers(Run run) {
    List<RunEvent.Treated> answers = new ArrayList<>();
    run.steps()
        .forEach((step, state) -> {
          if (state.state() == StepState.ASKING) {
            boolean done = store.done("video") > 0;
            answers.add(
                new RunEvent.Treated(clock.instant(), step, done, "zuhra@bastion", "I looked"));
          }
        });
    return answers;
  }

  private boolean diesHere() {
    if (deaths > 0 && random.nextInt(15) == 0) {
      deaths--;
      return true;
    }
    return false;
  }

  private void live(SimulatedProcess process, RunningRun running) {
    int troubles = random.nextInt(4);
    boolean more = true;
    while (more && process.isAlive() && !running.ending().isDone()) {
      if (troubles > 0 && random.nextInt(12) == 0) {
        troubles--;
        trouble(running);
      }
      more = executor.runOne() || timers.fireNext();
      invariants.raise();
    }
    if (process.isAlive() && !running.ending().isDone()) {
      invariants.violated("every_run_ends_or_asks: nothing is left to happen; last: " + last());
    }
  }

  private void trouble(RunningRun running) {
    String any = NAMES.get(random.nextInt(NAMES.size()));
    switch (random.nextInt(9)) {
      case 0 -> running.stop("olim");
      case 7 -> stopFromAnotherTerminal();
      case 1 -> {
        if (workloads.exists(any)) {
          workloads.delete(any);
        }
      }
      case 2, 3 -> {
        if (workloads.exists(any)) {
          workloads.setImage(any, image(any, 4));
        }
      }
      case 4 -> workloads.mendImage(image(any, 1));
      case 5 -> store.blind(random.nextBoolean());
      // Set back, or on by more than any deadline: a laptop that was asleep.
      case 6 -> clock.advance(Duration.ofSeconds(random.nextInt(-120, 1_200)));
      default ->
          journal.fail(
              random.nextBoolean()
                  ? new InMemoryJournal.Failure.Unwritable()
                  : new InMemoryJournal.Failure.Conflicting());
    }
  }

  private void stopFromAnotherTerminal() {
    int written = events().size();
    if (written > 0) {
      var _ =
          journal.append(
              id, written, List.of(new RunEvent.StopAsked(clock.instant(), "zuhra@bastion")));
    }
  }

  /** How it came to rest; empty where somebody takes it up again. */
  private Optional<String> rest(RunningRun running) {
    Ending ending = running.ending().join();
    return switch (ending) {
      case Ending.Ended(Run run) -> {
        invariants.rested(run, events(), workloads.changes());
        yield Optional.of(run.result().orElseThrow().name());
      }
      case Ending.Asks(Run run) -> {
        invariants.rested(run, events(), workloads.changes());
        // Most often a person answers, and most people can see.
        people++;
        store.blind(false);
        yield random.nextInt(4) == 0 ? Optional.of("Asks") : Optional.empty();
      }
      case Ending.JournalLost(Run run, var problem) -> {
        if (problem.code() != ErrorCode.JOURNAL_UNWRITABLE) {
          invariants.violated("the engine caught a bug of its own: " + problem.sentence());
        }
        if (run.ended()) {
          invariants.violated("an ended run lost its journal");
        }
        yield random.nextInt(4) == 0 ? Optional.of("JournalLost") : Optional.empty();
      }
      case Ending.NotStarted _ -> {
        if (!workloads.changes().isEmpty()) {
          invariants.violated("not started, but " + workloads.changes());
        }
        yield Optional.of("NotStarted");
      }
    };
  }

  private void atTheEnd() {
    executor.runOut(timers);
    if (store.done("video") > 1) {
      invariants.violated("no_destructive_effect_twice: " + store.done("video") + " times");
    }
    if (store.lost("video") > 0) {
      invariants.violated("nothing_lost: " + store.lost("video") + " jobs");
    }
    for (String change : workloads.changes()) {
      if (bad.contains(change)) {
        invariants.violated("never_back_to_bad: " + change);
      }
    }
    invariants.raise();
  }

  private void happened(Run run, RunEvent event) {
    if (sabotage == Sabotage.LOSES_EVENTS && event instanceof RunEvent.EffectEnded) {
      return;
    }
    invariants.happened(run, event);
  }

  private List<RunEvent> events() {
    return switch (journal.read(id)) {
      case Answer.Given<List<RunEvent>>(List<RunEvent> events) -> events;
      case Answer.Refused<List<RunEvent>>(var problem) ->
          throw new AssertionError(problem.sentence());
    };
  }

  /** For people who look for the reason. */
  private List<RunEvent> last() {
    List<RunEvent> events = events();
    return events.subList(Math.max(1, events.size() - 8), events.size());
  }

  private CheckResult probe(HealthCheck check) {
    return health.getOrDefault(check.url(), new CheckResult.Passed("200"));
  }

  /** Looks at each effect, between the process and the world. */
  private Effects sabotaged(Effects real) {
    return new Effects() {
      @Override
      public EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun) {
        invariants.performing(run, step, attempt, events());
        EffectOutcome outcome;
        try {
          outcome = real.perform(run, step, attempt, mayHaveRun);
        } catch (IllegalStateException bug) {
          outcome = new EffectOutcome.Unknown("internal error: " + bug.getMessage());
        }
        if (sabotage == Sabotage.ACTS_WITHOUT_INTENT) {
          invariants.performing(run, step, attempt + 1, events());
        }
        if (sabotage == Sabotage.REPEATS_BLINDLY && outcome instanceof EffectOutcome.Unknown) {
          invariants.performing(run, step, attempt, events());
        }
        return outcome;
      }

      @Override
      public Sight look(RunId run, Step step) {
        return real.look(run, step);
      }

      @Override
      public Subscription watch(RunId run, Step step, String mark, Consumer<Observation> told) {
        return sabotage == Sabotage.NEVER_WAKES ? () -> {} : real.watch(run, step, mark, told);
      }
    };
  }
}
