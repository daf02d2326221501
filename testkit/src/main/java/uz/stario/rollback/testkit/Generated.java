package uz.stario.rollback.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Assumption;
import uz.stario.rollback.plan.CarriedFlag;
import uz.stario.rollback.plan.Danger;
import uz.stario.rollback.plan.Difference;
import uz.stario.rollback.plan.Finding;
import uz.stario.rollback.plan.Gate;
import uz.stario.rollback.plan.Offer;
import uz.stario.rollback.plan.OnFailure;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.run.ApprovalNeed;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.run.Sight;
import uz.stario.rollback.run.StepOutcome;
import uz.stario.rollback.run.TimerKind;

/**
 * Makes plans and events of every kind, with the awkward values that real ones may hold.
 *
 * <p>The values of one seed are always the same. They are well-formed, not sensible: a plan's
 * digest is no digest. Not thread-safe.
 */
public final class Generated {

  private static final List<String> AWKWARD =
      List.of(
          "",
          " ",
          "video-gen",
          "v1.2.3",
          "Сталь & ёлка <!channel>",
          "o‘zbek \"quoted\" \\ back",
          "line\nbreak\ttab\r",
          "emoji 🔴 and \u0000 nul \u001b[31m",
          "\u2028 separator",
          "null",
          "$${url}`id`",
          "x".repeat(5_000));

  // Not Random: its first values hardly differ between small seeds.
  private final SplittableRandom random;
  private final GeneratedChecks checks;

  public Generated(long seed) {
    this.random = new SplittableRandom(seed);
    this.checks = new GeneratedChecks(random);
  }

  public Plan plan() {
    return Plan.of(
            text(),
            text(),
            instant(),
            text(),
            random.nextBoolean(),
            some(this::workloadPlan),
            some(this::step),
            some(this::finding))
        .withGates(some(this::gate))
        .withOffered(some(() -> new Offer(text(), text(), text(), text())));
  }

  private Gate gate() {
    return new Gate(
        constant(Gate.Item.values()),
        oneOf(
            () -> new Gate.State.Evident(text()),
            () -> new Gate.State.Attested(text(), text()),
            () -> new Gate.State.Waived(text(), text()),
            () -> new Gate.State.Deferred(text()),
            () -> new Gate.State.Open(text())));
  }

  public Action action() {
    return oneOf(
        () ->
            new Action.RollBack(
                workload(),
                new Assumption(text(), text(), text(), text()),
                number(),
                text(),
                number(),
                text(),
                some(this::carried),
                random.nextBoolean(),
                duration()),
        () -> new Action.Restart(workload(), text(), duration()),
        () -> new Action.CheckPods(workload(), duration()),
        () -> new Action.CheckHealth(text(), healthCheck(), duration()),
        () -> new Action.RunCheck(text(), checks.any(), duration(), duration(), duration()),
        () -> new Action.RecordVerdicts(workload(), text(), text()),
        this::storeChange);
  }

  private Action storeChange() {
    return new Action.StoreChange(
        text(),
        text(),
        new TreeMap<>(Map.of(text() + "1", text(), text() + "2", text())),
        constant(Danger.values()),
        random.nextBoolean(),
        constant(OnFailure.values()),
        duration(),
        text(),
        text(),
        text());
  }

  private Sight sight() {
    return oneOf(
        () -> new Sight.Done(text(), text()),
        () -> new Sight.NotDone(text()),
        () -> new Sight.CannotTell(text()));
  }

  public RunEvent.Started started() {
    return new RunEvent.Started(instant(), plan(), text(), approval());
  }

  private Optional<ApprovalNeed> approval() {
    return random.nextBoolean()
        ? Optional.of(
            new ApprovalNeed(text(), instant(), random.nextBoolean(), random.nextBoolean()))
        : Optional.empty();
  }

  public RunEvent event() {
    return oneOf(
        this::started,
        () -> new RunEvent.EffectIntended(instant(), stepId(), random.nextInt(1, 100)),
        () ->
            new RunEvent.EffectEnded(instant(), stepId(), random.nextInt(1, 100), effectOutcome()),
        () -> new RunEvent.Observed(instant(), stepId(), observation()),
        () -> new RunEvent.TimerFired(instant(), stepId(), constant(TimerKind.values())),
        () -> new RunEvent.StopAsked(instant(), text()),
        () -> new RunEvent.Approved(instant(), text(), text(), random.nextBoolean()),
        () -> new RunEvent.GlassBroken(instant(), text(), text()),
        () -> new RunEvent.ApprovalExpired(instant()),
        () -> new RunEvent.Resumed(instant(), text(), random.nextBoolean()),
        () -> new RunEvent.Looked(instant(), stepId(), random.nextInt(1, 100), sight()),
        () -> new RunEvent.Asked(instant(), stepId(), text()),
        () -> new RunEvent.Treated(instant(), stepId(), random.nextBoolean(), text(), text()),
        () -> new RunEvent.LockLost(instant(), text()),
        () -> new RunEvent.TakenOver(instant(), text(), text(), instant(), text()),
        () -> new RunEvent.StepEnded(instant(), stepId(), stepOutcome()),
        () -> new RunEvent.Ended(instant(), constant(RunResult.values())));
  }

  public EffectOutcome effectOutcome() {
    return oneOf(
        () -> new EffectOutcome.Applied(text(), text(), some(this::text)),
        () -> new EffectOutcome.AlreadySo(text(), text()),
        () -> new EffectOutcome.NotYet(text(), random.nextBoolean(), some(this::text)),
        () -> new EffectOutcome.NotPassed(text(), random.nextBoolean(), some(this::text)),
        () -> new EffectOutcome.Refused(text()),
        () -> new EffectOutcome.Unknown(text()));
  }

  public Observation observation() {
    return oneOf(
        () -> new Observation.Progress(text()),
        () -> new Observation.Trouble(text()),
        () -> new Observation.Complete(text()),
        () -> new Observation.Lost(text()));
  }

  public StepOutcome stepOutcome() {
    return oneOf(
        () -> new StepOutcome.Succeeded(text()),
        () -> new StepOutcome.AlreadyDone(text()),
        () -> new StepOutcome.Failed(text(), text()),
        () -> new StepOutcome.TimedOut(text(), text()),
        () -> new StepOutcome.Unknown(text()),
        () -> new StepOutcome.Skipped(text()));
  }

  public Step step() {
    return Step.of(stepId(), text(), action(), stepIds(), stepIds(), random.nextInt(1, 20), text());
  }

  /** Any text, now and then one that breaks careless code. */
  public String text() {
    return text(random);
  }

  static String text(SplittableRandom random) {
    return random.nextBoolean()
        ? AWKWARD.get(random.nextInt(AWKWARD.size()))
        : Long.toString(random.nextLong(), 36);
  }

  /** Between 1970 and about 2090, with nanoseconds. */
  public Instant instant() {
    return Instant.ofEpochSecond(
        random.nextLong(3_800_000_000L), random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
  }

  public Duration duration() {
    return Duration.ofMillis(random.nextLong(86_400_000L));
  }

  private WorkloadPlan workloadPlan() {
    return new WorkloadPlan(
        text(),
        workload(),
        number(),
        text(),
        number(),
        text(),
        constant(Health.values()),
        text(),
        random.nextBoolean(),
        some(() -> new Difference(text(), text(), text(), text())),
        some(this::carried));
  }

  private Finding finding() {
    return new Finding(constant(Finding.Weight.values()), text(), text());
  }

  private CarriedFlag carried() {
    return new CarriedFlag(text(), text(), text(), text());
  }

  private HealthCheck healthCheck() {
    return checks.health();
  }

  private WorkloadRef workload() {
    return WorkloadRef.deployment("w" + Integer.toString(random.nextInt(1_000_000), 36));
  }

  private StepId stepId() {
    return new StepId("step/" + text());
  }

  private Set<StepId> stepIds() {
    return new TreeSet<>(some(this::stepId));
  }

  private long number() {
    return random.nextBoolean() ? random.nextInt(100) : random.nextLong(Long.MAX_VALUE);
  }

  /** None to four, so that whole plans stay small. */
  private <T> List<T> some(Supplier<T> each) {
    List<T> made = new ArrayList<>();
    for (int left = random.nextInt(5); left > 0; left--) {
      made.add(each.get());
    }
    return made;
  }

  private <E> E constant(E[] constants) {
    return constants[random.nextInt(constants.length)];
  }

  @SafeVarargs
  private <T> T oneOf(Supplier<? extends T>... makers) {
    return makers[random.nextInt(makers.length)].get();
  }
}
