package uz.stario.rollback.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.QueueQuarantine;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.playbook.OptionalStep;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;
import uz.stario.rollback.run.engine.PlanEffects;
import uz.stario.rollback.testkit.FakeWorkloads;
import uz.stario.rollback.testkit.Plans;
import uz.stario.rollback.testkit.PracticeQueues;
import uz.stario.rollback.testkit.PracticeStore;
import uz.stario.rollback.testkit.SeededExecutor;
import uz.stario.rollback.testkit.SeededTimers;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;

/**
 * What is rolled back: a cluster with its history and its faults, its health, and a queue to
 * destroy. Made anew from each seed.
 */
final class SimulatedPlatform {

  private static final List<String> NAMES = List.of("api", "gen", "worker", "web", "lone");
  private static final String QUEUE = "video";

  /** One that is put aside without destroying anything. */
  private static final String JOBS = "video_jobs";

  /** What is in front of it all, and is of no service. */
  private static final String INGRESS = "ingress";

  private static final OptionalStep RESTART =
      new OptionalStep(
          "restart ingress",
          "routes are stale",
          OptionalStep.Moment.AFTER,
          new OptionalStep.Remedy.Restart(WorkloadRef.deployment(INGRESS), Optional.empty()));

  private static final OptionalStep CLEAR =
      new OptionalStep(
          "clear the queue",
          "jobs fail again and again",
          OptionalStep.Moment.BEFORE,
          new OptionalStep.Remedy.Quarantine(JOBS));

  private final SplittableRandom random;
  private final Sabotage sabotage;
  private final InstantSource clock;
  private final FakeWorkloads workloads;
  private final ApiFaults faults;
  private final PracticeStore store;
  private final PracticeQueues queues;
  private final Map<String, CheckResult> health = new HashMap<>();

  SimulatedPlatform(
      SplittableRandom random,
      Sabotage sabotage,
      InstantSource clock,
      SeededTimers timers,
      SeededExecutor executor) {
    this.random = random;
    this.sabotage = sabotage;
    this.clock = clock;
    workloads = new FakeWorkloads(clock, timers);
    faults =
        new ApiFaults(
            random.split(),
            (time, action) -> {
              var _ = timers.at(clock.instant().plus(time), action);
            });
    store = new PracticeStore(clock, timers, random.nextLong(), random.nextInt(0, 60));
    queues = new PracticeQueues(clock, timers, random.nextLong(), random.nextInt(0, 60)).put(JOBS);
    releases(() -> timers.passUntil(clock.instant().plus(Duration.ofHours(1)), executor));
    spoil();
  }

  /** Three versions of everything, of which the second is recorded bad here and there. */
  private void releases(Runnable settle) {
    for (String name : NAMES) {
      workloads.create(name, image(name, 1), 2);
    }
    workloads.create(INGRESS, image(INGRESS, 1), 2);
    settle.run();
    for (int version = 2; version <= 3; version++) {
      for (String name : NAMES) {
        workloads.setImage(name, image(name, version));
      }
      settle.run();
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
      if (random.nextInt(5) == 0) {
        workloads.breakImage(image(name, 1), "can't be pulled");
      }
    }
    if (random.nextInt(3) == 0) {
      health.put("http://web/health", new CheckResult.Failed("503"));
      health.put("http://lone/health", new CheckResult.Unknown("no answer"));
      health.put("smoke of api", new CheckResult.Failed("ended with 1"));
    }
    store.blind(random.nextInt(4) == 0);
    switch (sabotage) {
      case THROWS_AWAY -> store.withoutKeeping();
      case REPEATS_BLINDLY -> store.withoutPrecondition();
      case FORGETS_RESTARTS -> workloads.forgetRestarts();
      case RENAMES_OVER -> queues.withoutPrecondition();
      default -> {}
    }
  }

  /** What one operator wants to be taken back, as the real planner plans it. */
  Answer<Plan> plan() {
    List<Service> services = new ArrayList<>();
    services.add(Plans.offering(Plans.withSmoke(Plans.service("api", Set.of(), "api")), RESTART));
    services.add(Plans.offering(Plans.service("video", Set.of(), "gen", "worker"), CLEAR));
    services.add(Plans.service("web", Set.of("api", "video"), "web"));
    services.add(Plans.withSmoke(Plans.service("lone", Set.of(), "lone")));
    int fewer = random.nextInt(4);
    for (int i = 0; i < fewer; i++) {
      services.remove(random.nextInt(services.size()));
    }
    Set<String> with =
        services.stream()
            .flatMap(service -> service.optional().stream())
            .map(OptionalStep::name)
            .filter(_ -> random.nextBoolean())
            .collect(Collectors.toSet());
    return Plans.answer(
            Broken.planner(sabotage, workloads),
            clock.instant(),
            with,
            services.toArray(Service[]::new))
        .map(this::withQuarantine);
  }

  /** Something destructive before or after one of the rollbacks. */
  private Plan withQuarantine(Plan made) {
    if (made.steps().isEmpty() || random.nextInt(3) == 0) {
      return made;
    }
    List<Step> steps = new ArrayList<>(made.steps());
    int at = random.nextInt(steps.size());
    StepId quarantine = new StepId("destroy/video");
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

  /** How often the jobs of the queue were put aside for a run. */
  int putAside(RunId run) {
    return queues.done(JOBS, run);
  }

  /** Jobs that nobody has any more. */
  int lost() {
    return store.lost(QUEUE) + queues.lost();
  }

  private Checked attempt(Check check, Instant since) {
    return new Checked(
        health.getOrDefault(check.name(), new CheckResult.Passed("fine")),
        List.of("since " + since));
  }

  private CheckResult probe(HealthCheck check) {
    return health.getOrDefault(check.url(), new CheckResult.Passed("200"));
  }

  /** What a run has changed, as {@link #bad} names it. */
  List<String> changes(RunId run) {
    return workloads.changes(run);
  }

  /** The effects of steps here, as a process reaches them over the network. */
  Effects effects(InstantSource reader) {
    Effects real =
        new PlanEffects(
            faults.stale(workloads),
            this::probe,
            this::attempt,
            Stores.byKind(
                Map.of(QueueQuarantine.KIND, () -> queues, PracticeStore.KIND, () -> store)),
            reader);
    return new Effects() {
      @Override
      public EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun) {
        return real.perform(run, step, attempt, mayHaveRun);
      }

      @Override
      public Sight look(RunId run, Step step) {
        return real.look(run, step);
      }

      @Override
      public Subscription watch(RunId run, Step step, String mark, Consumer<Observation> told) {
        ApiFaults.Watching watching = faults.watching(told);
        return watching.closing(real.watch(run, step, mark, watching));
      }
    };
  }

  /** Somebody wants a video, whatever is being done to the queue. */
  void use() {
    if (random.nextInt(20) == 0) {
      queues.put(JOBS);
    }
  }

  /** Something that other people, or the weather, do. */
  void trouble() {
    List<String> all = Stream.concat(NAMES.stream(), Stream.of(INGRESS)).toList();
    String any = all.get(random.nextInt(all.size()));
    switch (random.nextInt(5)) {
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
      default -> store.blind(random.nextBoolean());
    }
  }

  /** From now on nothing goes wrong any more but what is on its way already. */
  void calm() {
    faults.percent(0);
    store.calm();
    queues.calm();
    store.blind(false);
  }
}
