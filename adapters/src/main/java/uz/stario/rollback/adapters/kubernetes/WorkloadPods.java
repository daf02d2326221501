package uz.stario.rollback.adapters.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;

/** Lists the pods of a workload, raw, as they are now. Thread-safe. */
final class WorkloadPods {

  private final Api api;
  private final Paths paths;
  private final Problems.Place place;
  private final Reader reader;

  WorkloadPods(Api api, Paths paths, Problems.Place place, Reader reader) {
    this.api = api;
    this.paths = paths;
    this.place = place;
    this.reader = reader;
  }

  /** Those of the present revision that are not being deleted. */
  Answer<List<JsonNode>> present(WorkloadRef ref) {
    return now(ref)
        .then(kept -> holder(ref, kept))
        .then(holder ->
            holder
                .map(set -> list(Json.at(set.raw(), "spec", "selector"), isPresent(set.uid())))
                .orElseGet(() -> Answer.given(List.of())));
  }

  private static Predicate<JsonNode> isPresent(String replicaSet) {
    return pod -> Json.controller(pod).equals(replicaSet) && !leaving(pod);
  }

  /** Those of every revision, also while they are being deleted. */
  Answer<List<JsonNode>> all(WorkloadRef ref) {
    return readAll(ref)
        .then(kept -> {
          Set<String> own =
              kept.replicaSets().stream().map(KeptReplicaSet::uid).collect(Collectors.toSet());
          return list(
              Json.at(kept.deployment(), "spec", "selector"),
              pod -> own.contains(Json.controller(pod)));
        });
  }

  static boolean leaving(JsonNode pod) {
    return !Json.text(pod, "metadata", "deletionTimestamp").isEmpty();
  }

  /** The Deployment as it is now. */
  private Answer<Kept> now(WorkloadRef ref) {
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
    return known.isPresent() ? Answer.given(known) : readAll(ref).map(WorkloadPods::holder);
  }

  private static Optional<KeptReplicaSet> holder(Kept kept) {
    return kept.holder(Fingerprints.of(kept.template()));
  }

  private Answer<List<JsonNode>> list(JsonNode selector, Predicate<JsonNode> own) {
    String query = "?labelSelector=" + Selectors.query(selector);
    Reply reply = api.get("list", Paths.PODS, paths.all(Paths.PODS) + query);
    return reply instanceof Reply.Ok(JsonNode body)
        ? Answer.given(Json.items(body, "items").stream().filter(own).toList())
        : Answer.refused(Problems.of(reply, "list", Paths.PODS, place));
  }
}
