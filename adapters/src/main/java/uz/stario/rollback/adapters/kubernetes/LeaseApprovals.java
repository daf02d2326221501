package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/**
 * Approvals in the environment's namespace: a Lease {@code stario-request-RUN} says what is asked
 * for, and a Lease {@code stario-approval-RUN-…} a person says who approved what.
 *
 * <p>Each holds the name of its writer as {@code spec.holderIdentity}. Whoever may write Leases
 * could write another's name, unless the shipped ValidatingAdmissionPolicy is in force; whether it
 * is, is found out by trying to. Needs the verbs {@code get}, {@code list}, {@code create}, {@code
 * update} and {@code delete} on {@code leases.coordination.k8s.io}.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">
 *     Validating Admission Policy</a>
 */
final class LeaseApprovals implements Approvals {

  private static final String REQUEST = "stario-request-";
  private static final String APPROVAL = "stario-approval-";

  /** Those of one run. */
  private static final String RUN_LABEL = "rollback.stario.uz/run";

  private static final String DIGEST = "rollback.stario.uz/digest";
  private static final String UNTIL = "rollback.stario.uz/until";
  private static final String SUMMARY = "rollback.stario.uz/summary";

  private static final String REVIEWS = "selfsubjectreviews.authentication.k8s.io";
  private static final String REVIEWS_PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

  /** A name that nobody has: no user's may hold a line feed. */
  private static final String NOBODY = "nobody\nat all";

  /** Nothing waits for a slower answer: it is asked again soon. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Api api;
  private final Paths paths;
  private final Problems.Place place;
  private Optional<String> self = Optional.empty();

  LeaseApprovals(Api api, Paths paths, Problems.Place place) {
    this.api = api.within(LIMIT);
    this.paths = paths;
    this.place = place;
  }

  @Override
  public synchronized Answer<String> self() {
    if (self.isEmpty()) {
      ObjectNode review = Json.object();
      review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "SelfSubjectReview");
      Reply reply = api.send("POST", REVIEWS, REVIEWS_PATH, Api.JSON, review);
      if (!(reply instanceof Reply.Ok(JsonNode answered))) {
        return Answer.refused(problem(reply, "create", REVIEWS));
      }
      self = Optional.of(Json.text(answered, "status", "userInfo", "username"));
    }
    return Answer.given(self.get());
  }

  @Override
  public Optional<Problem> ask(Wanted wanted) {
    ObjectNode lease = lease(REQUEST + wanted.run(), wanted.run(), wanted.requester());
    ObjectNode annotations = annotations(lease);
    annotations.put(DIGEST, wanted.digest()).put(UNTIL, wanted.until().toString());
    ArrayNode summary = Json.object().putArray("summary");
    wanted.summary().forEach(summary::add);
    annotations.put(SUMMARY, Json.write(summary));
    return write(REQUEST + wanted.run(), lease);
  }

  @Override
  public Answer<Optional<Wanted>> wanted(RunId run) {
    Reply reply = api.get("get", Paths.LEASES, paths.one(Paths.LEASES, REQUEST + run));
    return switch (reply) {
      case Reply.Ok(JsonNode lease) -> Answer.given(wanted(run, lease));
      case Reply.Failed failed when failed.status() == 404 -> Answer.given(Optional.empty());
      case Reply.Failed _, Reply.Broken _ -> Answer.refused(problem(reply, "get", Paths.LEASES));
    };
  }

  /** Empty where somebody has edited it into something else. */
  private static Optional<Wanted> wanted(RunId run, JsonNode lease) {
    try {
      return Optional.of(
          new Wanted(
              run,
              Json.annotation(lease, DIGEST),
              Json.text(lease, "spec", "holderIdentity"),
              Instant.parse(Json.annotation(lease, UNTIL)),
              Json.items(Json.parse(Json.annotation(lease, SUMMARY))).stream()
                  .map(line -> line.asString(""))
                  .toList()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Problem> give(RunId run, String digest) {
    return switch (self()) {
      case Answer.Refused<String>(Problem problem) -> Optional.of(problem);
      case Answer.Given<String>(String name) -> {
        ObjectNode lease = lease(approval(run, name), run, name);
        annotations(lease).put(DIGEST, digest);
        yield write(approval(run, name), lease);
      }
    };
  }

  @Override
  public Answer<List<Approval>> given(RunId run) {
    Reply reply =
        api.get(
            "list",
            Paths.LEASES,
            paths.all(Paths.LEASES) + "?labelSelector=" + RUN_LABEL + "%3D" + run);
    if (!(reply instanceof Reply.Ok(JsonNode list))) {
      return Answer.refused(problem(reply, "list", Paths.LEASES));
    }
    List<JsonNode> leases =
        Json.items(list, "items").stream().filter(lease -> isApproval(lease, run)).toList();
    if (leases.isEmpty()) {
      return Answer.given(List.of());
    }
    boolean vouched = vouches();
    List<Approval> given = new ArrayList<>();
    for (JsonNode lease : leases) {
      given.add(
          new Approval(
              run,
              Json.annotation(lease, DIGEST),
              Json.text(lease, "spec", "holderIdentity"),
              !vouched));
    }
    return Answer.given(given);
  }

  /** The name of the object follows from the name in it: none can stand for two people. */
  private static boolean isApproval(JsonNode lease, RunId run) {
    String by = Json.text(lease, "spec", "holderIdentity");
    return !by.isEmpty() && Json.name(lease).equals(approval(run, by));
  }

  /** Whether the server refuses a Lease under another's name; tried without leaving anything. */
  private boolean vouches() {
    RunId probe = new RunId("probe");
    ObjectNode lease = lease(APPROVAL + "probe", probe, NOBODY);
    Reply reply =
        api.send("POST", Paths.LEASES, paths.all(Paths.LEASES) + "?dryRun=All", Api.JSON, lease);
    return reply instanceof Reply.Failed failed
        && failed.message().contains("ValidatingAdmissionPolicy")
        && failed.message().contains(APPROVAL);
  }

  @Override
  public void withdraw(RunId run) {
    delete(REQUEST + run);
    if (api.get(
            "list",
            Paths.LEASES,
            paths.all(Paths.LEASES) + "?labelSelector=" + RUN_LABEL + "%3D" + run)
        instanceof Reply.Ok(JsonNode list)) {
      Json.items(list, "items").forEach(lease -> delete(Json.name(lease)));
    }
  }

  private void delete(String name) {
    var _ =
        api.send("DELETE", Paths.LEASES, paths.one(Paths.LEASES, name), Api.JSON, Json.object());
  }

  /** Creates it, or replaces one of that name. */
  private Optional<Problem> write(String name, ObjectNode lease) {
    Reply created = api.send("POST", Paths.LEASES, paths.all(Paths.LEASES), Api.JSON, lease);
    boolean exists = created instanceof Reply.Failed failed && failed.status() == 409;
    if (!exists) {
      return failure(created, "create");
    }
    Reply present = api.get("get", Paths.LEASES, paths.one(Paths.LEASES, name));
    if (!(present instanceof Reply.Ok(JsonNode old))) {
      return failure(present, "get");
    }
    lease
        .withObject("metadata")
        .put("resourceVersion", Json.text(old, "metadata", "resourceVersion"));
    return failure(
        api.send("PUT", Paths.LEASES, paths.one(Paths.LEASES, name), Api.JSON, lease), "update");
  }

  private Optional<Problem> failure(Reply reply, String verb) {
    return reply instanceof Reply.Ok
        ? Optional.empty()
        : Optional.of(problem(reply, verb, Paths.LEASES));
  }

  private ObjectNode lease(String name, RunId run, String holder) {
    ObjectNode lease = Json.object();
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata");
    metadata.put("name", name).put("namespace", paths.namespace());
    metadata.putObject("labels").put(RUN_LABEL, run.value());
    lease.putObject("spec").put("holderIdentity", holder);
    return lease;
  }

  private static ObjectNode annotations(ObjectNode lease) {
    return lease.withObject("metadata").withObject("annotations");
  }

  private static String approval(RunId run, String name) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return APPROVAL + run + "-" + HexFormat.of().formatHex(sum, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private Problem problem(Reply reply, String verb, String resource) {
    Problem problem = Problems.of(reply, verb, resource, place);
    return problem.code() != ErrorCode.FORBIDDEN
        ? problem
        : new Problem(
            problem.code(),
            "Cannot keep an approval in "
                + paths.namespace()
                + ": may not "
                + verb
                + " "
                + resource
                + ".",
            problem.why(),
            problem.changed(),
            "Ask for the verbs `get`, `list`, `create`, `update` and `delete` on `"
                + Paths.LEASES
                + "`.");
  }
}
