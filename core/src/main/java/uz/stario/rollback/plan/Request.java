package uz.stario.rollback.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
 * @param usersFirst in the order in which people meet the services, not in that of their calls:
 *     what nobody calls comes first, what it calls after it
 * @param emergency the lane in which nothing that only informs delays the first change
 * @param reason why, for the message and the record; empty when not said
 * @param rolloutLimit how long one workload's rollout may take
 * @param optional the names of the optional steps that were asked for
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
    boolean usersFirst,
    boolean emergency,
    String reason,
    Duration rolloutLimit,
    SortedSet<String> optional) {

  /** As kubectl's progress deadline: 10 minutes. */
  public static final Duration DEFAULT_ROLLOUT_LIMIT = Duration.ofMinutes(10);

  public Request {
    carry = Collections.unmodifiableSortedSet(new TreeSet<>(carry));
    optional = Collections.unmodifiableSortedSet(new TreeSet<>(optional));
  }

  /** One without optional steps. */
  public Request(
      Scope scope,
      RevisionChoice choice,
      Optional<Instant> since,
      boolean leaveUnable,
      boolean exact,
      SortedSet<String> carry,
      boolean resumePaused,
      Optional<String> overrideVerdict,
      boolean usersFirst,
      boolean emergency,
      String reason,
      Duration rolloutLimit) {
    this(
        scope,
        choice,
        since,
        leaveUnable,
        exact,
        carry,
        resumePaused,
        overrideVerdict,
        usersFirst,
        emergency,
        reason,
        rolloutLimit,
        new TreeSet<>());
  }

  /** The same with these optional steps of its services. */
  public Request with(Collection<String> steps) {
    return new Request(
        scope,
        choice,
        since,
        leaveUnable,
        exact,
        carry,
        resumePaused,
        overrideVerdict,
        usersFirst,
        emergency,
        reason,
        rolloutLimit,
        new TreeSet<>(steps));
  }

  /** The same for another target. */
  public Request to(RevisionChoice wanted) {
    return new Request(
        scope,
        wanted,
        since,
        leaveUnable,
        exact,
        carry,
        resumePaused,
        overrideVerdict,
        usersFirst,
        emergency,
        reason,
        rolloutLimit,
        optional);
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
        false,
        "",
        DEFAULT_ROLLOUT_LIMIT);
  }
}
