package uz.stario.rollback.run.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Targets.Lease;
import uz.stario.rollback.port.Targets.Renewal;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Keeps a lease alive and knows whether it still is.
 *
 * <p>Thread-safe. It owns no threads: it beats where the timers call it. Nobody may act on a hold
 * that was not renewed for {@link #TRUSTED}: by then another machine may be about to take it over.
 * Time is counted from before the renewal was sent, so that a slow answer makes it shorter, never
 * longer. A process that was stopped for longer finds that it may not act until it has renewed.
 */
public final class LeaseKeeper implements Guard, AutoCloseable {

  /**
   * One heartbeat less than {@link Holding#EXPIRY}: what an effect takes, and clocks that differ.
   */
  public static final Duration TRUSTED = Holding.EXPIRY.minus(Holding.HEARTBEAT);

  private final Lease lease;
  private final Timers timers;
  private final InstantSource clock;
  private final Supplier<String> note;
  private final Consumer<String> lost;

  private Instant renewed;
  private String trouble = "";
  private @Nullable String gone;
  private @Nullable Subscription next;
  private boolean closed;

  private LeaseKeeper(
      Lease lease,
      Timers timers,
      InstantSource clock,
      Supplier<String> note,
      Consumer<String> lost) {
    this.lease = lease;
    this.timers = timers;
    this.clock = clock;
    this.note = note;
    this.lost = lost;
    this.renewed = lease.holding().heartbeat();
  }

  /**
   * Begins to beat.
   *
   * @param note asked before each heartbeat; quick
   * @param lost told once why, when the hold is found to be no more; quick
   */
  public static LeaseKeeper keep(
      Lease lease,
      Timers timers,
      InstantSource clock,
      Supplier<String> note,
      Consumer<String> lost) {
    LeaseKeeper keeper = new LeaseKeeper(lease, timers, clock, note, lost);
    keeper.schedule(keeper.renewed.plus(Holding.HEARTBEAT));
    return keeper;
  }

  @Override
  public synchronized boolean mayAct() {
    return gone == null && !stale();
  }

  @Override
  public synchronized String why() {
    if (gone != null) {
      return gone;
    }
    if (!stale()) {
      return "";
    }
    return "the lock was not renewed for over "
        + TRUSTED.toSeconds()
        + " s"
        + (trouble.isEmpty() ? "; this process or its clock stood still" : ": " + trouble);
  }

  // A clock that was set back says nothing of how long ago the renewal was.
  private boolean stale() {
    Duration age = Duration.between(renewed, clock.instant());
    return age.compareTo(TRUSTED) >= 0 || age.compareTo(Holding.HEARTBEAT.negated()) < 0;
  }

  private void beat() {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    Instant asked = clock.instant();
    Renewal renewal = renewal();
    String loss = understood(asked, renewal);
    if (loss.isEmpty()) {
      schedule(asked.plus(Holding.HEARTBEAT));
    } else {
      lost.accept(loss);
    }
  }

  // A bug in an adapter must not end the heartbeats silently.
  private Renewal renewal() {
    try {
      return lease.renew(note.get());
    } catch (RuntimeException e) {
      return new Renewal.Unsure(
          Problem.unchanged(
              ErrorCode.INTERNAL, "Cannot renew the lock.", "Internal error: " + e + ".", ""));
    }
  }

  /** Why the hold is lost; empty while it isn't known to be. */
  private synchronized String understood(Instant asked, Renewal renewal) {
    if (closed) {
      return "";
    }
    switch (renewal) {
      case Renewal.Kept _ -> {
        renewed = asked;
        trouble = "";
      }
      case Renewal.Unsure(Problem problem) -> trouble = problem.why();
      case Renewal.Lost(Optional<Holding> by) -> {
        gone =
            by.map(h -> "the lock was taken over by run " + h.run() + " of " + h.owner())
                .orElse("the lock was taken away: it was deleted or edited");
        return gone;
      }
    }
    return "";
  }

  private synchronized void schedule(Instant at) {
    if (closed) {
      return;
    }
    try {
      next = timers.at(at, this::beat);
    } catch (RejectedExecutionException _) {
      // The timers are closed: the run has just ended.
    }
  }

  /** Beats no more; the lease is left as it is. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.close();
    }
  }
}
