package uz.stario.rollback.adapters.slack;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import uz.stario.rollback.adapters.json.Json;
import uz.stario.rollback.adapters.slack.Delivery.Place;

/**
 * One attempt at a method of Slack's Web API.
 *
 * <p>The token is sent to the API's address and gets nowhere else.
 *
 * @see <a href="https://docs.slack.dev/apis/web-api/">Slack: the Web API</a>
 */
final class WebApi {

  /** Anything else in the place of an error's word is not Slack's and is not repeated. */
  private static final Pattern SLACKS_WORD = Pattern.compile("[a-z_]{2,60}");

  private static final Pattern SCOPES = Pattern.compile("[a-z:._,-]{2,100}");

  /** Slack's own trouble, of which it says itself that the message may have been posted. */
  private static final Set<String> MAY_HAVE_ARRIVED =
      Set.of("internal_error", "fatal_error", "request_timeout");

  private static final Set<String> GONE =
      Set.of("message_not_found", "cant_update_message", "edit_window_closed");

  private final URI api;
  private final String token;
  private final Post post;

  /**
   * @param api ends with a slash
   */
  WebApi(URI api, String token, Post post) {
    this.api = api;
    this.token = token;
    this.post = post;
  }

  /**
   * @param backOff how long to wait where Slack doesn't say
   */
  Delivery call(String method, Map<String, Object> payload, Duration backOff)
      throws InterruptedException {
    Map<String, String> headers = Map.of("Authorization", "Bearer " + token);
    return switch (post.send(api.resolve(method), headers, Json.write(payload), backOff)) {
      case Post.Answer.Failed(Delivery delivery) -> delivery;
      case Post.Answer.Answered answered -> judge(answered, backOff);
    };
  }

  private static Delivery judge(Post.Answer.Answered answer, Duration backOff) {
    if (answer.status() == 429) {
      return Post.limited(answer.pacing(), " ratelimited");
    }
    if (answer.status() >= 500) {
      return new Delivery.Later(
          answer.pacing().reason(), backOff, answer.pacing().mayHaveArrived());
    }
    Optional<Map<String, @Nullable Object>> body = Json.object(answer.body());
    if (body.isEmpty() || !(body.get().get("ok") instanceof Boolean ok)) {
      return new Delivery.Never(
          "what answered " + answer.status() + " is not Slack: look at the proxy on the way");
    }
    return ok ? delivered(body.get()) : refused(body.get(), answer, backOff);
  }

  private static Delivery delivered(Map<String, @Nullable Object> body) {
    return new Delivery.Delivered(
        body.get("channel") instanceof String channel && body.get("ts") instanceof String ts
            ? Optional.of(new Place(channel, ts))
            : Optional.empty());
  }

  private static Delivery refused(
      Map<String, @Nullable Object> body, Post.Answer.Answered answer, Duration backOff) {
    String word =
        body.get("error") instanceof String error && SLACKS_WORD.matcher(error).matches()
            ? error
            : "an error";
    String reason = "Slack says " + word;
    if (word.equals("ratelimited") || word.equals("rate_limited")) {
      return Post.limited(answer.pacing(), " " + word);
    }
    if (MAY_HAVE_ARRIVED.contains(word) || word.equals("service_unavailable")) {
      return new Delivery.Later(reason, backOff, MAY_HAVE_ARRIVED.contains(word));
    }
    if (GONE.contains(word)) {
      return new Delivery.Gone(reason);
    }
    String needed =
        word.equals("missing_scope")
                && body.get("needed") instanceof String scopes
                && SCOPES.matcher(scopes).matches()
            ? " (" + scopes + ")"
            : "";
    return new Delivery.Never(reason + needed + Refusals.remedy(word));
  }

  /** Says nothing of the token. */
  @Override
  public String toString() {
    return "WebApi";
  }
}
