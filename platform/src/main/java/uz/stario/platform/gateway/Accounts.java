package uz.stario.platform.gateway;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;
import uz.stario.platform.Service;
import uz.stario.platform.token.Tokens;
import uz.stario.platform.web.Json;
import uz.stario.platform.web.Problem;
import uz.stario.platform.web.Request;
import uz.stario.platform.web.Response;

/** Registering, signing in, and going. */
final class Accounts {

  /** RFC 5321: the longest address that mail can be sent to. */
  private static final int LONGEST_EMAIL = 254;

  private static final int SHORTEST_PASSWORD = 8;
  private static final int LONGEST_PASSWORD = 128;

  /** One at sign, a domain with a dot, and nothing that is not seen. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[^\\s\\p{C}@\"<>(),:;\\[\\]\\\\]{1,64}@[^\\s\\p{C}@\"<>(),:;\\[\\]\\\\]+\\.[^\\s\\p{C}@.]+");

  private final Service service;
  private final Users users;
  private final Passwords passwords;
  private final SignInLimit limit;

  Accounts(Service service, Users users) {
    this.service = service;
    this.users = users;
    this.passwords = new Passwords();
    this.limit = new SignInLimit(service.clock());
  }

  private record Credentials(String email, String password) {
    static Credentials of(Request request) throws Problem {
      Json.Fields fields = request.json().only(List.of("email", "password"));
      String email = fields.text("email", LONGEST_EMAIL).strip().toLowerCase(Locale.ROOT);
      if (!EMAIL.matcher(email).matches()) {
        throw Problem.bad("the field email is not an address such as user@example.com");
      }
      return new Credentials(email, fields.text("password", LONGEST_PASSWORD));
    }
  }

  Response register(Request request) throws Problem, SQLException, InterruptedException {
    Credentials wanted = Credentials.of(request);
    if (wanted.password.codePointCount(0, wanted.password.length()) < SHORTEST_PASSWORD) {
      throw Problem.bad(
          "the field password is shorter than %d characters".formatted(SHORTEST_PASSWORD));
    }
    UUID id =
        users
            .add(wanted.email, passwords.hash(wanted.password))
            .orElseThrow(() -> new Problem(409, "this address is registered already; sign in"));
    service.log().info("User registered", Map.of("user", id, "request_id", request.id()));
    return Response.json(201, Json.object().put("id", id.toString()).put("email", wanted.email));
  }

  Response signIn(Request request) throws Problem, SQLException, InterruptedException {
    Credentials given = Credentials.of(request);
    OptionalInt wait = limit.waitSeconds(given.email);
    if (wait.isPresent()) {
      return tooMany(request, wait.getAsInt());
    }
    Optional<Users.User> user = users.find(given.email);
    boolean right;
    if (user.isPresent()) {
      right = passwords.matches(given.password, user.get().passwordHash());
    } else {
      passwords.matchesNobody(given.password);
      right = false;
    }
    if (!right) {
      limit.failed(given.email);
      throw new Problem(401, "there is no user of this address and password");
    }
    limit.succeeded(given.email);
    return Response.json(
            200,
            Json.object()
                .put("token", service.tokens().sign(user.orElseThrow().id()))
                .put("token_type", "Bearer")
                .put("expires_in", Tokens.LIFE.toSeconds()))
        .with("Cache-Control", "no-store");
  }

  private Response tooMany(Request request, int seconds) {
    Response problem =
        Response.problem(429, "too many failed sign-ins of this address; wait", request.id());
    return service.release().saysWhenToRetry()
        ? problem.with("Retry-After", Integer.toString(seconds))
        : problem;
  }

  Response delete(Request request) throws Problem, SQLException {
    UUID user = service.tokens().user(request);
    if (!users.delete(user)) {
      throw new Problem(401, "the token's user is no longer there");
    }
    service.log().info("User deleted", Map.of("user", user, "request_id", request.id()));
    return Response.empty(204);
  }
}
