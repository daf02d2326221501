package uz.stario.rollback.sandbox.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that the API turns down, worded as the real server words it.
 *
 * <p>Wording from {@code k8s.io/apimachinery/pkg/api/errors/errors.go}. Carries no stack trace: it
 * is an answer, not a fault.
 */
public final class Refused extends RuntimeException {
  private final int code;
  private final String reason;
  private final @Nullable ObjectNode details;
  private String continuation = "";

  /** A refusal with its HTTP status, machine-readable reason and optional details. */
  public Refused(int code, String reason, String message, @Nullable ObjectNode details) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The same with a token to continue a list with. */
  public Refused withContinue(String token) {
    continuation = token;
    return this;
  }

  /** The server is busy; clients try again after so many seconds. */
  public static Refused tooManyRequests(long retryAfterSeconds) {
    return new Refused(
        429,
        "TooManyRequests",
        "the server has received too many requests and has asked us to try again later",
        Manifest.object().put("retryAfterSeconds", retryAfterSeconds));
  }

  /** After how many seconds to try again, zero where nothing is said. */
  public long retryAfterSeconds() {
    return details == null ? 0 : details.path("retryAfterSeconds").asLong(0);
  }

  /** The HTTP status. */
  public int code() {
    return code;
  }

  /** The reason, such as {@code NotFound}. */
  public String reason() {
    return reason;
  }

  /** No such object. */
  public static Refused notFound(Resource resource, String name) {
    return of(
        404, "NotFound", resource, name, resource.qualified() + " \"" + name + "\" not found");
  }

  /** An object of that name is there already. */
  public static Refused alreadyExists(Resource resource, String name) {
    return of(
        409,
        "AlreadyExists",
        resource,
        name,
        resource.qualified() + " \"" + name + "\" already exists");
  }

  /** The object is not what the writer thought it was. */
  public static Refused conflict(Resource resource, String name, String why) {
    return of(
        409,
        "Conflict",
        resource,
        name,
        "Operation cannot be fulfilled on " + resource.qualified() + " \"" + name + "\": " + why);
  }

  /** The writer read an older state. */
  public static Refused stale(Resource resource, String name) {
    return conflict(
        resource,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  /** A policy of the cluster says no. */
  public static Refused forbidden(Resource resource, String name, String why) {
    return of(
        403,
        "Forbidden",
        resource,
        name,
        resource.qualified() + " \"" + name + "\" is forbidden: " + why);
  }

  /** The object breaks a rule of its kind. */
  public static Refused invalid(Resource resource, String name, String field, String problem) {
    ObjectNode details = details(resource, name);
    details.put("kind", resource.kind());
    details
        .putArray("causes")
        .addObject()
        .put("reason", "FieldValueInvalid")
        .put("message", problem)
        .put("field", field);
    String kind =
        resource.group().isEmpty() ? resource.kind() : resource.kind() + "." + resource.group();
    return new Refused(
        422, "Invalid", kind + " \"" + name + "\" is invalid: " + field + ": " + problem, details);
  }

  /** An update that does not say of which version it is, of a kind that must. */
  public static Refused noVersion(Resource resource, String name) {
    String field = "metadata.resourceVersion";
    String problem = "Invalid value: 0: must be specified for an update";
    // Unlike other breaches of rules this one names the resource, and not the kind.
    ObjectNode details = details(resource, name);
    details
        .putArray("causes")
        .addObject()
        .put("reason", "FieldValueInvalid")
        .put("message", problem)
        .put("field", field);
    return new Refused(
        422,
        "Invalid",
        resource.qualified() + " \"" + name + "\" is invalid: " + field + ": " + problem,
        details);
  }

  /** This breach of a rule and another one of the same object, as one refusal. */
  Refused and(Refused other) {
    ObjectNode both = details == null ? Manifest.object() : details.deepCopy();
    both.withArray("causes")
        .addAll(other.details == null ? List.of() : other.details.withArray("causes").values());
    String is = " is invalid: ";
    int end = toMessage().indexOf(is) + is.length();
    String rules = "[" + toMessage().substring(end) + ", " + other.toMessage().substring(end) + "]";
    return new Refused(code, reason, toMessage().substring(0, end) + rules, both);
  }

  private String toMessage() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /** A patch that could be read and does not fit the object. */
  public static Refused unfitPatch() {
    return new Refused(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        Manifest.object());
  }

  /** A request that makes no sense. */
  public static Refused badRequest(String why) {
    return new Refused(400, "BadRequest", why, null);
  }

  /** A watch or list from before the kept history. */
  public static Refused expired(long asked, long oldest) {
    return new Refused(
        410, "Expired", "too old resource version: " + asked + " (" + oldest + ")", null);
  }

  /** The path is none of the API's. */
  public static Refused unknownPath() {
    return new Refused(
        404, "NotFound", "the server could not find the requested resource", Manifest.object());
  }

  /** The path is right and the verb is not. */
  public static Refused methodNotAllowed() {
    return new Refused(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        Manifest.object());
  }

  private static Refused of(
      int code, String reason, Resource resource, String name, String message) {
    return new Refused(code, reason, message, details(resource, name));
  }

  private static ObjectNode details(Resource resource, String name) {
    ObjectNode details = Manifest.object();
    details.put("name", name);
    if (!resource.group().isEmpty()) {
      details.put("group", resource.group());
    }
    details.put("kind", resource.plural());
    return details;
  }

  /** The {@code Status} object that goes over the wire. */
  public ObjectNode status() {
    ObjectNode status = Manifest.object();
    ObjectNode metadata =
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    if (!continuation.isEmpty()) {
      metadata.put("continue", continuation);
    }
    status.put("status", "Failure").put("message", getMessage());
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    if (details != null) {
      status.set("details", details);
    }
    return status.put("code", code);
  }
}
