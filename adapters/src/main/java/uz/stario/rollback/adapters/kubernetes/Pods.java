package uz.stario.rollback.adapters.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.verify.PodState;

/** The pods of a workload's present revision, with the last words of those that crashed. */
final class Pods {

  private static final int LINES = 10;

  /** Crashed pods of one revision say the same; more logs only delay the answer. */
  private static final int LOGS = 3;

  private final Api api;
  private final Paths paths;
  private final Problems.Place place;
  private final Reader reader;
  private final Rollouts rollouts;

  Pods(Api api, Paths paths, Problems.Place place, Reader reader, Rollouts rollouts) {
    this.api = api;
    this.paths = paths;
    this.place = place;
    this.reader = reader;
    this.rollouts = rollouts;
  }

  Answer<List<PodState>> of(WorkloadRef ref) {
    Optional<List<PodState>> watched = watched(ref);
    if (watched.isPresent()) {
      return Answer.given(watched.get());
    }
    return present(ref)
        .then(kept -> holder(ref, kept))
        .then(holder -> holder.map(this::list).orElseGet(() -> Answer.given(List.of())));
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

  /** The Deployment as it is now. */
  private Answer<Kept> present(WorkloadRef ref) {
    if (reader.kept(ref).isPresent()) {
      Reply reply = reader.readAgain(ref);
      if (reply instanceof Reply.Failed failed && failed.status() == 404) {
        return readAll(ref);
      }
      if (!(reply instanceof Reply.Ok)) {
        return Answer.refused(Problems.of(reply, "get", Paths.DEPLOYMENTS, place));
      }
      return Answer.given(reader.kept(ref).orElseThrow());
    }
    return readAll(ref);
  }

  private Answer<Kept> readAll(WorkloadRef ref) {
    return reader
        .read(Set.of(ref))
        .then(all -> all.getOrDefault(ref, Answer.refused(Problems.GONE)));
  }

  /** The ReplicaSet in use, read anew where it has been made since; empty where there is none. */
  private Answer<Optional<KeptReplicaSet>> holder(WorkloadRef ref, Kept kept) {
    Optional<KeptReplicaSet> known = holder(kept);
    return known.isPresent() ? Answer.given(known) : readAll(ref).map(Pods::holder);
  }

  private static Optional<KeptReplicaSet> holder(Kept kept) {
    return kept.holder(Fingerprints.of(kept.template()));
  }

  private Answer<List<PodState>> list(KeptReplicaSet holder) {
    String query = Selectors.query(Json.at(holder.raw(), "spec", "selector"));
    Reply reply = api.get("list", Paths.PODS, paths.all(Paths.PODS) + "?labelSelector=" + query);
    if (!(reply instanceof Reply.Ok(JsonNode body))) {
      return Answer.refused(Problems.of(reply, "list", Paths.PODS, place));
    }
    List<PodState> states = new ArrayList<>();
    int logs = 0;
    for (JsonNode pod : Json.items(body, "items")) {
      PodView view = PodView.of(pod);
      if (!view.replicaSet().equals(holder.uid()) || view.leaving()) {
        continue;
      }
      Optional<PodTrouble> crash =
          view.trouble().filter(trouble -> trouble.kind() == PodTrouble.Kind.CRASH);
      boolean asked = crash.isPresent() && logs < LOGS;
      logs += asked ? 1 : 0;
      states.add(asked ? withLog(view.state(), crash.get()) : view.state());
    }
    states.sort(Comparator.comparing(PodState::name));
    return Answer.given(states);
  }

  private PodState withLog(PodState state, PodTrouble crash) {
    List<String> lines = log(crash, true);
    if (lines.isEmpty()) {
      lines = log(crash, false);
    }
    return new PodState(
        state.name(),
        state.phase(),
        state.ready(),
        state.restarts(),
        state.reason(),
        state.image(),
        lines);
  }

  private List<String> log(PodTrouble crash, boolean previous) {
    String query =
        "/log?container=%s&tailLines=%d&previous=%s"
            .formatted(
                URLEncoder.encode(crash.container(), StandardCharsets.UTF_8), LINES, previous);
    String text = api.text(Paths.POD_LOGS, paths.one(Paths.PODS, crash.pod()) + query);
    List<String> lines = text.lines().toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
  }
}
