package uz.stario.rollback.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.LedgerVerdicts;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.WorkloadState;

/**
 * Whether a workload has run a release for so long and so well that the release may be recorded
 * healthy. What cannot be seen speaks against it. Pure.
 *
 * @param release that it should be running
 * @param service as the release names it
 * @param after how long
 */
public record LongRun(Release release, String service, Duration after) {

  /** What speaks against it without a look at the pods, for people; empty where nothing does. */
  public Optional<String> doubt(WorkloadState state, Instant now) {
    Instant latest = now.minus(after);
    boolean runs =
        state.current().filter(LedgerVerdicts.ranBy(state, service, release)::contains).isPresent();
    if (!runs) {
      return Optional.of(state.ref() + " runs something else");
    }
    if (state.current().orElseThrow().verdict().health().forbidsReturn()) {
      return Optional.of(state.ref() + " was recorded otherwise");
    }
    if (state.changedAt().isAfter(latest)) {
      return Optional.of(state.ref() + " has run it since " + state.changedAt() + " only");
    }
    if (state.paused() || state.desired() < 1 || state.available() < state.desired()) {
      return Optional.of("not all of " + state.ref() + " serves");
    }
    if (state.availableSince().filter(since -> !since.isAfter(latest)).isEmpty()) {
      return Optional.of(state.ref() + " has not served all that time, as far as anybody knows");
    }
    return Optional.empty();
  }

  /** The same of its pods. */
  public Optional<String> doubt(WorkloadState state, Answer<List<PodState>> pods) {
    return switch (pods) {
      case Answer.Refused<List<PodState>>(var problem) -> Optional.of(problem.why());
      case Answer.Given<List<PodState>>(List<PodState> all) when all.size() < state.desired() ->
          Optional.of("not all pods of " + state.ref() + " are there");
      case Answer.Given<List<PodState>>(List<PodState> all) ->
          all.stream()
              .filter(pod -> !pod.ready() || pod.restarts() > 0)
              .findFirst()
              .map(pod -> "pod " + pod.name() + (pod.ready() ? " was restarted" : " is not ready"));
    };
  }
}
