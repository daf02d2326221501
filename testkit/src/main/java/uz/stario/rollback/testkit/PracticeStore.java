package uz.stario.rollback.testkit;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Danger;
import uz.stario.rollback.plan.OnFailure;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;

/**
 * A store to practise destruction on: quarantines named queues, counts what was really done, and
 * loses answers when told to.
 *
 * <p>As a real target should, it keeps what it removes, and refuses a change whose precondition no
 * longer holds: a queue is quarantined only in the generation that the plan saw. A request that was
 * lost may still arrive later. Thread-safe.
 */
public final class PracticeStore implements Stores {

  public static final String KIND = "practice-quarantine";

  private static final String GENERATION = "generation";

  private final InstantSource clock;
  private final Timers timers;
  private final SplittableRandom random;
  private int percent;
  private final Map<String, Queue> queues = new HashMap<>();
  private boolean blind;
  private boolean enforces = true;
  private boolean keeps = true;

  /** One queue and what became of it. */
  private static final class Queue {
    private int generation = 1;
    private List<String> jobs = new ArrayList<>(List.of("job-1", "job-2"));
    private final List<String> kept = new ArrayList<>();
    private final List<RunId> doneBy = new ArrayList<>();
  }

  /**
   * @param percent of calls that go wrong: before, after, or late
   */
  public PracticeStore(InstantSource clock, Timers timers, long seed, int percent) {
    this.clock = clock;
    this.timers = timers;
    this.random = new SplittableRandom(seed);
    this.percent = percent;
  }

  /** Whether looks can't tell from now on. */
  public synchronized PracticeStore blind(boolean whether) {
    blind = whether;
    return this;
  }

  /** From now on all goes well but what is on its way already. */
  public synchronized PracticeStore calm() {
    percent = 0;
    return this;
  }

  /** As a target that takes the same change twice: what a look before acting is there for. */
  public synchronized PracticeStore withoutPrecondition() {
    enforces = false;
    return this;
  }

  /** As a target that throws away what it removes. */
  public synchronized PracticeStore withoutKeeping() {
    keeps = false;
    return this;
  }

  /** The change that quarantines a queue as it is now. */
  public synchronized Action.StoreChange quarantine(String queue) {
    return new Action.StoreChange(
        KIND,
        "queue/" + queue,
        new TreeMap<>(Map.of(GENERATION, Integer.toString(queue(queue).generation))),
        Danger.DESTRUCTIVE,
        false,
        OnFailure.STOP,
        Duration.ofMinutes(2),
        "the queue has a generation more, by this run",
        "the generation that was seen",
        "put the kept jobs back");
  }

  /** How often a queue was really quarantined. */
  public synchronized int done(String queue) {
    return queue(queue).doneBy.size();
  }

  /** How often a run really did it. */
  public synchronized int done(String queue, RunId run) {
    return Collections.frequency(queue(queue).doneBy, run);
  }

  /** Jobs that are neither in the queue nor kept. */
  public synchronized int lost(String queue) {
    Queue found = queue(queue);
    return 2 - found.jobs.size() - found.kept.size();
  }

  @Override
  public synchronized EffectOutcome perform(
      Action.StoreChange change, RunId run, int attempt, boolean mayHaveRun) {
    if (mayHaveRun) {
      return new EffectOutcome.Unknown("it may have been done already");
    }
    int luck = random.nextInt(100);
    if (luck >= percent) {
      return change(change, run);
    }
    return switch (luck % 5) {
      case 0 -> new EffectOutcome.Unknown("the connection was reset");
      case 1 -> new EffectOutcome.Unknown("lost after: " + change(change, run).detail());
      case 2 -> {
        var _ =
            timers.at(
                clock.instant().plusSeconds(random.nextInt(1, 90)), () -> change(change, run));
        yield new EffectOutcome.Unknown("no answer in time");
      }
      case 3 -> new EffectOutcome.NotYet("too many requests", false);
      default -> {
        change(change, run);
        throw new IllegalStateException("a bug after the change");
      }
    };
  }

  private synchronized EffectOutcome change(Action.StoreChange change, RunId run) {
    Queue queue = queue(name(change));
    String seen = change.arguments().getOrDefault(GENERATION, "");
    if (queue.doneBy.contains(run) && enforces) {
      return new EffectOutcome.AlreadySo("this run has quarantined it", "");
    }
    if (!seen.equals(Integer.toString(queue.generation)) && enforces) {
      return new EffectOutcome.Refused("the queue has changed since the plan");
    }
    queue.generation++;
    if (keeps) {
      queue.kept.addAll(queue.jobs);
    }
    queue.jobs = new ArrayList<>();
    queue.doneBy.add(run);
    return new EffectOutcome.Applied("quarantined", "");
  }

  @Override
  public synchronized Sight look(Action.StoreChange change, RunId run) {
    if (blind || random.nextInt(100) < percent) {
      return new Sight.CannotTell("no answer");
    }
    return queue(name(change)).doneBy.contains(run)
        ? new Sight.Done("quarantined", "")
        : new Sight.NotDone("not quarantined");
  }

  private static String name(Action.StoreChange change) {
    return change.target().substring("queue/".length());
  }

  private Queue queue(String name) {
    return queues.computeIfAbsent(name, _ -> new Queue());
  }
}
