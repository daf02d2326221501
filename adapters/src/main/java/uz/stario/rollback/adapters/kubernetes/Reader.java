package uz.stario.rollback.adapters.kubernetes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Nearest;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.WorkloadRef;

/**
 * Reads Deployments with their ReplicaSets, one list of each kind, and keeps what it read, so that
 * neither the effect nor the wait that follow have to read it again. Thread-safe.
 */
final class Reader {

  private final Api api;
  private final Paths paths;
  private final Problems.Place place;
  private final Redactor redactor;
  private final Map<WorkloadRef, Kept> kept = new ConcurrentHashMap<>();
  private volatile String deploymentsVersion = "";

  /**
   * @param redactor is told the secret values in every template that is read
   */
  Reader(Api api, Paths paths, Problems.Place place, Redactor redactor) {
    this.api = api;
    this.paths = paths;
    this.place = place;
    this.redactor = redactor;
  }

  Optional<Kept> kept(WorkloadRef ref) {
    return Optional.ofNullable(kept.get(ref));
  }

  private void put(WorkloadRef ref, Kept one) {
    TemplateReader.learn(one.template(), redactor);
    one.replicaSets().forEach(set -> TemplateReader.learn(set.template(), redactor));
    kept.put(ref, one);
  }

  /** A newer state of a Deployment, as a patch or a read of one gave it back. */
  void keep(WorkloadRef ref, Kept newer) {
    kept.put(ref, newer);
  }

  /** From where a watch sees everything that happened since; empty where nothing was listed. */
  String deploymentsVersion() {
    return deploymentsVersion;
  }

  /** All that were asked for and are there, or all of the namespace. */
  Answer<Map<WorkloadRef, Answer<Kept>>> read(Set<WorkloadRef> refs) {
    return refs.size() == 1 ? readOne(refs.iterator().next()) : readAll(refs);
  }

  private Answer<Map<WorkloadRef, Answer<Kept>>> readOne(WorkloadRef ref) {
    return list(Paths.DEPLOYMENTS, paths.only(Paths.DEPLOYMENTS, ref.name()))
        .then(deployments -> {
          List<JsonNode> found = Json.items(deployments, "items");
          if (found.isEmpty()) {
            return existing().map(names -> Map.of(ref, Answer.refused(notFound(ref, names))));
          }
          JsonNode deployment = found.getFirst();
          String query = Selectors.query(Json.at(deployment, "spec", "selector"));
          return list(Paths.REPLICA_SETS, paths.all(Paths.REPLICA_SETS) + "?labelSelector=" + query)
              .map(sets -> {
                deploymentsVersion = version(deployments);
                Kept one = Kept.of(deployment, Json.items(sets, "items"));
                put(ref, one);
                return Map.of(ref, Answer.given(one));
              });
        });
  }

  private Answer<Map<WorkloadRef, Answer<Kept>>> readAll(Set<WorkloadRef> refs) {
    FutureTask<Answer<JsonNode>> other =
        new FutureTask<>(() -> list(Paths.REPLICA_SETS, paths.all(Paths.REPLICA_SETS)));
    Thread.ofPlatform().daemon().name("list-replicasets").start(other);
    Answer<JsonNode> deployments = list(Paths.DEPLOYMENTS, paths.all(Paths.DEPLOYMENTS));
    Answer<JsonNode> replicaSets = finished(other);
    return deployments.then(all -> replicaSets.then(sets -> assembled(refs, all, sets)));
  }

  private Answer<Map<WorkloadRef, Answer<Kept>>> assembled(
      Set<WorkloadRef> refs, JsonNode deployments, JsonNode replicaSets) {
    Map<String, List<JsonNode>> owned = new HashMap<>();
    for (JsonNode set : Json.items(replicaSets, "items")) {
      owned.computeIfAbsent(Json.controller(set), uid -> new ArrayList<>()).add(set);
    }
    Map<WorkloadRef, Answer<Kept>> found = new TreeMap<>();
    for (JsonNode deployment : Json.items(deployments, "items")) {
      WorkloadRef ref = WorkloadRef.deployment(Json.name(deployment));
      if (refs.isEmpty() || refs.contains(ref)) {
        Kept one = Kept.of(deployment, owned.getOrDefault(Json.uid(deployment), List.of()));
        put(ref, one);
        found.put(ref, Answer.given(one));
      }
    }
    deploymentsVersion = version(deployments);
    List<String> names = Json.items(deployments, "items").stream().map(Json::name).toList();
    if (names.isEmpty()) {
      Optional<Problem> missing = namespaceMissing();
      if (missing.isPresent()) {
        return Answer.refused(missing.get());
      }
    }
    for (WorkloadRef ref : refs) {
      found.computeIfAbsent(ref, absent -> Answer.refused(notFound(absent, names)));
    }
    return Answer.given(found);
  }

  /** One Deployment anew; its ReplicaSets as they were read. */
  Reply readAgain(WorkloadRef ref) {
    Reply reply = api.get("get", Paths.DEPLOYMENTS, paths.one(Paths.DEPLOYMENTS, ref.name()));
    if (reply instanceof Reply.Ok(JsonNode body)) {
      TemplateReader.learn(Json.at(body, "spec", "template"), redactor);
      kept.computeIfPresent(ref, (same, old) -> old.with(body));
    }
    return reply;
  }

  private Answer<JsonNode> list(String resource, String path) {
    Reply reply = api.get("list", resource, path);
    if (reply instanceof Reply.Ok(JsonNode body)) {
      return Answer.given(body);
    }
    if (reply instanceof Reply.Failed failed && failed.status() == 404) {
      Optional<Problem> missing = namespaceMissing();
      if (missing.isPresent()) {
        return Answer.refused(missing.get());
      }
    }
    return Answer.refused(Problems.of(reply, "list", resource, place));
  }

  /** The Deployments there are, for a person who mistyped; refused where not even the namespace. */
  private Answer<List<String>> existing() {
    return list(Paths.DEPLOYMENTS, paths.all(Paths.DEPLOYMENTS))
        .then(all -> {
          List<String> names = Json.items(all, "items").stream().map(Json::name).toList();
          return names.isEmpty()
              ? namespaceMissing()
                  .<Answer<List<String>>>map(Answer::refused)
                  .orElse(Answer.given(names))
              : Answer.given(names);
        });
  }

  /** Only a clear no counts: whoever may not read namespaces is told of the workload. */
  private Optional<Problem> namespaceMissing() {
    Reply reply = api.get("get", "namespaces", paths.namespacePath());
    return reply instanceof Reply.Failed failed && failed.status() == 404
        ? Optional.of(
            Problem.unchanged(
                ErrorCode.NAMESPACE_NOT_FOUND,
                "Cannot find namespace " + place.namespace() + ".",
                "The cluster of context " + place.context() + " has no such namespace.",
                "List them with `kubectl --context " + place.context() + " get namespaces`."))
        : Optional.empty();
  }

  private Problem notFound(WorkloadRef ref, List<String> names) {
    Optional<String> nearest = Nearest.nearest(ref.name(), names);
    return Problem.unchanged(
        ErrorCode.WORKLOAD_NOT_FOUND,
        "Cannot find " + ref + " in " + place + ".",
        names.isEmpty()
            ? "The namespace has no deployments."
            : "The namespace has "
                + names.size()
                + (names.size() == 1 ? " deployment" : " deployments")
                + " but not that one.",
        nearest
            .map(name -> "Did you mean " + name + "?")
            .orElse("Check the name and the namespace."));
  }

  static String version(JsonNode list) {
    return Json.text(list, "metadata", "resourceVersion");
  }

  private static <T> T finished(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true; // the request has its own time limit
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
