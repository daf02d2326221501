package uz.stario.rollback.adapters.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program that keeps logins: {@code docker-credential-NAME get}, with the registry on its
 * standard input. Ended when it takes too long; what it says on its standard error is not read.
 *
 * @see <a href="https://github.com/docker/docker-credential-helpers">docker-credential-helpers</a>
 */
final class CredentialHelper {

  private static final int MOST_BYTES = 64 * 1024;

  /** What a helper calls the user where the secret is a token. */
  private static final String TOKEN_USER = "<token>";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private final String name;
  private final Map<String, String> environment;
  private final Duration limit;

  CredentialHelper(String name, Map<String, String> environment, Duration limit) {
    this.name = name;
    this.environment = Map.copyOf(environment);
    this.limit = limit;
  }

  /** The login for a registry; empty where it has none or does not answer. */
  Optional<Login> login(String registry) {
    Optional<Path> program = NAME.matcher(name).matches() ? program() : Optional.empty();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    try {
      ProcessBuilder builder =
          new ProcessBuilder(program.get().toString(), "get")
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        return answer(process, registry);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<Login> answer(Process process, String registry) throws InterruptedException {
    FutureTask<byte[]> read =
        new FutureTask<>(() -> process.getInputStream().readNBytes(MOST_BYTES));
    Thread.ofPlatform().daemon().name("credential-helper").start(read);
    try (OutputStream in = process.getOutputStream()) {
      in.write(registry.getBytes(UTF_8));
    } catch (IOException _) {
      // It did not want to know, and may have answered all the same.
    }
    try {
      byte[] said = read.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      boolean well =
          process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
      return well ? login(JsonMapper.shared().readTree(said)) : Optional.empty();
    } catch (TimeoutException | ExecutionException | JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<Login> login(JsonNode said) {
    String user = said.path("Username").asString("");
    String secret = said.path("Secret").asString("");
    if (secret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        user.equals(TOKEN_USER) ? new Login.IdentityToken(secret) : new Login.User(user, secret));
  }

  private Optional<Path> program() {
    return Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "docker-credential-" + name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
