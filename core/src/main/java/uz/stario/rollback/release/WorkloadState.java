package uz.stario.rollback.release;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A workload as observed at one instant.
 *
 * @param uid the identity of the object: another object of the same name has another
 * @param template what it asks for now
 * @param revisions the kept ones, newest number first, the current one among them when it exists
 * @param changedAt when it last got another template, as far as the target tells: not before the
 *     current revision was made, and later where it was gone back to
 * @param desired replicas asked for
 * @param available replicas that serve
 * @param keepsNoHistory whether it is told to keep no old revisions
 * @param lastApplied what {@code kubectl apply} would compare with; empty fields when never applied
 * @param availableSince since when enough of it has served without a break; empty where it does not
 *     now, or nobody knows
 */
public record WorkloadState(
    WorkloadRef ref,
    String uid,
    Template template,
    List<Revision> revisions,
    Instant changedAt,
    boolean paused,
    int desired,
    int available,
    boolean keepsNoHistory,
    Optional<Template> lastApplied,
    Optional<Instant> availableSince) {
  public WorkloadState {
    revisions =
        revisions.stream().sorted(Comparator.comparingLong(Revision::number).reversed()).toList();
  }

  /** One of which nobody knows since when it has served. */
  public WorkloadState(
      WorkloadRef ref,
      String uid,
      Template template,
      List<Revision> revisions,
      Instant changedAt,
      boolean paused,
      int desired,
      int available,
      boolean keepsNoHistory,
      Optional<Template> lastApplied) {
    this(
        ref,
        uid,
        template,
        revisions,
        changedAt,
        paused,
        desired,
        available,
        keepsNoHistory,
        lastApplied,
        Optional.empty());
  }

  /** The revision that runs: the newest whose template is the workload's. */
  public Optional<Revision> current() {
    return revisions.stream()
        .filter(r -> r.template().fingerprint().equals(template.fingerprint()))
        .findFirst();
  }
}
