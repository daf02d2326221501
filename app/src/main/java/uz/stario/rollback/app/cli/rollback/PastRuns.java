package uz.stario.rollback.app.cli.rollback;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunResult;

/** How long such runs took in the past. */
final class PastRuns {

  /** Enough for a median, few enough to be quick. */
  private static final int LOOKED_AT = 50;

  private PastRuns() {}

  /** The median of completed runs of the same services in the same environment. */
  static Optional<Duration> usual(Journal journal, Plan plan) {
    return switch (journal.runs(LOOKED_AT)) {
      case Answer.Refused<List<Journal.Summary>> _ -> Optional.empty();
      case Answer.Given<List<Journal.Summary>>(List<Journal.Summary> runs) -> {
        List<Duration> took =
            runs.stream()
                .filter(r -> r.result().equals(Optional.of(RunResult.COMPLETE)))
                .filter(r -> r.environment().equals(plan.environment()))
                .filter(r -> r.services().equals(plan.services()))
                .flatMap(r -> r.endedAt().map(e -> Duration.between(r.startedAt(), e)).stream())
                .sorted()
                .toList();
        yield took.isEmpty() ? Optional.empty() : Optional.of(took.get(took.size() / 2));
      }
    };
  }
}
