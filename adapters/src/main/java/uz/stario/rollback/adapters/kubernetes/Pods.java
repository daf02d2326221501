package uz.stario.rollback.adapters.kubernetes;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.verify.PodState;

/**
 * The pods of a workload's present revision, with the last words of those that crashed or were
 * restarted.
 */
final class Pods {

  private static final int LINES = 20;

  /** Crashed pods of one revision say the same; more logs only delay the answer. */
  private static final int LOGS = 3;

  private final Api api;
  private final Paths paths;
  private final Problems.Place place;
  private final Reader reader;
  private final Rollouts rollouts;
  private final WorkloadPods raw;

  Pods(
      Api api,
      Paths paths,
      Problems.Place place,
      Reader reader,
      Rollouts rollouts,
      WorkloadPods raw) {
    this.api = api;
    this.paths = paths;
    this.place = place;
    this.reader = reader;
    this.rollouts = rollouts;
    this.raw = raw;
  }

  Answer<List<PodState>> of(WorkloadRef ref, Duration limit) {
    Optional<List<PodState>> watched = watched(ref);
    if (watched.isPresent()) {
      return Answer.given(watched.get());
    }
    Deadline deadline = Deadline.in(limit);
    try {
      return deadline
          .inTime(() -> raw.present(ref))
          .map(answer -> answer.map(present -> states(present, deadline)))
          .orElseGet(Pods::late);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return late();
    }
  }

  /** After a rollout the watches know all of its pods: a thousand workloads cost no request. */
  private Optional<List<PodState>> watched(WorkloadRef ref) {
    Optional<JsonNode> deployment = rollouts.deployment(ref.name());
    return deployment
        .flatMap(d -> reader.kept(ref).flatMap(kept -> kept.holder(Kept.fingerprint(d))))
        .flatMap(holder -> rollouts.allReady(deployment.orElseThrow(), holder.uid()))
        .map(all ->
            all.stream().map(PodView::state).sorted(Comparator.comparing(PodState::name)).toList());
  }

  private List<PodState> states(List<JsonNode> present, Deadline deadline) {
    Map<String, LogTail> tails = new LinkedHashMap<>();
    present.stream()
        .filter(pod -> isInTrouble(pod) || hasRestarted(pod))
        .sorted(Comparator.comparing(pod -> !isInTrouble(pod)))
        .limit(LOGS)
        .forEach(pod ->
            ContainerRun.ended(pod)
                .ifPresent(
                    run -> tails.put(Json.name(pod), new LogTail(api, paths, place, run, LINES))));
    try {
      boolean _ = deadline.all(List.copyOf(tails.values()), LOGS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return present.stream()
        .map(pod -> {
          PodState state = PodView.of(pod).state();
          LogTail tail = tails.get(state.name());
          return tail == null ? state : state.saying(lines(tail));
        })
        .sorted(Comparator.comparing(PodState::name))
        .toList();
  }

  private static boolean isInTrouble(JsonNode pod) {
    return PodView.of(pod)
        .trouble()
        .filter(trouble -> trouble.kind() == PodTrouble.Kind.CRASH)
        .isPresent();
  }

  /** Between two crashes a looping pod is ready for a moment. */
  private static boolean hasRestarted(JsonNode pod) {
    return PodView.of(pod).state().restarts() > 0;
  }

  /** Without them, why there are none: silence would look as if the pod had said nothing. */
  private List<String> lines(LogTail tail) {
    boolean ended = tail.hasEnded();
    List<String> lines = tail.stop();
    if (!lines.isEmpty()) {
      return lines;
    }
    if (!ended) {
      return List.of("(its log did not come in time)");
    }
    return tail.refused()
        .map(why -> List.of("(its log can't be read: " + why.why() + ")"))
        .orElse(List.of());
  }

  private static Answer<List<PodState>> late() {
    return Answer.refused(
        Problem.unchanged(
            ErrorCode.CLUSTER_UNREACHABLE,
            "Cannot look at the pods.",
            "The API server did not list the pods in time.",
            "Try again in a moment."));
  }
}
