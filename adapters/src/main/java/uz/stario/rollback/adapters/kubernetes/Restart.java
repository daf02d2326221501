package uz.stario.rollback.adapters.kubernetes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.RunId;

/**
 * Restarts one Deployment as {@code kubectl rollout restart} does: by the time of the restart in an
 * annotation of its template, so that the controller makes new pods.
 *
 * <p>Precondition, enforced by the server: {@code test} on {@code /metadata/uid} and on {@code
 * /spec/template} as just read. The same patch notes the run on the Deployment, by which it is seen
 * that the run has restarted it, also when others have restarted it since.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/objectrestarter.go">
 *     kubectl's objectrestarter.go</a>
 */
final class Restart {

  static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  /** The runs that restarted it, the newest last. */
  static final String RESTARTED_BY = "rollback.stario.uz/restarted-by";

  /** More than take place between a run that was left and its being taken up again. */
  private static final int MOST_NOTED = 10;

  /** A template seldom changes twice in a second; a Deployment that does is not ours to fight. */
  private static final int CONFLICTS = 5;

  private static final String TEMPLATE = "/spec/template";

  private final Api api;
  private final Paths paths;
  private final Reader reader;

  Restart(Api api, Paths paths, Reader reader) {
    this.api = api;
    this.paths = paths;
    this.reader = reader;
  }

  EffectOutcome perform(WorkloadRef ref, RunId run, Instant at) {
    // Never on what was read earlier: it may be long ago, and by this run.
    Optional<EffectOutcome> unread = Undo.readAll(ref, reader);
    if (unread.isPresent()) {
      return unread.get();
    }
    String conflict = "";
    for (int sent = 0; sent < CONFLICTS; sent++) {
      JsonNode deployment = reader.kept(ref).orElseThrow().deployment();
      if (by(deployment, run)) {
        return new EffectOutcome.AlreadySo(
            "this run has restarted it", Mark.of(deployment, "").text());
      }
      if (Json.flag(deployment, "spec", "paused")) {
        return new EffectOutcome.Refused("it is paused; resume it first");
      }
      String path = paths.one(Paths.DEPLOYMENTS, ref.name());
      Reply reply = api.patch(Paths.DEPLOYMENTS, path, Api.JSON_PATCH, patch(deployment, run, at));
      if (!Undo.isConflict(reply)) {
        return outcome(reply, ref, run);
      }
      conflict = Problems.brief(reply, "patch", Paths.DEPLOYMENTS);
      Reply again = reader.readAgain(ref);
      if (!(again instanceof Reply.Ok)) {
        return Undo.unread(again);
      }
    }
    return new EffectOutcome.NotYet(
        "it was changed by others each of " + CONFLICTS + " times: " + conflict, false);
  }

  private EffectOutcome outcome(Reply reply, WorkloadRef ref, RunId run) {
    return switch (reply) {
      case Reply.Ok(JsonNode body) -> applied(body, ref);
      case Reply.Failed failed when Undo.isBusy(failed) || failed.status() < 500 ->
          Undo.unread(failed);
      case Reply.Broken broken when !broken.mayHaveActed() -> Undo.unread(broken);
      case Reply.Failed _, Reply.Broken _ -> lookAfter(reply, ref, run);
    };
  }

  /** The answer was lost, so the Deployment itself is asked. */
  private EffectOutcome lookAfter(Reply lost, WorkloadRef ref, RunId run) {
    String why = Problems.brief(lost, "patch", Paths.DEPLOYMENTS);
    if (!(reader.readAgain(ref) instanceof Reply.Ok(JsonNode body))) {
      return new EffectOutcome.Unknown(why);
    }
    return by(body, run) ? applied(body, ref) : new EffectOutcome.NotYet(why, false);
  }

  private EffectOutcome applied(JsonNode body, WorkloadRef ref) {
    reader.kept(ref).ifPresent(kept -> reader.keep(ref, kept.with(body)));
    return new EffectOutcome.Applied("its pods are replaced", Mark.of(body, "").text());
  }

  private static boolean by(JsonNode deployment, RunId run) {
    return noted(deployment).contains(run.value());
  }

  private static List<String> noted(JsonNode deployment) {
    return Stream.of(Json.annotation(deployment, RESTARTED_BY).split(" ", -1))
        .filter(run -> !run.isEmpty())
        .toList();
  }

  private static String with(RunId run, List<String> noted) {
    List<String> all = new ArrayList<>(noted);
    all.add(run.value());
    return String.join(" ", all.subList(Math.max(0, all.size() - MOST_NOTED), all.size()));
  }

  static ArrayNode patch(JsonNode deployment, RunId run, Instant at) {
    ArrayNode patch = JsonNodeFactory.instance.arrayNode();
    add(patch, "test", "/metadata/uid", Json.at(deployment, "metadata", "uid"));
    add(patch, "test", TEMPLATE, Json.at(deployment, "spec", "template"));
    JsonNode template = Json.at(deployment, "spec", "template");
    if (!Json.at(template, "metadata").isObject()) {
      add(patch, "add", TEMPLATE + "/metadata", Json.object());
    }
    annotate(
        patch, template, TEMPLATE, RESTARTED_AT, at.truncatedTo(ChronoUnit.SECONDS).toString());
    annotate(patch, deployment, "", RESTARTED_BY, with(run, noted(deployment)));
    return patch;
  }

  private static void annotate(
      ArrayNode patch, JsonNode object, String path, String key, String value) {
    String annotations = path + "/metadata/annotations";
    if (!Json.at(object, "metadata", "annotations").isObject()) {
      add(patch, "add", annotations, Json.object());
    }
    add(
        patch,
        "add",
        annotations + "/" + key.replace("/", "~1"),
        JsonNodeFactory.instance.stringNode(value));
  }

  private static void add(ArrayNode patch, String op, String path, JsonNode value) {
    patch.addObject().put("op", op).put("path", path).set("value", value);
  }
}
