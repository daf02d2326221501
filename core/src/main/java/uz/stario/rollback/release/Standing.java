package uz.stario.rollback.release;

import java.util.Comparator;
import java.util.List;

/**
 * What is known of a revision's health.
 *
 * <p>A revision that is itself recorded bad or vulnerable stays so. Otherwise the newest verdict on
 * any revision of the same version holds, for a rollback that carries flags over leaves a revision
 * behind that is not the one it went to; and a version is vulnerable once any of them is, for
 * running well does not mend that.
 *
 * @param by the revision whose verdict it is
 */
public record Standing(Health health, String run, Revision by) {

  private static final Comparator<Revision> NEWEST_THEN_HEALTHY =
      Comparator.comparing((Revision r) -> r.verdict().at())
          .thenComparing(r -> r.verdict().health() == Health.HEALTHY);

  /** What holds for a revision among all that its workload keeps. */
  public static Standing of(Revision revision, List<Revision> all) {
    if (revision.verdict().health().forbidsReturn()) {
      return by(revision);
    }
    List<Revision> judged =
        all.stream()
            .filter(r -> r.verdict().health() != Health.UNKNOWN)
            .filter(r -> r.template().sameVersionAs(revision.template()))
            .toList();
    return judged.stream()
        .filter(r -> r.verdict().health() == Health.VULNERABLE)
        .findFirst()
        .or(() -> judged.stream().max(NEWEST_THEN_HEALTHY))
        .map(Standing::by)
        .orElse(new Standing(Health.UNKNOWN, "", revision));
  }

  private static Standing by(Revision judged) {
    return new Standing(judged.verdict().health(), judged.verdict().run(), judged);
  }

  /** {@code recorded bad by run k3f9}. */
  public String words() {
    String source = by.verdict().source();
    if (run.isEmpty()) {
      return "recorded " + health.word() + (source.isEmpty() ? "" : " by " + source);
    }
    return "recorded " + health.word() + " by run " + run;
  }
}
