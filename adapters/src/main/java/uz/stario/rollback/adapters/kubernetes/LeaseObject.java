package uz.stario.rollback.adapters.kubernetes;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.adapters.json.RegistryJson;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * A registry as a Lease: the truth is one annotation, the spec says the same of the newest holder
 * to people who look with kubectl.
 *
 * <p>Whatever else stands in the object is written back as it was read.
 */
final class LeaseObject {

  static final String NAME = "stario-rollback";
  static final String ANNOTATION = "rollback.stario.uz/holdings";

  /** As {@code MicroTime} wants it: always six digits. */
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final String TRANSITIONS = "leaseTransitions";

  private LeaseObject() {}

  /** Whether it is one that somebody made for us, and nobody has locked anything in yet. */
  static boolean unused(JsonNode lease) {
    return Json.annotation(lease, ANNOTATION).isEmpty()
        && Json.at(lease, "spec", TRANSITIONS).isMissingNode()
        && Json.text(lease, "spec", "holderIdentity").isEmpty();
  }

  static Answer<Registry> read(JsonNode lease, Problems.Place place) {
    String what = "the lock in annotation " + ANNOTATION + " of lease/" + NAME + " in " + place;
    String next =
        "Make sure that no run is in progress, then `kubectl --context "
            + place.context()
            + " delete lease "
            + NAME
            + " -n "
            + place.namespace()
            + "`.";
    String text = Json.annotation(lease, ANNOTATION);
    return text.isEmpty()
        ? Answer.refused(
            Problem.unchanged(
                ErrorCode.LOCK_UNAVAILABLE,
                "Cannot read " + what + ".",
                "The annotation was removed.",
                next))
        : RegistryJson.read(text, what, next);
  }

  static ObjectNode create(Registry registry) {
    ObjectNode lease =
        Json.object().put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata").put("name", NAME);
    metadata.putObject("labels").put("app.kubernetes.io/managed-by", "stario");
    fill(lease, registry, "", true);
    return lease;
  }

  /** For a PUT: the API server compares uid and resourceVersion with what it has. */
  static ObjectNode replace(JsonNode lease, Optional<Registry> before, Registry registry) {
    ObjectNode next = ((ObjectNode) lease).deepCopy();
    boolean taken = before.map(Registry::lastFence).orElse(0L) != registry.lastFence();
    fill(next, registry, Json.annotation(lease, ANNOTATION), taken);
    return next;
  }

  private static void fill(ObjectNode lease, Registry registry, String before, boolean taken) {
    lease
        .withObject("metadata")
        .withObject("annotations")
        .put(ANNOTATION, RegistryJson.write(registry, before));
    ObjectNode spec = lease.withObject("spec");
    long transitions = Json.number(spec, 0, TRANSITIONS);
    spec.put("leaseDurationSeconds", Holding.EXPIRY.toSeconds());
    // A 32-bit number there; it is for people only, so that it may stand still one day.
    spec.put(TRANSITIONS, Math.min(Integer.MAX_VALUE, transitions + (taken ? 1 : 0)));
    Optional<Holding> newest = registry.newest();
    if (newest.isEmpty()) {
      spec.remove("holderIdentity");
      spec.remove("acquireTime");
      spec.remove("renewTime");
      return;
    }
    int others = registry.holdings().size() - 1;
    spec.put(
        "holderIdentity",
        newest.get().run()
            + " of "
            + newest.get().owner()
            + (others == 0 ? "" : " and " + others + " more"));
    spec.put("acquireTime", MICRO_TIME.format(newest.get().since()));
    spec.put(
        "renewTime",
        MICRO_TIME.format(
            registry.holdings().stream()
                .map(Holding::heartbeat)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH)));
  }
}
