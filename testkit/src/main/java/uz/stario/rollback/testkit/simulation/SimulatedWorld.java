package uz.stario.rollback.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.RunningRun;
import uz.stario.rollback.testkit.FakeWorkloads;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.InMemoryJournal;
import uz.stario.rollback.testkit.InMemoryRegistries;
import uz.stario.rollback.testkit.Plans;
import uz.stario.rollback.testkit.PracticeStore;
import uz.stario.rollback.testkit.SeededExecutor;
import uz.stario.rollback.testkit.SeededTimers;
import uz.stario.rollback.testkit.SettableClock;
import uz.stario.rollback.verify.CheckResult;

/**
 * What the processes of a simulation have in common: a cluster with its faults, a queue to destroy,
 * the locks, the journal, and time. Made anew from each seed.
 */
final class SimulatedWorld {

  private static final List<String> NAMES = List.of("api", "gen", "worker", "web", "lone");
  private static final boolean STORY = System.getProperty("story") != null;
  private static final String QUEUE = "video";

  /** No plan of these takes nearly as long, however often it is taken up again. */
  private static final Duration LONGEST = Duration.ofHours(12);

  private final SplittableRandom random;
  private final Sabotage sabotage;
  private final SettableClock clock = new SettableClock(Fixtures.NOW);
  private final SeededExecutor executor;
  private final SeededTimers timers;
  private final FakeWorkloads workloads;
  private final ApiFaults faults;
  private final PracticeStore store;
  private final InMemoryRegistries registries = new InMemoryRegistries();
  private final InMemoryJournal journal = new InMemoryJournal();
  private final Invariants invariants;
  private final Map<String, CheckResult> health = new HashMap<>();
  private final Set<String> seen = new TreeSet<>();
  private final List<RunningRun> running = new ArrayList<>();
  private int runs;
  private long pids;
  private Instant latest = Instant.MAX;

  SimulatedWorld(SplittableRandom random, Sabotage sabotage) {
    this.random = random;
    this.sabotage = sabotage;
    executor = new SeededExecutor(random.nextLong());
    timers = new SeededTimers(clock, executor);
    workloads = new FakeWorkloads(clock, timers);
    faults = new ApiFaults(random.split(), this::after);
    store = new PracticeStore(clock, timers, random.nextLong(), random.nextInt(0, 60));
    invariants = new Invariants(this);
    releases();
    spoil();
    latest = clock.instant().plus(LONGEST);
  }

  SettableClock clock() {
    return clock;
  }

  SeededExecutor executor() {
    return executor;
  }

  FakeWorkloads workloads() {
    return workloads;
  }

  ApiFaults faults() {
    return faults;
  }

  PracticeStore store() {
    return store;
  }

  InMemoryRegistries registries() {
    return registries;
  }

  InMemoryJournal journal() {
    return journal;
  }

  /** As one process reaches it; the invariants hear of every event that is really written. */
  Journal journal(Sabotage broken) {
    return Broken.journal(
        broken,
        new PassingJournal(journal) {
          @Override
          public Appending append(RunId run, long expected, List<RunEvent> events) {
            Appending appending = super.append(run, expected, events);
            if (appending instanceof Appending.Appended) {
              invariants.appended(run, events);
              events.forEach(event -> tell(run + " " + event));
            }
            return appending;
          }
        });
  }

  /** Where the record of a run ends, as a lock keeps it. */
  String head(RunId run) {
    return switch (journal.entries(run)) {
      case Answer.Given<List<Entry>>(List<Entry> entries) ->
          entries.isEmpty() ? "" : entries.getLast().head().toString();
      case Answer.Refused<List<Entry>>(var problem) -> throw new AssertionError(problem.sentence());
    };
  }

  RunId nextRun() {
    return new RunId("run-" + ++runs);
  }

  long nextPid() {
    return ++pids;
  }

  /** For people who look for the reason: {@code -Dstory} with a seed. */
  void tell(String what) {
    if (STORY) {
      System.err.println(Duration.between(Fixtures.NOW, clock.instant()) + " " + what);
    }
  }

  /** Notes something that there was to see. */
  void saw(String word) {
    seen.add(word);
  }

  /** Notes a run that is being carried out. */
  void saw(RunningRun run) {
    running.removeIf(other -> other.ending().isDone());
    running.add(run);
  }

  Set<String> seen() {
    return seen;
  }

  /** One of those that are being carried out. */
  Optional<RunningRun> anyRun(SplittableRandom which) {
    return running.isEmpty()
        ? Optional.empty()
        : Optional.of(running.get(which.nextInt(running.size())));
  }

  Invariants invariants() {
    return invariants;
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
      if (random.nextBoolean()) {
        var _ =
            workloads.record(
                WorkloadRef.deployment(name),
                second(name).id(),
                new Verdict(Health.BAD, "before", clock.instant()));
      }
    }
  }

  private void settle() {
    timers.passUntil(clock.instant().plus(Duration.ofHours(1)), executor);
  }

  private Revision second(String name) {
    return state(WorkloadRef.deployment(name)).revisions().stream()
        .filter(revision -> revision.template().version().equals("v2"))
        .findFirst()
        .orElseThrow();
  }

  private WorkloadState state(WorkloadRef ref) {
    Answer<WorkloadState> observed =
        workloads.observe(Set.of(ref)).then(all -> Objects.requireNonNull(all.get(ref)));
    return switch (observed) {
      case Answer.Given<WorkloadState>(WorkloadState state) -> state;
      case Answer.Refused<WorkloadState>(var problem) ->
          throw new AssertionError(problem.sentence());
    };
  }

  private static String image(String name, int version) {
    return "stario/" + name + ":v" + version;
  }

  private void spoil() {
    faults.percent(random.nextInt(0, 60));
    workloads.faults(faults);
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
    switch (sabotage) {
      case THROWS_AWAY -> store.withoutKeeping();
      case REPEATS_BLINDLY -> store.withoutPrecondition();
      default -> {}
    }
  }

  /** What one operator wants to be taken back, as the real planner plans it. */
  Answer<Plan> plan() {
    List<Service> services = new ArrayList<>();
    services.add(Plans.service("api", Set.of(), "api"));
    services.add(Plans.service("video", Set.of(), "gen", "worker"));
    services.add(Plans.service("web", Set.of("api", "video"), "web"));
    services.add(Plans.service("lone", Set.of(), "lone"));
    int fewer = random.nextInt(4);
    for (int i = 0; i < fewer; i++) {
      services.remove(random.nextInt(services.size()));
    }
    return Plans.answer(
            Broken.planner(sabotage, workloads), clock.instant(), services.toArray(Service[]::new))
        .map(this::withQuarantine);
  }

  /** Something destructive before or after one of the rollbacks. */
  private Plan withQuarantine(Plan made) {
    if (made.steps().isEmpty() || random.nextInt(3) == 0) {
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
            store.quarantine(QUEUE),
            Set.of(),
            before ? Set.of() : Set.of(neighbour.id()),
            neighbour.wave(),
            "");
    if (before) {
      Set<StepId> needs = new TreeSet<>(neighbour.needs());
      needs.add(quarantine);
      steps.set(
          at,
          Step.of(
              neighbour.id(),
              neighbour.service(),
              neighbour.action(),
              neighbour.after(),
              needs,
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

  /** What is known to be bad now, as a run that goes there would be noted: {@code X to v2}. */
  Set<String> bad() {
    return NAMES.stream()
        .filter(workloads::exists)
        .map(WorkloadRef::deployment)
        .flatMap(ref ->
            state(ref).revisions().stream()
                .filter(revision -> revision.verdict().health() == Health.BAD)
                .map(revision -> ref + " to " + revision.template().version()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** How often a run really destroyed something. */
  int destroyed(RunId run) {
    return store.done(QUEUE, run);
  }

  /** Jobs that nobody has any more. */
  int lost() {
    return store.lost(QUEUE);
  }

  CheckResult probe(HealthCheck check) {
    return health.getOrDefault(check.url(), new CheckResult.Passed("200"));
  }

  List<RunEvent> events(RunId run) {
    return switch (journal.read(run)) {
      case Answer.Given<List<RunEvent>>(List<RunEvent> events) -> events;
      case Answer.Refused<List<RunEvent>>(var problem) ->
          throw new AssertionError(problem.sentence());
    };
  }

  List<RunId> runs() {
    return switch (journal.all()) {
      case Answer.Given<List<RunId>>(List<RunId> runs) -> runs;
      case Answer.Refused<List<RunId>>(var problem) -> throw new AssertionError(problem.sentence());
    };
  }

  /** After so much time of the world, whatever the clocks of its machines say. */
  Subscription after(Duration time, Runnable action) {
    return timers.at(clock.instant().plus(time), action);
  }

  /** The next thing that happens; false when nothing is left to happen. */
  boolean step() {
    if (clock.instant().isAfter(latest)) {
      throw new AssertionError("every_run_ends_or_asks: not within " + LONGEST);
    }
    return executor.runOne() || timers.fireNext();
  }

  /** What happens while a process stands still. */
  void passMeanwhile(Duration duration) {
    boolean[] over = {false};
    var _ = after(duration, () -> over[0] = true);
    while (!over[0] && step()) {
      // On to the next.
    }
  }

  /** Something that other people, or the weather, do. */
  void trouble() {
    String any = NAMES.get(random.nextInt(NAMES.size()));
    switch (random.nextInt(8)) {
      case 0 -> {
        if (workloads.exists(any)) {
          workloads.delete(any);
        }
      }
      case 1, 2 -> {
        if (workloads.exists(any)) {
          workloads.setImage(any, image(any, 4));
        }
      }
      case 3 -> workloads.mendImage(image(any, 1));
      case 4 -> store.blind(random.nextBoolean());
      case 5 ->
          registries.fail(
              random.nextBoolean()
                  ? InMemoryRegistries.Failure.ANSWER_LOST
                  : InMemoryRegistries.Failure.REQUEST_LOST,
              InMemoryRegistries.Failure.CONFLICT,
              InMemoryRegistries.Failure.REFUSED);
      default ->
          journal.fail(
              random.nextBoolean()
                  ? new InMemoryJournal.Failure.Unwritable()
                  : new InMemoryJournal.Failure.Conflicting());
    }
  }

  /** A disk is made room on, a network comes back. */
  void mendJournal() {
    journal.fail(new InMemoryJournal.Failure.None());
  }

  /** From now on nothing goes wrong any more but what is on its way already. */
  void calm() {
    mendJournal();
    faults.percent(0);
    store.calm();
    store.blind(false);
  }
}
