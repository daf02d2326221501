package uz.stario.rollback.adapters.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.stario.rollback.adapters.http.Exchange;
import uz.stario.rollback.adapters.http.Exchange.Outcome;

/**
 * A few questions to one registry about one repository, which says with its first answer how it
 * wants to know who asks. All of them together keep to one limit. Not thread-safe.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI
 *     distribution specification</a>
 */
final class RegistrySession {

  /** What registries must accept of a manifest at least; no configuration comes near. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final Location at;
  private final Logins logins;
  private final long deadline;
  private String authorization = "";

  /**
   * @param limit for all questions
   */
  RegistrySession(Location at, Logins logins, Duration limit) {
    this.at = at;
    this.logins = logins;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /**
   * A document of the repository.
   *
   * @param accept the types that are of use
   */
  JsonNode document(URI uri, String accept) throws RegistryTrouble {
    return json(text(uri, accept));
  }

  /** The same, as it came. */
  String text(URI uri, String accept) throws RegistryTrouble {
    Outcome.Answered answered = ask(uri, accept);
    if (answered.status() == 401 && authorization.isEmpty()) {
      authorization = introduced(Challenge.parse(header(answered, "www-authenticate")));
      answered = ask(uri, accept);
    }
    return switch (answered.status()) {
      case 200 -> whole(answered);
      // What is kept elsewhere is fetched without the login, which is meant for the registry.
      case 301, 302, 303, 307, 308 -> elsewhere(uri, header(answered, "location"));
      case 401, 403 -> throw denied(answered.status());
      case 404 ->
          throw new RegistryTrouble(
              "it has no " + at.repository() + " " + at.tagOrDigest(),
              "See whether it was deleted; then it can't be pulled either.");
      case 429 -> throw new RegistryTrouble("it was asked too often (429)", "Try again later.");
      default ->
          throw new RegistryTrouble("it answered " + answered.status(), "Look at the registry.");
    };
  }

  private Outcome.Answered ask(URI uri, String accept) throws RegistryTrouble {
    Map<String, String> headers = new HashMap<>(Map.of("Accept", accept));
    if (!authorization.isEmpty()) {
      headers.put("Authorization", authorization);
    }
    // Every status is awaited, so that no redirect is followed with these headers.
    return make("GET", uri, headers, Optional.empty(), true);
  }

  private String elsewhere(URI from, String location) throws RegistryTrouble {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new RegistryTrouble("it redirects to no address", "Look at the registry.");
    }
    if (location.isBlank() || !from.getScheme().equals(to.getScheme()) || to.getHost() == null) {
      throw new RegistryTrouble("it redirects to where it is not safe", "Look at the registry.");
    }
    Outcome.Answered answered = make("GET", to, Map.of(), Optional.empty(), false);
    if (answered.status() != 200) {
      throw new RegistryTrouble(
          "where it keeps its data answered " + answered.status(), "Look at the registry.");
    }
    return whole(answered);
  }

  private String introduced(Challenge challenge) throws RegistryTrouble {
    Login login = logins.of(at);
    if (challenge.scheme().equals("bearer")) {
      return "Bearer " + token(challenge, login);
    }
    if (challenge.scheme().equals("basic") && login instanceof Login.User user) {
      return user.basic();
    }
    throw denied(401);
  }

  private String token(Challenge challenge, Login login) throws RegistryTrouble {
    URI realm = realm(challenge.parameter("realm"));
    String scope = "repository:" + at.repository() + ":pull";
    String query =
        "service=" + encoded(challenge.parameter("service")) + "&scope=" + encoded(scope);
    Outcome.Answered answered =
        switch (login) {
          case Login.IdentityToken(String token) ->
              make(
                  "POST",
                  realm,
                  Map.of("Content-Type", "application/x-www-form-urlencoded"),
                  Optional.of(
                      query
                          + "&grant_type=refresh_token&client_id=stario&refresh_token="
                          + encoded(token)),
                  true);
          case Login.User user -> make("GET", with(realm, query), user.basic());
          case Login.Nobody _ -> make("GET", with(realm, query), "");
        };
    if (answered.status() != 200) {
      throw denied(answered.status());
    }
    JsonNode said = json(whole(answered));
    String token = said.path("token").asString(said.path("access_token").asString(""));
    if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new RegistryTrouble("it gave no token that can be used", "Look at the registry.");
    }
    return token;
  }

  /** Where tokens are given: with TLS, as the login goes there. */
  private URI realm(String address) throws RegistryTrouble {
    URI realm;
    try {
      realm = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new RegistryTrouble("it gives tokens at no address", "Look at the registry.");
    }
    boolean safe =
        "https".equals(realm.getScheme())
            || ("http".equals(realm.getScheme())
                && Location.isOnThisMachine(String.valueOf(realm.getHost())));
    if (!safe || realm.getHost() == null || realm.getRawUserInfo() != null) {
      throw new RegistryTrouble("it gives tokens where it is not safe", "Look at the registry.");
    }
    return realm;
  }

  private static URI with(URI realm, String query) {
    return URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query);
  }

  private Outcome.Answered make(String method, URI uri, String authorized) throws RegistryTrouble {
    return make(
        method,
        uri,
        authorized.isEmpty() ? Map.of() : Map.of("Authorization", authorized),
        Optional.empty(),
        true);
  }

  private Outcome.Answered make(
      String method, URI uri, Map<String, String> headers, Optional<String> body, boolean any)
      throws RegistryTrouble {
    Duration left = Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1_000_000));
    Outcome outcome =
        new Exchange(
                method,
                uri,
                headers,
                body,
                status -> any || status == 200,
                left,
                MOST_BYTES,
                Optional.empty())
            .make();
    return switch (outcome) {
      case Outcome.Answered answered -> answered;
      case Outcome.Broken(String why, _) ->
          throw new RegistryTrouble(why, "Look at the registry, and at the network.");
      case Outcome.NoAnswer(String why, _) ->
          throw new RegistryTrouble(why, "Look at the registry, and at the network.");
    };
  }

  private RegistryTrouble denied(int status) {
    String login = "Log in with `docker login " + at.host() + "`, as somebody who may pull.";
    return new RegistryTrouble(
        logins.of(at) instanceof Login.Nobody
            ? "it wants to know who asks (" + status + "), and no login for it was found"
            : "it does not let this login pull (" + status + ")",
        login);
  }

  private static String whole(Outcome.Answered answered) throws RegistryTrouble {
    if (!answered.whole()) {
      throw new RegistryTrouble(
          "it answered more than " + MOST_BYTES / 1024 / 1024 + " MB, or broke off",
          "Look at the registry.");
    }
    return answered.body();
  }

  /** What a registry said, if it is JSON. */
  static JsonNode json(String text) throws RegistryTrouble {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new RegistryTrouble("what answers is no registry: no JSON", "Check the reference.");
    }
  }

  private static String header(Outcome.Answered answered, String name) {
    return answered.headers().firstValue(name).orElse("");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
