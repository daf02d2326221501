package uz.stario.rollback.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.playbook.LogCheck;
import uz.stario.rollback.playbook.MetricCheck;
import uz.stario.rollback.port.Metrics;
import uz.stario.rollback.port.PodLogs;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.verify.LogReview;
import uz.stario.rollback.verify.MetricVerdict;

/**
 * What logs and metrics said before a change, read beside it: nothing waits for it, and what cannot
 * be read in time is not known. Thread-safe.
 */
public final class Before {

  /** Nothing is known of it. */
  public static final Before UNKNOWN = new Before(Map.of());

  private final Map<LogCheck, CompletableFuture<Optional<LogReview>>> reviews;

  private Before(Map<LogCheck, CompletableFuture<Optional<LogReview>>> reviews) {
    this.reviews = Map.copyOf(reviews);
  }

  /**
   * Begins to ask for the values that messages tell; an answer that comes once the change is well
   * under way is still one of before, for it is asked for that instant. A value that takes two
   * looks is not asked for.
   *
   * @param now when the run began
   */
  public static void measure(
      Plan plan, CheckPorts ports, Measurements measurements, Instant now, Executor executor) {
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.RunCheck run
          && run.check() instanceof MetricCheck metric
          && measurements.wants(metric)) {
        executor.execute(
            () -> value(metric, ports, now).ifPresent(value -> measurements.before(metric, value)));
      }
    }
  }

  private static OptionalDouble value(MetricCheck check, CheckPorts ports, Instant now) {
    if (check.source().isEmpty()
        || !(ports.metrics().apply(check.source().get())
            instanceof Answer.Given<Metrics>(Metrics metrics))) {
      return OptionalDouble.empty();
    }
    // As if a rollout had finished a whole window ago.
    return MetricVerdict.asking(
            check, now.minus(check.window()), now, query -> metrics.query(query, now))
        .value();
  }

  /**
   * Begins to read for the log checks of a plan; the pods that a rollback ends take their lines
   * along.
   */
  public static Before of(Plan plan, PodLogs logs, Instant now, Executor executor) {
    List<LogCheck> checks =
        plan.steps().stream()
            .map(step -> step.action())
            .flatMap(action ->
                action instanceof Action.RunCheck run && run.check() instanceof LogCheck log
                    ? Stream.of(log)
                    : Stream.empty())
            .distinct()
            .toList();
    return new Before(
        checks.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    check ->
                        CompletableFuture.supplyAsync(
                            () -> read(logs, check, now.minus(check.before())), executor))));
  }

  private static Optional<LogReview> read(PodLogs logs, LogCheck check, Instant from) {
    return EveryCheck.reviewed(logs, check, PodLogs.Which.ALL, from)
            instanceof Answer.Given<LogReview>(LogReview review)
        ? Optional.of(review)
        : Optional.empty();
  }

  /** What is known by now. */
  Optional<LogReview> of(LogCheck check) {
    CompletableFuture<Optional<LogReview>> review = reviews.get(check);
    return review == null || review.isCompletedExceptionally()
        ? Optional.empty()
        : review.getNow(Optional.empty());
  }
}
