package uz.stario.rollback.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import uz.stario.rollback.run.RunId;

/**
 * What one run holds.
 *
 * @param fence higher than that of every holding before it
 * @param heartbeat when its owner last said that it lives, by the owner's clock
 * @param note what else the owner wants to be known: the last hash of the run's journal
 */
public record Holding(
    RunId run,
    Owner owner,
    SortedSet<TargetKey> targets,
    long fence,
    Instant since,
    Instant heartbeat,
    String note) {

  /** As often as it costs a server nothing, and six times in {@link #EXPIRY}. */
  public static final Duration HEARTBEAT = Duration.ofSeconds(5);

  /** Outlasts a slow API server and a failover of its leader; short enough to wait for at night. */
  public static final Duration EXPIRY = Duration.ofSeconds(30);

  /**
   * Clocks differ: who is silent by the clock is watched for longer than a heartbeat before it is
   * taken over.
   */
  public static final Duration WATCHED = Duration.ofSeconds(6);

  public Holding {
    targets = Collections.unmodifiableSortedSet(new TreeSet<>(targets));
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("run " + run + " holds nothing");
    }
  }

  /** How it looks from a machine whose clock says {@code now}. */
  public Standing standing(Instant now, Processes processes) {
    if (processes.ended(owner)) {
      return Standing.GONE;
    }
    if (!now.isBefore(heartbeat.plus(EXPIRY))) {
      return Standing.SILENT;
    }
    return heartbeat.isAfter(now.plus(EXPIRY)) ? Standing.AHEAD : Standing.ALIVE;
  }

  SortedSet<TargetKey> common(SortedSet<TargetKey> others) {
    SortedSet<TargetKey> common = new TreeSet<>(targets);
    common.retainAll(others);
    return common;
  }

  Holding renewed(Instant now, String newNote) {
    return new Holding(run, owner, targets, fence, since, now, newNote);
  }

  /** Whether it is the same hold on the same things, whatever its heartbeat. */
  boolean sameHold(Holding other) {
    return run.equals(other.run)
        && fence == other.fence
        && owner.equals(other.owner)
        && targets.equals(other.targets);
  }
}
