package uz.stario.rollback.lock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import uz.stario.rollback.run.RunId;

/**
 * Who holds what in one environment; replaced as a whole by compare-and-set, so that many targets
 * are taken together or not at all.
 *
 * <p>No target is ever in two holdings, and no fence in two.
 *
 * @param lastFence the highest fence ever given
 */
public record Registry(long lastFence, List<Holding> holdings) {

  /**
   * Holdings that nobody came back to are evidence of a run left half done; beyond so many the
   * oldest are forgotten, for what keeps the registry is small.
   */
  static final int EXPIRED_KEPT = 64;

  public Registry {
    holdings = List.copyOf(holdings);
    Set<TargetKey> held = new HashSet<>();
    Set<Long> fences = new HashSet<>();
    for (Holding holding : holdings) {
      if (holding.fence() > lastFence || !fences.add(holding.fence())) {
        throw new IllegalArgumentException("the fence of run " + holding.run() + " is not its own");
      }
      for (TargetKey target : holding.targets()) {
        if (!held.add(target)) {
          throw new IllegalArgumentException(target + " is held twice");
        }
      }
    }
  }

  /**
   * One that nobody has used yet. Fences start from the time, so that they go on rising where a
   * registry was deleted.
   */
  public static Registry empty(Instant now) {
    return new Registry(Math.max(0, now.getEpochSecond()), List.of());
  }

  /** What an acquisition came to. */
  public sealed interface Acquired {

    /**
     * @param registry how it is now; unchanged where the same process held the same already
     * @param takenOver whose hold has ended by it
     */
    record Taken(Registry registry, Holding holding, List<Holding> takenOver) implements Acquired {
      public Taken {
        takenOver = List.copyOf(takenOver);
      }
    }

    /** All that stands in the way; never empty. */
    record Blocked(List<Conflict> conflicts) implements Acquired {
      public Blocked {
        conflicts = List.copyOf(conflicts);
      }
    }
  }

  /**
   * Takes all of the targets or none.
   *
   * <p>What a run held before is in its own way too, unless its process has certainly ended.
   *
   * @param expired holdings that may be taken over, exactly as they were last seen; one that has
   *     shown life since then, or does so now, stands in the way
   */
  public Acquired acquire(
      SortedSet<TargetKey> targets,
      RunId run,
      Owner owner,
      List<Holding> expired,
      Instant now,
      Processes processes) {
    List<Conflict> conflicts = new ArrayList<>();
    List<Holding> ended = new ArrayList<>();
    for (Holding holding : holdings) {
      SortedSet<TargetKey> common = holding.common(targets);
      boolean own = holding.run().equals(run);
      if (common.isEmpty() && !own) {
        continue;
      }
      if (own && holding.owner().equals(owner) && holding.targets().equals(targets)) {
        // The answer to an earlier attempt was lost.
        return new Acquired.Taken(this, holding, List.of());
      }
      Standing standing = holding.standing(now, processes);
      boolean over =
          (own && standing == Standing.GONE)
              || (standing != Standing.ALIVE && expired.contains(holding));
      if (over) {
        ended.add(holding);
      } else {
        conflicts.add(new Conflict(holding, common, standing));
      }
    }
    if (!conflicts.isEmpty()) {
      return new Acquired.Blocked(conflicts);
    }
    long fence = lastFence + 1;
    Holding taken = new Holding(run, owner, targets, fence, now, now, "");
    List<Holding> next = remembered(without(ended), now, processes);
    next.add(taken);
    return new Acquired.Taken(new Registry(fence, next), taken, ended);
  }

  /** With a new heartbeat and note; empty where the hold is no more. */
  public Optional<Registry> renew(Holding mine, Instant now, String note) {
    if (holdings.stream().noneMatch(mine::sameHold)) {
      return Optional.empty();
    }
    return Optional.of(
        new Registry(
            lastFence,
            holdings.stream().map(h -> mine.sameHold(h) ? h.renewed(now, note) : h).toList()));
  }

  /** Without the hold; the same where it is no more. */
  public Registry release(Holding mine) {
    return new Registry(lastFence, holdings.stream().filter(h -> !mine.sameHold(h)).toList());
  }

  /** Who holds any of the targets of a hold, or its run, in its place. */
  public Optional<Holding> instead(Holding mine) {
    return holdings.stream()
        .filter(h -> !mine.sameHold(h))
        .filter(h -> !h.common(mine.targets()).isEmpty() || h.run().equals(mine.run()))
        .findFirst();
  }

  /** The one that was taken last. */
  public Optional<Holding> newest() {
    return holdings.stream().max(Comparator.comparingLong(Holding::fence));
  }

  private List<Holding> without(List<Holding> ended) {
    return holdings.stream().filter(h -> !ended.contains(h)).toList();
  }

  private static List<Holding> remembered(List<Holding> all, Instant now, Processes processes) {
    List<Holding> forgotten =
        all.stream()
            .filter(h -> h.standing(now, processes) != Standing.ALIVE)
            .sorted(Comparator.comparing(Holding::heartbeat).reversed())
            .skip(EXPIRED_KEPT)
            .toList();
    List<Holding> kept = new ArrayList<>(all);
    kept.removeAll(forgotten);
    return kept;
  }
}
