package uz.stario.rollback.adapters.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.stario.rollback.redact.Redactor;

/**
 * The logins that {@code docker login} and {@code podman login} left on this machine, in their
 * files or with their credential helpers. Read anew for every question; thread-safe; never throws.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/login/#credential-stores">Docker:
 *     credential stores</a>
 * @see <a href="https://man.archlinux.org/man/containers-auth.json.5">containers-auth.json(5)</a>
 */
final class Logins {

  private static final int MOST_BYTES = 1024 * 1024;
  private static final String KEY_OF_THE_HUB = "https://index.docker.io/v1/";

  private final Map<String, String> environment;
  private final Redactor redactor;
  private final Duration limit;

  /**
   * @param environment the variables of this process
   * @param limit for a helper to answer
   */
  Logins(Map<String, String> environment, Redactor redactor, Duration limit) {
    this.environment = Map.copyOf(environment);
    this.redactor = redactor;
    this.limit = limit;
  }

  /** The login for a registry, from the first file that has one. */
  Login of(Location at) {
    for (Path file : files()) {
      Optional<Login> login = read(file).flatMap(known -> login(known, at));
      if (login.isPresent()) {
        return login.get();
      }
    }
    return new Login.Nobody();
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    named("REGISTRY_AUTH_FILE").ifPresent(files::add);
    named("DOCKER_CONFIG")
        .or(() -> named("HOME").map(home -> home.resolve(".docker")))
        .ifPresent(folder -> files.add(folder.resolve("config.json")));
    named("XDG_RUNTIME_DIR")
        .ifPresent(folder -> files.add(folder.resolve("containers").resolve("auth.json")));
    return files;
  }

  private Optional<Path> named(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isBlank())
        .map(Path::of);
  }

  private static Optional<JsonNode> read(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return Optional.of(JsonMapper.shared().readTree(stream.readNBytes(MOST_BYTES)));
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  private Optional<Login> login(JsonNode known, Location at) {
    String helper =
        known.path("credHelpers").path(at.host()).asString(known.path("credsStore").asString(""));
    if (!helper.isEmpty()) {
      Optional<Login> login =
          new CredentialHelper(helper, environment, limit)
              .login(at.host().equals(Location.HUB) ? KEY_OF_THE_HUB : at.host());
      if (login.isPresent()) {
        return login.map(this::learned);
      }
    }
    JsonNode logins = known.path("auths");
    return keys(at).stream()
        .map(logins::path)
        .flatMap(entry -> entered(entry).stream())
        .findFirst()
        .map(this::learned);
  }

  /** Under what a login may be kept, the closest first: podman keeps them by repository too. */
  private static List<String> keys(Location at) {
    List<String> keys = new ArrayList<>();
    for (String path = at.host() + "/" + at.repository();
        path.contains("/");
        path = path.substring(0, path.lastIndexOf('/'))) {
      keys.add(path);
    }
    keys.addAll(
        List.of(
            at.host(),
            "https://" + at.host(),
            "https://" + at.host() + "/v1/",
            "https://" + at.host() + "/v2/"));
    if (at.host().equals(Location.HUB)) {
      keys.add(KEY_OF_THE_HUB);
    }
    return keys;
  }

  private static Optional<Login> entered(JsonNode entry) {
    String identity = entry.path("identitytoken").asString("");
    if (!identity.isEmpty()) {
      return Optional.of(new Login.IdentityToken(identity));
    }
    String name = entry.path("username").asString("");
    if (!name.isEmpty()) {
      return Optional.of(new Login.User(name, entry.path("password").asString("")));
    }
    try {
      String both =
          new String(Base64.getDecoder().decode(entry.path("auth").asString("").strip()), UTF_8);
      int colon = both.indexOf(':');
      return colon < 1
          ? Optional.empty()
          : Optional.of(new Login.User(both.substring(0, colon), both.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Login learned(Login login) {
    switch (login) {
      case Login.User user -> redactor.learn(user.password());
      case Login.IdentityToken token -> redactor.learn(token.token());
      case Login.Nobody _ -> {}
    }
    return login;
  }
}
