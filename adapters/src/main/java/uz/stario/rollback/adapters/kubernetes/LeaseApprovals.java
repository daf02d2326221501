package uz.stario.rollback.adapters.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/**
 * Approvals as Leases of a namespace, which all who may write Leases reach.
 *
 * <p>Whoever may write a Lease can write another's name into it, so the namespace vouches for names
 * only with the policy of docs/approval-policy.yaml. Whether it is in force is found out whenever
 * there are other approvals than before, by trying, without effect, what it forbids. Thread-safe.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">
 *     Validating admission policy</a>
 */
final class LeaseApprovals implements Approvals, AutoCloseable {

  /** What the policy says when it refuses another's name; the same text stands in the policy. */
  static final String OWN_NAME = "an approval is written under one's own name";

  /** It is asked for again and again, so that a slow answer helps nobody. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final String REVIEWS = "selfsubjectreviews.authentication.k8s.io";
  private static final String REVIEWS_PATH = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

  private final Api api;
  private final Api watching;
  private final Paths paths;
  private final Problems.Place place;
  private final Map<RunId, GivenApprovals> watched = new ConcurrentHashMap<>();

  LeaseApprovals(Api api, Paths paths, Problems.Place place) {
    this.api = api.within(LIMIT);
    this.watching = api;
    this.paths = paths;
    this.place = place;
  }

  @Override
  public Answer<String> self() {
    ObjectNode question =
        Json.object()
            .put("apiVersion", "authentication.k8s.io/v1")
            .put("kind", "SelfSubjectReview");
    Reply reply = api.send("POST", REVIEWS, REVIEWS_PATH, Api.JSON, question);
    if (!(reply instanceof Reply.Ok(JsonNode answer))) {
      return Answer.refused(Problems.of(reply, "create", REVIEWS, place));
    }
    String name = Json.text(answer, "status", "userInfo", "username");
    return name.isEmpty()
        ? Answer.refused(
            Problem.unchanged(
                ErrorCode.CLUSTER_ERROR,
                "Cannot find out who you are to " + place + ".",
                "The API server names no user.",
                "Check that " + place.server() + " is the cluster you mean."))
        : Answer.given(name);
  }

  @Override
  public Optional<Problem> ask(Wanted wanted) {
    ObjectNode lease = ApprovalLease.of(wanted);
    Reply reply = create(lease, "");
    return reply instanceof Reply.Failed failed && failed.status() == 409
        ? replace(wanted.run(), lease)
        : problem(reply, "create", "ask for an approval");
  }

  private Optional<Problem> replace(RunId run, ObjectNode lease) {
    String path = paths.one(Paths.LEASES, ApprovalLease.requestName(run));
    Reply reply = api.get("get", Paths.LEASES, path);
    if (!(reply instanceof Reply.Ok(JsonNode there))) {
      return problem(reply, "get", "ask for an approval");
    }
    // Whoever changes it in between makes the server refuse.
    lease
        .withObject("metadata")
        .put("uid", Json.uid(there))
        .put("resourceVersion", Json.text(there, "metadata", "resourceVersion"));
    return problem(
        api.send("PUT", Paths.LEASES, path, Api.JSON, lease), "update", "ask for an approval");
  }

  @Override
  public Answer<Optional<Wanted>> wanted(RunId run) {
    if (!ApprovalLease.nameable(run)) {
      return Answer.given(Optional.empty());
    }
    Reply reply =
        api.get("get", Paths.LEASES, paths.one(Paths.LEASES, ApprovalLease.requestName(run)));
    return switch (reply) {
      case Reply.Ok(JsonNode lease) -> Answer.given(ApprovalLease.wanted(lease, run));
      case Reply.Failed failed when failed.status() == 404 -> Answer.given(Optional.empty());
      case Reply.Failed _, Reply.Broken _ ->
          Answer.refused(said(reply, "get", "read what is to be approved"));
    };
  }

  @Override
  public Optional<Problem> give(RunId run, String digest) {
    return switch (self()) {
      case Answer.Refused<String>(Problem problem) -> Optional.of(problem);
      case Answer.Given<String>(String by) -> give(run, digest, by);
    };
  }

  private Optional<Problem> give(RunId run, String digest, String by) {
    Reply reply = create(ApprovalLease.of(run, by, digest), "");
    if (!(reply instanceof Reply.Failed failed && failed.status() == 409)) {
      return problem(reply, "create", "approve");
    }
    String name = ApprovalLease.approvalName(run, by, digest);
    Reply found = api.get("get", Paths.LEASES, paths.one(Paths.LEASES, name));
    if (!(found instanceof Reply.Ok(JsonNode there))) {
      return problem(found, "get", "approve");
    }
    Approval mine = new Approval(run, digest, by, false);
    return ApprovalLease.approval(there, run, false).filter(mine::equals).isPresent()
        ? Optional.empty()
        : Optional.of(
            Problem.unchanged(
                ErrorCode.CLUSTER_ERROR,
                "Cannot approve in " + place + ".",
                "Somebody has written something else where your approval belongs: lease/"
                    + name
                    + ".",
                "Look who did, then `kubectl --context "
                    + place.context()
                    + " delete lease "
                    + name
                    + " -n "
                    + place.namespace()
                    + "` and approve again."));
  }

  @Override
  public Answer<List<Approval>> given(RunId run) {
    if (!ApprovalLease.nameable(run)) {
      return Answer.given(List.of());
    }
    GivenApprovals there = watched(run);
    return there
        .look(reply -> said(reply, "list", "look for approvals"))
        .then(leases -> {
          List<JsonNode> found =
              leases.stream()
                  .filter(lease -> ApprovalLease.approval(lease, run, true).isPresent())
                  .toList();
          return found.isEmpty()
              ? Answer.given(List.<Approval>of())
              : there
                  .vouches(found, this::vouches)
                  .map(sure ->
                      found.stream()
                          .flatMap(lease -> ApprovalLease.approval(lease, run, !sure).stream())
                          .toList());
        });
  }

  private GivenApprovals watched(RunId run) {
    return watched.computeIfAbsent(run, it -> new GivenApprovals(api, watching, paths, it));
  }

  /** Whether the policy is in force here and now. */
  private Answer<Boolean> vouches() {
    Reply reply = create(ApprovalLease.probe(UUID.randomUUID().toString()), "?dryRun=All");
    return switch (reply) {
      case Reply.Ok _ -> Answer.given(false);
      case Reply.Failed failed when failed.status() == 429 || failed.status() >= 500 ->
          Answer.refused(said(reply, "create", "look for approvals"));
      // Refused for another reason, such as a missing verb, says nothing about the policy.
      case Reply.Failed failed -> Answer.given(byPolicy(failed));
      case Reply.Broken _ -> Answer.refused(said(reply, "create", "look for approvals"));
    };
  }

  private static boolean byPolicy(Reply.Failed failed) {
    return failed.message().contains("ValidatingAdmissionPolicy")
        && failed.message().contains(OWN_NAME);
  }

  @Override
  public void withdraw(RunId run) {
    if (!ApprovalLease.nameable(run)) {
      return;
    }
    delete(ApprovalLease.requestName(run));
    GivenApprovals there = watched(run);
    there.close();
    watched.remove(run);
    if (there.list() instanceof Reply.Ok(JsonNode leases)) {
      Json.items(leases, "items").stream()
          .filter(lease -> ApprovalLease.approval(lease, run, true).isPresent())
          .forEach(lease -> delete(Json.name(lease)));
    }
  }

  @Override
  public void close() {
    watched.values().forEach(GivenApprovals::close);
  }

  /** Of no consequence when it fails: what was asked says itself until when. */
  private void delete(String name) {
    Reply _ =
        api.send("DELETE", Paths.LEASES, paths.one(Paths.LEASES, name), Api.JSON, Json.object());
  }

  private Reply create(ObjectNode lease, String parameters) {
    return api.send("POST", Paths.LEASES, paths.all(Paths.LEASES) + parameters, Api.JSON, lease);
  }

  private Optional<Problem> problem(Reply reply, String verb, String what) {
    return reply instanceof Reply.Ok ? Optional.empty() : Optional.of(said(reply, verb, what));
  }

  private Problem said(Reply reply, String verb, String what) {
    Problem problem = Problems.of(reply, verb, Paths.LEASES, place);
    if (problem.code() != ErrorCode.FORBIDDEN) {
      return problem;
    }
    boolean policy = reply instanceof Reply.Failed failed && byPolicy(failed);
    return new Problem(
        problem.code(),
        "Cannot " + what + ": may not " + verb + " " + Paths.LEASES + " in " + place + ".",
        problem.why(),
        problem.changed(),
        policy
            ? "What was asked may only be changed by whoever asked it."
            : "Ask for the verb `"
                + verb
                + "` on `"
                + Paths.LEASES
                + "` in namespace "
                + place.namespace()
                + "; docs/approvals.md has a role.");
  }
}
