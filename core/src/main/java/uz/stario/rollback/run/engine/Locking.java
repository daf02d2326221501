package uz.stario.rollback.run.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import uz.stario.rollback.lock.Conflict;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Standing;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.port.Targets;
import uz.stario.rollback.port.Targets.Acquiring;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.run.RunId;

/**
 * Takes the targets of one run: waits for whoever holds them if that is wanted, and takes over what
 * its owner has left, once that is sure.
 *
 * <p>By the clock alone nobody is taken over, for clocks differ: a holding that looks expired is
 * watched, and one that was seen to move is alive whatever the clock says. What the run itself held
 * before is taken over without being asked for: that is a run taken up again. So is what holds
 * nothing half done: a run that has ended, or one whose process of this machine is gone before its
 * run began ({@link Holders}).
 *
 * <p>Who is known to be about to let go is waited for, whatever patience there is with others.
 *
 * <p>The first attempt is made on the executor, later ones where the timers call.
 */
public final class Locking {

  /** Often enough that nobody notices the difference, seldom enough for an API server. */
  public static final Duration POLL = Duration.ofSeconds(2);

  /**
   * How long a run is waited for that is about to let go: longer than an attempt of an effect
   * takes, and than it takes to be sure that its process is no more.
   */
  public static final Duration LEAVING = Duration.ofSeconds(60);

  /** Who is about to let go does so within moments. */
  static final Duration LEAVING_POLL = Duration.ofMillis(250);

  private final Targets targets;
  private final Timers timers;
  private final InstantSource clock;
  private final Request request;
  private final Holders holders;
  private final Consumer<List<Conflict>> waiting;
  private final Instant began;
  private final CompletableFuture<Acquiring> result = new CompletableFuture<>();

  // Used by one attempt at a time.
  private final Map<Holding, Instant> unmoved = new LinkedHashMap<>();
  private final Set<Long> moved = new HashSet<>();
  private final Map<Long, Holding> seen = new LinkedHashMap<>();

  /**
   * What is wanted.
   *
   * @param takeOver whether holdings of other runs that have expired are to be taken over
   * @param patience how long to wait for runs that are alive
   */
  public record Request(
      SortedSet<TargetKey> targets, RunId run, Owner owner, boolean takeOver, Duration patience) {}

  private Locking(
      Targets targets,
      Timers timers,
      InstantSource clock,
      Request request,
      Holders holders,
      Consumer<List<Conflict>> waiting) {
    this.targets = targets;
    this.timers = timers;
    this.clock = clock;
    this.request = request;
    this.holders = holders;
    this.waiting = waiting;
    this.began = clock.instant();
  }

  /** Begins, where nothing is known of others but what the lock tells. */
  public static CompletableFuture<Acquiring> begin(
      Targets targets,
      Timers timers,
      Executor executor,
      InstantSource clock,
      Request request,
      Consumer<List<Conflict>> waiting) {
    return begin(targets, timers, executor, clock, request, Holders.UNKNOWN, waiting);
  }

  /**
   * Begins.
   *
   * @param holders what else is known of those who hold something
   * @param waiting told what stands in the way each time that it is waited for
   * @return what it came to; to cancel it ends the waiting, and lets go of what was taken meanwhile
   */
  public static CompletableFuture<Acquiring> begin(
      Targets targets,
      Timers timers,
      Executor executor,
      InstantSource clock,
      Request request,
      Holders holders,
      Consumer<List<Conflict>> waiting) {
    Locking locking = new Locking(targets, timers, clock, request, holders, waiting);
    executor.execute(locking::attempt);
    return locking.result;
  }

  private void attempt() {
    try {
      attempt(List.of());
    } catch (RuntimeException e) {
      // Without this, whoever waits for the lock would wait for ever.
      result.completeExceptionally(e);
    }
  }

  private void attempt(List<Holding> expired) {
    if (result.isDone()) {
      return;
    }
    Acquiring answer = targets.acquire(request.targets(), request.run(), request.owner(), expired);
    if (!(answer instanceof Acquiring.HeldBy(List<Conflict> conflicts))) {
      if (!result.complete(answer) && answer instanceof Acquiring.Held held) {
        var _ = held.lease().release();
      }
      return;
    }
    Instant now = clock.instant();
    watch(conflicts, now);
    List<Holding> ripe = new ArrayList<>();
    boolean staying = false;
    boolean leaving = false;
    for (Conflict conflict : conflicts) {
      Holders.Known known = holders.of(conflict.holding());
      if (mayTake(conflict, known)) {
        if (!now.isBefore(ripeAt(conflict))) {
          ripe.add(conflict.holding());
        }
      } else if (leaves(conflict, known)) {
        leaving = true;
      } else {
        staying = true;
      }
    }
    // At once only one time: who is refused again has lost to somebody, or was told old news.
    if (expired.isEmpty() && !ripe.isEmpty() && ripe.size() == conflicts.size()) {
      attempt(ripe);
    } else if ((staying || leaving) && !now.isBefore(until(staying))) {
      result.complete(answer);
    } else {
      waiting.accept(conflicts);
      Duration poll = leaving && !staying ? LEAVING_POLL : POLL;
      var _ = timers.at(now.plus(poll), this::attempt);
    }
  }

  /** The end of all patience; longer where everybody in the way is about to go. */
  private Instant until(boolean staying) {
    Duration patience = request.patience();
    return began.plus(staying || patience.compareTo(LEAVING) > 0 ? patience : LEAVING);
  }

  private boolean mayTake(Conflict conflict, Holders.Known known) {
    if (alive(conflict)) {
      return false;
    }
    return request.takeOver()
        || conflict.holding().run().equals(request.run())
        || known == Holders.Known.ENDED
        || (known == Holders.Known.UNBEGUN && conflict.standing() == Standing.GONE);
  }

  private boolean leaves(Conflict conflict, Holders.Known known) {
    return alive(conflict) && (known == Holders.Known.LEAVING || known == Holders.Known.ENDED);
  }

  private boolean alive(Conflict conflict) {
    return conflict.standing() == Standing.ALIVE || moved.contains(conflict.holding().fence());
  }

  private Instant ripeAt(Conflict conflict) {
    return unmoved
        .getOrDefault(conflict.holding(), Instant.MAX.minus(Holding.EXPIRY.multipliedBy(2)))
        .plus(conflict.standing().watched());
  }

  /** Notes since when each holding has been as it is, and which have shown life. */
  private void watch(List<Conflict> conflicts, Instant now) {
    for (Conflict conflict : conflicts) {
      Holding holding = conflict.holding();
      Holding before = seen.put(holding.fence(), holding);
      if (before != null && !before.equals(holding)) {
        moved.add(holding.fence());
      }
      unmoved.putIfAbsent(holding, now);
    }
    unmoved.keySet().retainAll(conflicts.stream().map(Conflict::holding).toList());
  }
}
