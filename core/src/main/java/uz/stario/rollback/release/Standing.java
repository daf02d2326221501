package uz.stario.rollback.release;

import java.util.Comparator;
import java.util.List;

/**
 * What is known of a revision's health, from its own verdict or, without one, from the newest
 * verdict on another revision of the same version: a version found bad stays bad when only its
 * flags differ.
 */
record Standing(Health health, String run, Revision by) {

  private static final Comparator<Revision> NEWEST_THEN_HEALTHY =
      Comparator.comparing((Revision r) -> r.verdict().at())
          .thenComparingInt(r -> r.verdict().health() == Health.HEALTHY ? 1 : 0);

  static Standing of(Revision revision, List<Revision> all) {
    if (revision.verdict().health() != Health.UNKNOWN) {
      return new Standing(revision.verdict().health(), revision.verdict().run(), revision);
    }
    return all.stream()
        .filter(r -> r.verdict().health() != Health.UNKNOWN)
        .filter(r -> r.template().sameVersionAs(revision.template()))
        .max(NEWEST_THEN_HEALTHY)
        .map(r -> new Standing(r.verdict().health(), r.verdict().run(), r))
        .orElse(new Standing(Health.UNKNOWN, "", revision));
  }

  /** {@code recorded bad by run k3f9}. */
  String words() {
    return "recorded " + health.word() + (run.isEmpty() ? "" : " by run " + run);
  }
}
