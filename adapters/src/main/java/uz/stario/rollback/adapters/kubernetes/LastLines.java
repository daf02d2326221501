package uz.stario.rollback.adapters.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.WorkloadRef;

/** The last lines of a workload's pods, those in trouble first, without secrets. Thread-safe. */
final class LastLines {

  /** Pods of one revision say the same; people read no more. */
  private static final int MOST_PODS = 10;

  /** Somebody waits for them. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Api api;
  private final Paths paths;
  private final Problems.Place place;
  private final WorkloadPods pods;
  private final Redactor redactor;

  LastLines(Api api, Paths paths, Problems.Place place, WorkloadPods pods, Redactor redactor) {
    this.api = api;
    this.paths = paths;
    this.place = place;
    this.pods = pods;
    this.redactor = redactor;
  }

  /** The lines; what does not come in time is left out. */
  Answer<List<String>> of(WorkloadRef workload, int lines) {
    Deadline deadline = Deadline.in(PATIENCE);
    try {
      return deadline
          .inTime(() -> pods.present(workload))
          .orElseGet(() -> Answer.refused(late()))
          .then(found -> of(found, lines, deadline));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.refused(late());
    }
  }

  private Answer<List<String>> of(List<JsonNode> found, int lines, Deadline deadline) {
    List<LogTail> tails =
        found.stream()
            .sorted(
                Comparator.comparing((JsonNode pod) -> PodTrouble.of(pod).isEmpty())
                    .thenComparing(Json::name))
            .limit(MOST_PODS)
            .flatMap(pod -> ContainerRun.telling(pod).stream())
            .map(run -> new LogTail(api, paths, place, run, lines))
            .toList();
    try {
      boolean _ = deadline.all(tails, MOST_PODS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<String> all = new ArrayList<>();
    for (LogTail tail : tails) {
      String prefix = tails.size() > 1 ? tail.pod() + ": " : "";
      tail.stop().forEach(line -> all.add(redactor.text(prefix + line)));
    }
    Optional<Problem> refused = tails.stream().flatMap(tail -> tail.refused().stream()).findFirst();
    return all.isEmpty() && refused.isPresent() ? Answer.refused(refused.get()) : Answer.given(all);
  }

  private Problem late() {
    return Problem.unchanged(
        ErrorCode.CLUSTER_UNREACHABLE,
        "Cannot read the logs in " + place + ".",
        "The API server did not list the pods within " + PATIENCE.toSeconds() + " seconds.",
        "Try again in a moment.");
  }
}
