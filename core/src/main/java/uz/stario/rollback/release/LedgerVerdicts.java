package uz.stario.rollback.release;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Puts what the ledger knows beside what the cluster's annotations say.
 *
 * <p>Of the two the newer one holds, except that <em>unknown</em> never takes the place of another
 * verdict of the cluster, and of one instant the one that forbids a return holds.
 */
public final class LedgerVerdicts {

  private static final Comparator<Verdict> NEWEST_THEN_FORBIDDING =
      Comparator.comparing(Verdict::at).thenComparing(verdict -> verdict.health().forbidsReturn());

  private LedgerVerdicts() {}

  /**
   * A workload with both.
   *
   * @param service what the ledger calls that which the workload runs
   * @param entries of the environment, in any order
   */
  public static WorkloadState onto(WorkloadState state, String service, List<LedgerEntry> entries) {
    return new WorkloadState(
        state.ref(),
        state.uid(),
        state.template(),
        state.revisions().stream().map(revision -> onto(revision, service, entries)).toList(),
        state.changedAt(),
        state.paused(),
        state.desired(),
        state.available(),
        state.keepsNoHistory(),
        state.lastApplied(),
        state.availableSince());
  }

  /** Whether a revision runs what a service was released as. */
  public static boolean ran(Revision revision, String service, Release release) {
    return isOf(release, service, revision.template());
  }

  /**
   * The same for one of several workloads of the service, whose image need not have been recorded.
   */
  public static boolean ranAsPart(Revision revision, String service, Release release) {
    return Optional.ofNullable(release.services().get(service))
        .map(released -> released.isRunByOneOf(revision.template(), release.version()))
        .orElse(false);
  }

  /** The kept revisions that run what a service was released as. */
  public static List<Revision> ranBy(WorkloadState state, String service, Release release) {
    return state.revisions().stream().filter(revision -> ran(revision, service, release)).toList();
  }

  private static Revision onto(Revision revision, String service, List<LedgerEntry> entries) {
    return recorded(revision, service, entries)
        .map(verdict -> combined(revision.verdict(), verdict))
        .map(verdict ->
            new Revision(
                revision.number(),
                revision.id(),
                revision.name(),
                revision.createdAt(),
                revision.template(),
                revision.changeCause(),
                verdict))
        .orElse(revision);
  }

  private static Optional<Verdict> recorded(
      Revision revision, String service, List<LedgerEntry> entries) {
    return entries.stream()
        .filter(entry -> isOf(entry.release(), service, revision.template()))
        .flatMap(entry -> entry.latest().stream())
        .filter(judgement -> judgement.health() != Health.UNKNOWN)
        .map(LedgerVerdicts::verdict)
        .max(NEWEST_THEN_FORBIDDING);
  }

  private static boolean isOf(Release release, String service, Template template) {
    return Optional.ofNullable(release.services().get(service))
        .map(released -> released.isRunBy(template, release.version()))
        .orElse(false);
  }

  private static Verdict verdict(Judgement judgement) {
    return new Verdict(
        judgement.health(),
        "",
        judgement.at(),
        judgement.by()
            + " in the ledger"
            + (judgement.reason().isBlank() ? "" : " (" + judgement.reason() + ")"));
  }

  private static Verdict combined(Verdict cluster, Verdict ledger) {
    return cluster.health() == Health.UNKNOWN || NEWEST_THEN_FORBIDDING.compare(ledger, cluster) > 0
        ? ledger
        : cluster;
  }
}
