package uz.stario.rollback.testkit.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.testkit.Faults;
import uz.stario.rollback.verify.PodState;

/**
 * How an API server and the network before it go wrong, as a port tells it: requests and answers
 * that are lost, late or arrive twice, refusals for now and for good, stale reads, watches that
 * miss what happened. Not thread-safe.
 */
final class ApiFaults implements Faults {

  /** Longer than any client waits for an answer. */
  private static final int LATEST = 90;

  private final SplittableRandom random;
  private final BiConsumer<Duration, Runnable> later;
  private final Map<WorkloadRef, Answer<List<PodState>>> seen = new HashMap<>();
  private int percent;

  /**
   * @param later what to do after a time
   */
  ApiFaults(SplittableRandom random, BiConsumer<Duration, Runnable> later) {
    this.random = random;
    this.later = later;
  }

  /** So many of a hundred go wrong from now on. */
  void percent(int share) {
    percent = share;
  }

  private boolean wrong() {
    return random.nextInt(100) < percent;
  }

  @Override
  public EffectOutcome around(String call, Supplier<EffectOutcome> effect) {
    if (!wrong()) {
      return effect.get();
    }
    return switch (random.nextInt(12)) {
      case 0, 1 -> new EffectOutcome.Unknown("lost after: " + effect.get().detail());
      case 2, 3 -> new EffectOutcome.Unknown("the connection was reset");
      case 4 -> {
        later.accept(
            Duration.ofSeconds(random.nextInt(1, LATEST)),
            () -> {
              var _ = effect.get();
            });
        yield new EffectOutcome.Unknown("no answer in time");
      }
      case 5 -> {
        // A network that sends it twice; the second answer is nobody's any more.
        EffectOutcome first = effect.get();
        var _ = effect.get();
        yield first;
      }
      case 6 -> new EffectOutcome.Unknown("500: " + effect.get().detail());
      case 7 -> new EffectOutcome.Unknown("500: etcd has no leader");
      case 8 -> new EffectOutcome.NotYet("409: changed five times while it was being read", false);
      case 9, 10 -> new EffectOutcome.NotYet("429: too many requests, Retry-After: 1", false);
      default ->
          random.nextBoolean()
              ? new EffectOutcome.Refused("a webhook said no")
              : bug(effect.get().detail());
    };
  }

  private static EffectOutcome bug(String after) {
    throw new IllegalStateException("a bug after: " + after);
  }

  /** Answers about pods as they were when somebody asked before: from a cache that lags behind. */
  Workloads stale(Workloads real) {
    return new PassingWorkloads(real) {
      @Override
      public Answer<List<PodState>> pods(WorkloadRef workload) {
        Answer<List<PodState>> now = super.pods(workload);
        Answer<List<PodState>> before = Objects.requireNonNullElse(seen.put(workload, now), now);
        return wrong() ? before : now;
      }
    };
  }

  /**
   * What a watcher is told where its watch breaks now and then: after a gap, or once its version
   * was too old, only how it is by then.
   */
  Watching watching(Consumer<Observation> told) {
    return new Watching(told);
  }

  /** One watch. */
  final class Watching implements Consumer<Observation> {

    private final Consumer<Observation> told;
    private Observation newest = new Observation.Progress("");
    private boolean broken;
    private boolean closed;

    private Watching(Consumer<Observation> told) {
      this.told = told;
    }

    @Override
    public void accept(Observation seen) {
      newest = seen;
      if (!broken && wrong()) {
        broken = true;
        later.accept(Duration.ofSeconds(random.nextInt(1, 15)), this::again);
      } else if (!broken) {
        told.accept(seen);
      }
    }

    private void again() {
      broken = false;
      if (!closed) {
        told.accept(newest);
      }
    }

    Subscription closing(Subscription watch) {
      return () -> {
        closed = true;
        watch.close();
      };
    }
  }
}
