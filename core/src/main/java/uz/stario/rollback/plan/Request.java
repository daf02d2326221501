package uz.stario.rollback.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import uz.stario.rollback.release.RevisionChoice;

/**
 * What a person asked for.
 *
 * @param since only what has got its present revision since then; everything when empty
 * @param leaveUnable leave a service alone that has nothing to go back to, instead of refusing
 * @param exact restore flags too, as the target revision had them
 * @param carry further environment variables whose present value is kept
 * @param resumePaused resume a paused workload so that it can be rolled back
 * @param overrideVerdict the reason why a version recorded bad or vulnerable may be gone to
 * @param emergency the lane in which nothing that only informs delays the first change
 * @param reason why, for the message and the record; empty when not said
 * @param rolloutLimit how long one workload's rollout may take
 */
public record Request(
    Scope scope,
    RevisionChoice choice,
    Optional<Instant> since,
    boolean leaveUnable,
    boolean exact,
    SortedSet<String> carry,
    boolean resumePaused,
    Optional<String> overrideVerdict,
    boolean emergency,
    String reason,
    Duration rolloutLimit) {

  /** As kubectl's progress deadline: 10 minutes. */
  public static final Duration DEFAULT_ROLLOUT_LIMIT = Duration.ofMinutes(10);

  public Request {
    carry = Collections.unmodifiableSortedSet(new TreeSet<>(carry));
  }

  /** A request for the previous version with every option at its default. */
  public static Request previous(Scope scope) {
    return new Request(
        scope,
        new RevisionChoice.Previous(),
        Optional.empty(),
        false,
        false,
        new TreeSet<>(Set.of()),
        false,
        Optional.empty(),
        false,
        "",
        DEFAULT_ROLLOUT_LIMIT);
  }
}
