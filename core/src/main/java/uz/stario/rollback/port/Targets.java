package uz.stario.rollback.port;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import uz.stario.rollback.lock.Conflict;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/**
 * The locks of one environment: one run per target.
 *
 * <p>Thread-safe. Every call is one short exchange, repeated a bounded number of times where others
 * came in between; none waits for another run.
 */
public interface Targets {

  /**
   * Takes all of the targets or none. Idempotent: a process that holds just these for the run holds
   * them still.
   *
   * @param expired holdings that may be taken over if they are still exactly as seen; {@link
   *     uz.stario.rollback.run.engine.Locking} finds them out
   */
  Acquiring acquire(SortedSet<TargetKey> targets, RunId run, Owner owner, List<Holding> expired);

  /** What an acquisition came to. */
  sealed interface Acquiring {

    /**
     * @param takenOver whose hold has ended by it
     */
    record Held(Lease lease, List<Holding> takenOver) implements Acquiring {
      public Held {
        takenOver = List.copyOf(takenOver);
      }
    }

    /** Nothing was taken; never empty. */
    record HeldBy(List<Conflict> conflicts) implements Acquiring {
      public HeldBy {
        conflicts = List.copyOf(conflicts);
      }
    }

    /** Nothing was taken, as far as can be known. */
    record Refused(Problem problem) implements Acquiring {}
  }

  /** A hold on targets. Thread-safe. */
  interface Lease {

    /** As it was taken. */
    Holding holding();

    /**
     * Shows that the owner lives.
     *
     * @param note kept where others see it: the last hash of the run's journal
     */
    Renewal renew(String note);

    /**
     * Lets go; idempotent.
     *
     * @return why it could not; the hold then expires
     */
    Optional<Problem> release();
  }

  /** What a renewal came to. */
  sealed interface Renewal {

    record Kept() implements Renewal {}

    /**
     * The hold is no more and will not be again.
     *
     * @param by who has it now; empty where it was only taken away
     */
    record Lost(Optional<Holding> by) implements Renewal {}

    /** It could not be told; the hold lasts until it expires. */
    record Unsure(Problem problem) implements Renewal {}
  }
}
