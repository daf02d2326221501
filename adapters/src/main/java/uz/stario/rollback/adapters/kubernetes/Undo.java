package uz.stario.rollback.adapters.kubernetes;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Assumption;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.RunId;

/**
 * Takes one Deployment back: looks, patches, looks again.
 *
 * <p>Only a patch is sent on what was read earlier, because the server checks it; every other
 * outcome is decided on a fresh read.
 */
final class Undo {

  /** A template seldom changes twice in a second; a Deployment that does is not ours to fight. */
  private static final int CONFLICTS = 5;

  private final Api api;
  private final Paths paths;
  private final Reader reader;

  Undo(Api api, Paths paths, Reader reader) {
    this.api = api;
    this.paths = paths;
    this.reader = reader;
  }

  /** What a look at a Deployment says to do. */
  private sealed interface Look {
    record Send(ArrayNode patch, String template, String replicaSet) implements Look {}

    record Settled(EffectOutcome outcome) implements Look {}
  }

  EffectOutcome perform(Action.RollBack action, RunId run) {
    WorkloadRef ref = action.workload();
    boolean fresh = reader.kept(ref).isEmpty();
    if (fresh) {
      Optional<EffectOutcome> unread = readAll(ref);
      if (unread.isPresent()) {
        return unread.get();
      }
    }
    String conflict = "";
    for (int sent = 0; sent < CONFLICTS; ) {
      Kept kept = reader.kept(ref).orElseThrow();
      switch (look(kept, action, run)) {
        case Look.Settled(EffectOutcome outcome) -> {
          if (fresh) {
            return outcome;
          }
          Optional<EffectOutcome> unread = readAll(ref);
          if (unread.isPresent()) {
            return unread.get();
          }
          fresh = true;
        }
        case Look.Send send -> {
          sent++;
          Reply reply =
              api.patch(
                  Paths.DEPLOYMENTS,
                  paths.one(Paths.DEPLOYMENTS, ref.name()),
                  Api.JSON_PATCH,
                  send.patch());
          if (!isConflict(reply)) {
            return outcome(reply, kept, send, action);
          }
          conflict = Problems.brief(reply, "patch", Paths.DEPLOYMENTS);
          Reply again = reader.readAgain(ref);
          if (!(again instanceof Reply.Ok)) {
            return unread(again);
          }
          fresh = true;
        }
      }
    }
    return new EffectOutcome.NotYet(
        "it was changed by others each of " + CONFLICTS + " times: " + conflict, false);
  }

  private Look look(Kept kept, Action.RollBack action, RunId run) {
    JsonNode deployment = kept.deployment();
    Assumption assumed = action.assumption();
    if (!Json.uid(deployment).equals(assumed.uid())) {
      return refused("the deployment was deleted, and another made under its name");
    }
    Optional<KeptReplicaSet> target = kept.replicaSet(assumed.target());
    if (target.isEmpty()) {
      return refused("the replica set of " + action.toVersion() + " is no longer there");
    }
    if (!target.get().fingerprint().equals(assumed.targetTemplate())) {
      return refused("the replica set of " + action.toVersion() + " is not as it was planned with");
    }
    JsonNode template = UndoPatch.template(deployment, target.get().raw(), action.carried());
    String result = Fingerprints.of(template);
    String present = Fingerprints.of(kept.template());
    String holder = kept.holder(result).map(KeptReplicaSet::uid).orElse("");
    boolean paused = Json.flag(deployment, "spec", "paused");
    if (present.equals(result) && !(paused && action.resume())) {
      return new Look.Settled(
          new EffectOutcome.AlreadySo(
              "it already has the template of " + action.toVersion(),
              Mark.of(deployment, holder).text()));
    }
    if (!present.equals(result) && !present.equals(assumed.template())) {
      return refused("its template has changed since the plan" + Drift.words(kept, assumed));
    }
    if (paused && !action.resume()) {
      return refused("it is paused; resume it first, or say --resume-paused");
    }
    return new Look.Send(
        UndoPatch.build(deployment, target.get().raw(), template, run, action.resume()),
        result,
        holder);
  }

  private EffectOutcome outcome(Reply reply, Kept kept, Look.Send send, Action.RollBack action) {
    return switch (reply) {
      case Reply.Ok(JsonNode body) -> applied(body, kept, send.replicaSet(), action);
      case Reply.Failed failed when isBusy(failed) ->
          new EffectOutcome.NotYet(
              Problems.brief(failed, "patch", Paths.DEPLOYMENTS)
                  + failed.retryAfter().map(d -> " (again in " + d.toSeconds() + " s)").orElse(""),
              false);
      case Reply.Failed failed when failed.status() < 500 -> unread(failed);
      case Reply.Failed failed -> lookAfter(failed, kept, send, action);
      case Reply.Broken broken when broken.mayHaveActed() -> lookAfter(broken, kept, send, action);
      case Reply.Broken broken -> unread(broken);
    };
  }

  /** The answer was lost, so the Deployment itself is asked. */
  private EffectOutcome lookAfter(Reply lost, Kept kept, Look.Send send, Action.RollBack action) {
    String why = Problems.brief(lost, "patch", Paths.DEPLOYMENTS);
    if (!(reader.readAgain(action.workload()) instanceof Reply.Ok(JsonNode body))) {
      return new EffectOutcome.Unknown(why);
    }
    String present = Kept.fingerprint(body);
    if (present.equals(send.template()) && Json.uid(body).equals(Json.uid(kept.deployment()))) {
      return applied(body, kept, send.replicaSet(), action);
    }
    if (present.equals(Fingerprints.of(kept.template()))) {
      return new EffectOutcome.NotYet(why, false);
    }
    return new EffectOutcome.Unknown(why + "; its template is neither the old nor the new one");
  }

  private EffectOutcome applied(JsonNode body, Kept kept, String holder, Action.RollBack action) {
    reader.keep(action.workload(), kept.with(body));
    return new EffectOutcome.Applied(
        "it has the template of " + action.toVersion(), Mark.of(body, holder).text());
  }

  private Optional<EffectOutcome> readAll(WorkloadRef ref) {
    return readAll(ref, reader);
  }

  /** Reads one Deployment with its ReplicaSets; an outcome where that is not possible. */
  static Optional<EffectOutcome> readAll(WorkloadRef ref, Reader reader) {
    Answer<Map<WorkloadRef, Answer<Kept>>> answer = reader.read(Set.of(ref));
    return switch (answer.then(all -> all.getOrDefault(ref, Answer.refused(Problems.GONE)))) {
      case Answer.Given<Kept> given -> Optional.empty();
      case Answer.Refused<Kept>(var problem) ->
          Optional.of(
              switch (problem.code()) {
                case CLUSTER_UNREACHABLE, CLUSTER_ERROR ->
                    new EffectOutcome.NotYet(problem.what() + " " + problem.why(), true);
                default ->
                    new EffectOutcome.Refused(
                        problem.what() + " " + problem.why(),
                        problem.code().exit() == ExitCode.NOT_AUTHORISED);
              });
    };
  }

  /** What a request that surely did nothing comes to. */
  static EffectOutcome unread(Reply reply) {
    String brief = Problems.brief(reply, "patch", Paths.DEPLOYMENTS);
    return switch (reply) {
      case Reply.Failed failed when failed.status() == 404 ->
          new EffectOutcome.Refused("the deployment was deleted");
      case Reply.Failed failed when isBusy(failed) || failed.status() >= 500 ->
          new EffectOutcome.NotYet(brief, false);
      case Reply.Failed failed -> Problems.refusal(failed, brief);
      case Reply.Broken broken when broken.cause() == Reply.Cause.TLS ->
          new EffectOutcome.Refused(brief);
      case Reply.Broken broken -> new EffectOutcome.NotYet(brief, false);
      case Reply.Ok ok -> throw new IllegalArgumentException("a success is no refusal");
    };
  }

  static boolean isBusy(Reply.Failed failed) {
    return failed.status() == 429
        || failed.status() == 503
        || (failed.status() >= 500 && failed.retryAfter().isPresent());
  }

  /** A failed {@code test}, or a write in between; not what the server finds invalid. */
  static boolean isConflict(Reply reply) {
    return reply instanceof Reply.Failed failed
        && (failed.status() == 409 || (failed.status() == 422 && failed.fields().isEmpty()));
  }

  private static Look refused(String why) {
    return new Look.Settled(new EffectOutcome.Refused(why));
  }
}
