package uz.stario.rollback.run.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.port.Checks;
import uz.stario.rollback.port.Effects;
import uz.stario.rollback.port.HttpProbe;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Verdict;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.PodState;
import uz.stario.rollback.verify.PodVerdict;

/** Sends each kind of action to the port that carries it out. */
public final class PlanEffects implements Effects {

  private final Workloads workloads;
  private final HttpProbe probe;
  private final Checks checks;
  private final Stores stores;
  private final InstantSource clock;

  /** When each check was first to be made: then the rollouts that it is about had finished. */
  private final Map<StepKey, Instant> since = new ConcurrentHashMap<>();

  private record StepKey(RunId run, StepId step) {}

  public PlanEffects(
      Workloads workloads, HttpProbe probe, Checks checks, Stores stores, InstantSource clock) {
    this.workloads = workloads;
    this.probe = probe;
    this.checks = checks;
    this.stores = stores;
    this.clock = clock;
  }

  @Override
  public EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun) {
    return switch (step.action()) {
      case Action.RollBack rollBack -> workloads.rollBack(rollBack, run);
      case Action.Restart restart ->
          place(restart).restart(restart.workload(), run, clock.instant());
      case Action.CheckPods check -> pods(workloads.pods(check.workload()));
      case Action.CheckHealth check -> health(probe.probe(check.check()));
      case Action.RunCheck check -> check(new StepKey(run, step.id()), check);
      case Action.RecordVerdicts record -> verdicts(run, record);
      case Action.StoreChange change -> stores.perform(change, run, attempt, mayHaveRun);
    };
  }

  /** Of what may be repeated, the effect itself looks first. */
  @Override
  public Sight look(RunId run, Step step) {
    return switch (step.action()) {
      case Action.StoreChange change -> stores.look(change, run);
      case Action.RollBack _,
          Action.Restart _,
          Action.CheckPods _,
          Action.CheckHealth _,
          Action.RunCheck _,
          Action.RecordVerdicts _ ->
          new Sight.NotDone("it may be done again");
    };
  }

  @Override
  public Subscription watch(RunId run, Step step, String mark, Consumer<Observation> told) {
    return switch (step.action()) {
      case Action.RollBack rollBack -> workloads.await(rollBack.workload(), mark, told);
      case Action.Restart restart -> place(restart).await(restart.workload(), mark, told);
      case Action.CheckPods _,
          Action.CheckHealth _,
          Action.RunCheck _,
          Action.RecordVerdicts _,
          Action.StoreChange _ ->
          throw new IllegalArgumentException(step.id() + " waits for nothing");
    };
  }

  private Workloads place(Action.Restart restart) {
    return restart.namespace().isEmpty() ? workloads : workloads.in(restart.namespace());
  }

  private static EffectOutcome pods(Answer<List<PodState>> answer) {
    return switch (answer) {
      case Answer.Refused<List<PodState>>(Problem problem) ->
          new EffectOutcome.NotYet(problem.why(), true);
      case Answer.Given<List<PodState>>(List<PodState> pods) -> {
        String notReady =
            pods.stream()
                .filter(pod -> !pod.ready())
                .map(pod -> pod.name() + ": " + pod.reason())
                .collect(Collectors.joining("; "));
        long restarts = pods.stream().mapToInt(PodState::restarts).sum();
        String count = pods.size() + (pods.size() == 1 ? " pod" : " pods");
        if (pods.isEmpty()) {
          // No data is unknown, never passed.
          yield new EffectOutcome.NotYet("there is no pod to look at", true);
        }
        yield notReady.isEmpty()
            ? new EffectOutcome.Applied(count + " ready, " + restarts + " restarts", "")
            : new EffectOutcome.NotYet(notReady, false, lastWords(pods));
      }
    };
  }

  private static List<String> lastWords(List<PodState> pods) {
    return pods.stream()
        .filter(pod -> !pod.ready() && !pod.lastLines().isEmpty())
        .flatMap(pod ->
            Stream.concat(
                Stream.of(pod.name() + " wrote last:"),
                PodVerdict.lastWords(pod).stream().map(line -> "  " + line)))
        .limit(Checked.MOST_LINES)
        .toList();
  }

  private static EffectOutcome health(CheckResult result) {
    return switch (result) {
      case CheckResult.Passed(String detail) -> new EffectOutcome.Applied(detail, "");
      case CheckResult.Failed(String detail) -> new EffectOutcome.NotYet(detail, false);
      case CheckResult.Unknown(String detail) -> new EffectOutcome.NotYet(detail, true);
    };
  }

  private EffectOutcome check(StepKey key, Action.RunCheck action) {
    Instant now = clock.instant();
    Instant finished = since.computeIfAbsent(key, _ -> now);
    Duration passed = Duration.between(finished, now);
    if (passed.compareTo(action.settle()) < 0) {
      return new EffectOutcome.NotYet(
          "it has " + action.settle().toSeconds() + " s to settle", true);
    }
    Checked checked = checks.attempt(action.check(), finished);
    List<String> seen = checked.seen();
    boolean over = !clock.instant().isBefore(finished.plus(action.settle()).plus(action.within()));
    return switch (checked.result()) {
      case CheckResult.Passed(String detail) -> new EffectOutcome.Applied(detail, "", seen);
      case CheckResult.Failed(String detail) -> missed(over, detail, false, seen);
      case CheckResult.Unknown(String detail) -> missed(over, detail, true, seen);
    };
  }

  private static EffectOutcome missed(
      boolean over, String detail, boolean unknown, List<String> seen) {
    return over
        ? new EffectOutcome.NotPassed(detail, unknown, seen)
        : new EffectOutcome.NotYet(detail, unknown, seen);
  }

  // Both are tried: that the revision left is gone already is no reason not to praise the other.
  private EffectOutcome verdicts(RunId run, Action.RecordVerdicts record) {
    EffectOutcome left = verdict(run, record, record.left(), Health.BAD);
    EffectOutcome goneTo = verdict(run, record, record.goneTo(), Health.HEALTHY);
    if (goneTo instanceof EffectOutcome.NotYet || goneTo instanceof EffectOutcome.Unknown) {
      return goneTo;
    }
    if (left instanceof EffectOutcome.Applied || left instanceof EffectOutcome.AlreadySo) {
      return goneTo instanceof EffectOutcome.AlreadySo ? left : goneTo;
    }
    return left;
  }

  private EffectOutcome verdict(
      RunId run, Action.RecordVerdicts record, String revision, Health health) {
    return revision.isEmpty()
        ? new EffectOutcome.AlreadySo("nothing to record", "")
        : workloads.record(
            record.workload(), revision, new Verdict(health, run.value(), clock.instant()));
  }
}
