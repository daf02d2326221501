package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Approvals.Approval;
import uz.stario.rollback.port.Approvals.Wanted;
import uz.stario.rollback.run.RunId;

/**
 * What is asked and what is approved, as a Lease each whose holder is who wrote it.
 *
 * <p>The policy in docs/approval-policy.yaml goes by the names, so an object of another name is
 * never believed, whatever its label says.
 */
final class ApprovalLease {

  static final String REQUEST = "stario-request-";
  static final String APPROVAL = "stario-approval-";
  static final String RUN = "rollback.stario.uz/run";
  static final String DIGEST = "rollback.stario.uz/digest";
  static final String UNTIL = "rollback.stario.uz/until";
  static final String SUMMARY = "rollback.stario.uz/summary";

  /** What can stand in a label and in a name. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** Of 32: it only has to tell a run's few approvals apart, for the holder is compared. */
  private static final int HASH_BYTES = 8;

  private ApprovalLease() {}

  /** Whether there can be an object for it; a run id may have been mistyped. */
  static boolean nameable(RunId run) {
    return NAME.matcher(run.value()).matches();
  }

  static String requestName(RunId run) {
    return REQUEST + run;
  }

  /** One per person and plan, so that nothing has to be changed when the plan is another. */
  static String approvalName(RunId run, String by, String digest) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest((by + "\n" + digest).getBytes(UTF_8));
      return APPROVAL + run + "-" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static ObjectNode of(Wanted wanted) {
    ObjectNode lease = Json.object();
    fill(lease, requestName(wanted.run()), wanted.run(), wanted.requester(), wanted.digest());
    ArrayNode summary = Json.object().putArray("lines");
    wanted.summary().forEach(summary::add);
    lease
        .withObject("metadata")
        .withObject("annotations")
        .put(UNTIL, wanted.until().toString())
        .put(SUMMARY, Json.write(summary));
    return lease;
  }

  static ObjectNode of(RunId run, String by, String digest) {
    ObjectNode lease = Json.object();
    fill(lease, approvalName(run, by, digest), run, by, digest);
    return lease;
  }

  /** One that nobody may write where names are vouched for; {@code by} is nobody's. */
  static ObjectNode probe(String by) {
    ObjectNode lease = Json.object();
    fill(lease, APPROVAL + "probe-" + by, new RunId("probe"), by, "");
    return lease;
  }

  private static void fill(ObjectNode lease, String name, RunId run, String by, String digest) {
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata").put("name", name);
    metadata
        .putObject("labels")
        .put("app.kubernetes.io/managed-by", "stario")
        .put(RUN, run.value());
    metadata.putObject("annotations").put(DIGEST, digest);
    lease.putObject("spec").put("holderIdentity", by);
  }

  /** Empty where it is none, or somebody has spoilt it. */
  static Optional<Wanted> wanted(JsonNode lease, RunId run) {
    String by = Json.text(lease, "spec", "holderIdentity");
    String digest = Json.annotation(lease, DIGEST);
    JsonNode summary = Json.parse(Json.annotation(lease, SUMMARY));
    if (!Json.name(lease).equals(requestName(run))
        || by.isEmpty()
        || digest.isEmpty()
        || !summary.isArray()) {
      return Optional.empty();
    }
    List<JsonNode> lines = Json.items(summary);
    try {
      Instant until = Instant.parse(Json.annotation(lease, UNTIL));
      return lines.stream().allMatch(JsonNode::isString)
          ? Optional.of(
              new Wanted(
                  run, digest, by, until, lines.stream().map(JsonNode::stringValue).toList()))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Empty where it is none, or not under the name that its content gives it. */
  static Optional<Approval> approval(JsonNode lease, RunId run, boolean attested) {
    String by = Json.text(lease, "spec", "holderIdentity");
    String digest = Json.annotation(lease, DIGEST);
    return !by.isEmpty()
            && !digest.isEmpty()
            && Json.name(lease).equals(approvalName(run, by, digest))
        ? Optional.of(new Approval(run, digest, by, attested))
        : Optional.empty();
  }
}
