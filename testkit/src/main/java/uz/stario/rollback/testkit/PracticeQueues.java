package uz.stario.rollback.testkit;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.QueueQuarantine;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;

/**
 * A Redis to practise the quarantine of queues on, which people go on filling: knows every job, and
 * loses requests and answers when told to.
 *
 * <p>As the real one, it renames only where nothing is kept under the run's key yet, and a request
 * that was lost may still arrive later. Thread-safe.
 */
public final class PracticeQueues implements Stores {

  private final InstantSource clock;
  private final Timers timers;
  private final SplittableRandom random;
  private final Map<String, List<String>> keys = new HashMap<>();
  private final Map<String, Integer> renamed = new HashMap<>();
  private int percent;
  private int jobs;
  private boolean enforces = true;

  /**
   * @param percent of calls that go wrong: before, after, or late
   */
  public PracticeQueues(InstantSource clock, Timers timers, long seed, int percent) {
    this.clock = clock;
    this.timers = timers;
    this.random = new SplittableRandom(seed);
    this.percent = percent;
  }

  /** From now on all goes well but what is on its way already. */
  public synchronized PracticeQueues calm() {
    percent = 0;
    return this;
  }

  /** As a server that renames over whatever is there. */
  public synchronized PracticeQueues withoutPrecondition() {
    enforces = false;
    return this;
  }

  /** Somebody wants something done. */
  public synchronized PracticeQueues put(String queue) {
    jobs++;
    keys.computeIfAbsent(queue, _ -> new ArrayList<>()).add("job-" + jobs);
    return this;
  }

  /** How often jobs were really put aside for a run. */
  public synchronized int done(String queue, RunId run) {
    return renamed.getOrDefault(QueueQuarantine.kept(queue, run.value()), 0);
  }

  /** How often for whomever. */
  public synchronized int done() {
    return renamed.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Jobs that are under no key any more. */
  public synchronized int lost() {
    return jobs - keys.values().stream().mapToInt(List::size).sum();
  }

  @Override
  public synchronized EffectOutcome perform(
      Action.StoreChange change, RunId run, int attempt, boolean mayHaveRun) {
    int luck = random.nextInt(100);
    if (luck >= percent) {
      return rename(change, run);
    }
    return switch (luck % 5) {
      case 0 -> new EffectOutcome.Unknown("the connection was reset");
      case 1 -> new EffectOutcome.Unknown("lost after: " + rename(change, run).detail());
      case 2 -> {
        var _ =
            timers.at(
                clock.instant().plusSeconds(random.nextInt(1, 90)), () -> rename(change, run));
        yield new EffectOutcome.Unknown("no answer in time");
      }
      case 3 -> new EffectOutcome.NotYet("LOADING the dataset", false);
      default -> {
        rename(change, run);
        throw new IllegalStateException("a bug after the change");
      }
    };
  }

  private synchronized EffectOutcome rename(Action.StoreChange change, RunId run) {
    String queue = QueueQuarantine.key(change);
    String kept = QueueQuarantine.kept(queue, run.value());
    List<String> there = keys.get(queue);
    if (there == null) {
      return new EffectOutcome.AlreadySo(
          keys.containsKey(kept) ? "by this run" : "the queue is empty", "");
    }
    if (enforces && keys.containsKey(kept)) {
      return new EffectOutcome.AlreadySo("by this run", "");
    }
    keys.remove(queue);
    keys.put(kept, there);
    renamed.merge(kept, 1, Integer::sum);
    return new EffectOutcome.Applied(there.size() + " kept under " + kept, "");
  }

  @Override
  public synchronized Sight look(Action.StoreChange change, RunId run) {
    if (random.nextInt(100) < percent) {
      return new Sight.CannotTell("no answer");
    }
    String kept = QueueQuarantine.kept(QueueQuarantine.key(change), run.value());
    return Optional.ofNullable(keys.get(kept))
        .<Sight>map(jobsThere -> new Sight.Done(jobsThere.size() + " kept under " + kept, ""))
        .orElseGet(() -> new Sight.NotDone("there is no " + kept));
  }
}
