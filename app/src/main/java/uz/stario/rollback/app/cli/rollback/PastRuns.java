package uz.stario.rollback.app.cli.rollback;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunResult;

/** How long such runs took in the past. */
final class PastRuns {

  /** Enough for a median, few enough to be quick. */
  private static final int LOOKED_AT = 50;

  private PastRuns() {}

  /** Of those that the journal can tell of. */
  static Optional<Duration> usual(Journal journal, Plan plan) {
    return switch (journal.runs(LOOKED_AT)) {
      case Answer.Refused<List<Journal.Summary>> _ -> Optional.empty();
      case Answer.Given<List<Journal.Summary>>(List<Journal.Summary> runs) -> usual(runs, plan);
    };
  }

  /**
   * The median of completed runs of the same services in the same environment; empty when there are
   * none.
   */
  static Optional<Duration> usual(List<Journal.Summary> runs, Plan plan) {
    Set<String> services = Set.copyOf(plan.services());
    List<Duration> took =
        runs.stream()
            .filter(r -> r.result().equals(Optional.of(RunResult.COMPLETE)))
            .filter(r -> r.environment().equals(plan.environment()))
            .filter(r -> Set.copyOf(r.services()).equals(services))
            .flatMap(r -> r.endedAt().map(e -> Duration.between(r.startedAt(), e)).stream())
            // A clock that was set back in between tells nothing.
            .filter(d -> !d.isNegative())
            .sorted()
            .toList();
    int middle = took.size() / 2;
    if (took.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        took.size() % 2 == 1
            ? took.get(middle)
            : took.get(middle - 1).plus(took.get(middle)).dividedBy(2));
  }
}
