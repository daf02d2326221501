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
 * before is taken over without being asked for: that is a run taken up again.
 *
 * <p>The first attempt is made on the executor, later ones where the timers call.
 */
public final class Locking {

  /** Often enough that nobody notices the difference, seldom enough for an API server. */
  public static final Duration POLL = Duration.ofSeconds(2);

  private final Targets targets;
  private final Timers timers;
  private final InstantSource clock;
  private final Request request;
  private final Consumer<List<Conflict>> waiting;
  private final Instant until;
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
      Consumer<List<Conflict>> waiting) {
    this.targets = targets;
    this.timers = timers;
    this.clock = clock;
    this.request = request;
    this.waiting = waiting;
    this.until = clock.instant().plus(request.patience());
  }

  /**
   * Begins.
   *
   * @param waiting told what stands in the way each time that it is waited for
   * @return what it came to; to cancel it ends the waiting, and lets go of what was taken meanwhile
   */
  public static CompletableFuture<Acquiring> begin(
      Targets targets,
      Timers timers,
      Executor executor,
      InstantSource clock,
      Request request,
      Consumer<List<Conflict>> waiting) {
    Locking locking = new Locking(targets, timers, clock, request, waiting);
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
    boolean alive = false;
    for (Conflict conflict : conflicts) {
      if (!mayTake(conflict)) {
        alive = true;
      } else if (!now.isBefore(ripeAt(conflict))) {
        ripe.add(conflict.holding());
      }
    }
    if (!alive && ripe.size() == conflicts.size() && !expired.equals(ripe)) {
      attempt(ripe);
    } else if (alive && !now.isBefore(until)) {
      result.complete(answer);
    } else {
      waiting.accept(conflicts);
      var _ = timers.at(now.plus(POLL), this::attempt);
    }
  }

  private boolean mayTake(Conflict conflict) {
    Holding holding = conflict.holding();
    return conflict.standing() != Standing.ALIVE
        && !moved.contains(holding.fence())
        && (request.takeOver() || holding.run().equals(request.run()));
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
