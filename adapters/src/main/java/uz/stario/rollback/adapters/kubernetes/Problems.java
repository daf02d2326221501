package uz.stario.rollback.adapters.kubernetes;

import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.EffectOutcome;

/** Turns a reply that is no success into what a person needs to know. */
final class Problems {

  /** Where a request went, in the words people use. */
  record Place(String context, String namespace, String server) {
    @Override
    public String toString() {
      return context + "/" + namespace;
    }
  }

  /** Read and gone in the same moment. */
  static final Problem GONE =
      Problem.unchanged(
          ErrorCode.WORKLOAD_NOT_FOUND,
          "Cannot find the deployment.",
          "It was there a moment ago.",
          "Look who deleted it.");

  private Problems() {}

  /**
   * The problem.
   *
   * @param verb Kubernetes' verb: {@code list}
   * @param resource with its group: {@code deployments.apps}
   */
  static Problem of(Reply reply, String verb, String resource, Place place) {
    return switch (reply) {
      case Reply.Ok(var body) -> throw new IllegalArgumentException("a success is no problem");
      case Reply.Failed failed -> refused(failed, verb, resource, place);
      case Reply.Broken broken -> broken(broken, verb, resource, place);
    };
  }

  /** The same in half a sentence, for an effect's or a watch's one line. */
  static String brief(Reply reply, String verb, String resource) {
    return switch (reply) {
      case Reply.Ok(var body) -> "it worked";
      case Reply.Failed(int status, var reason, var message, var fields, var after) ->
          switch (status) {
            case 401 -> "the credentials are not accepted (401)";
            case 403 -> "no permission to " + verb + " " + resource + ": " + message;
            default -> "the API server answered " + status + ": " + message;
          };
      case Reply.Broken(var cause, String message, var acted) ->
          "no answer from the API server: " + message;
    };
  }

  /** What comes of an effect that the server refuses for good. */
  static EffectOutcome.Refused refusal(Reply.Failed failed, String brief) {
    return new EffectOutcome.Refused(brief, failed.status() == 401 || failed.status() == 403);
  }

  private static Problem refused(Reply.Failed failed, String verb, String resource, Place place) {
    String what = "Cannot " + verb + " " + resource + " in " + place + ".";
    return switch (failed.status()) {
      case 401 ->
          Problem.unchanged(
              ErrorCode.UNAUTHENTICATED,
              what,
              "The API server doesn't accept the credentials of context "
                  + place.context()
                  + "; a token that has expired looks like this.",
              "Log in again as you do for kubectl, until `kubectl --context "
                  + place.context()
                  + " auth whoami` works.");
      case 403 ->
          Problem.unchanged(
              ErrorCode.FORBIDDEN,
              what,
              sentence(failed.message()),
              "Ask for the verb `"
                  + verb
                  + "` on `"
                  + resource
                  + "` in namespace "
                  + place.namespace()
                  + ", or choose another context with --context.");
      default ->
          failed.message().contains("HTTP request to an HTTPS server")
              ? tls(what, "The server at " + place.server() + " wants https.")
              : Problem.unchanged(
                  ErrorCode.CLUSTER_ERROR,
                  what,
                  "The API server answered "
                      + failed.status()
                      + (failed.message().isEmpty() ? "." : ": " + sentence(failed.message())),
                  failed.status() == 429 || failed.status() >= 500
                      ? "Try again in a moment."
                      : "Check that " + place.server() + " is the cluster you mean.");
    };
  }

  private static Problem broken(Reply.Broken broken, String verb, String resource, Place place) {
    String what = "Cannot " + verb + " " + resource + " in " + place + ".";
    String server = "The API server at " + place.server();
    String check = "Check the network, VPN and the `server` of context " + place.context() + ".";
    return switch (broken.cause()) {
      case UNREACHABLE ->
          Problem.unchanged(
              ErrorCode.CLUSTER_UNREACHABLE,
              what,
              server + " can't be reached: " + sentence(broken.message()),
              check);
      case TIMEOUT, LOST ->
          Problem.unchanged(
              ErrorCode.CLUSTER_UNREACHABLE,
              what,
              server + " gave no answer: " + sentence(broken.message()),
              check);
      case TLS ->
          tls(what, server + " and this machine don't agree on TLS: " + sentence(broken.message()));
      case NOT_KUBERNETES ->
          Problem.unchanged(
              ErrorCode.CLUSTER_ERROR,
              what,
              server + " is perhaps none: " + sentence(broken.message()),
              "Check the `server` of context " + place.context() + "; a proxy may be in between.");
    };
  }

  private static Problem tls(String what, String why) {
    return Problem.unchanged(
        ErrorCode.CLUSTER_TLS,
        what,
        why,
        "Check `certificate-authority`, `tls-server-name` and `server` in the kubeconfig; the"
            + " cluster may have been made anew.");
  }

  private static String sentence(String message) {
    // The JDK puts the names of its classes before the reasons of others.
    String text = message.replaceAll("\\b(?:[a-z]\\w*\\.)+[A-Z]\\w*(?:Exception|Error): ", "");
    return text.endsWith(".") || text.isEmpty() ? text : text + ".";
  }
}
