package uz.stario.rollback.adapters.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Image;

/** Logins as docker and podman leave them. */
class LoginsTest {

  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final Login ANNA = new Login.User("anna", "pass:word");

  @TempDir private Path folder;
  private final Redactor redactor = new Redactor();
  private final Map<String, String> environment = new HashMap<>();

  private Login of(String image) throws RegistryTrouble {
    return of(image, AMPLE);
  }

  private Login of(String image, Duration limit) throws RegistryTrouble {
    return new Logins(environment, redactor, limit).of(Location.of(new Image(image)));
  }

  private void docker(String json) throws IOException {
    Files.writeString(folder.resolve("config.json"), json);
    environment.put("DOCKER_CONFIG", folder.toString());
  }

  private static String auth(String both) {
    return "{\"auth\": \"" + Base64.getEncoder().encodeToString(both.getBytes(UTF_8)) + "\"}";
  }

  private void helper(String name, String script) throws IOException {
    Path program = folder.resolve("docker-credential-" + name);
    Files.writeString(program, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    environment.put("PATH", folder + ":" + System.getenv("PATH"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r.example:5000",
        "https://r.example:5000",
        "https://r.example:5000/v1/",
        "https://r.example:5000/v2/",
        "r.example:5000/shop",
        "r.example:5000/shop/web",
      })
  void a_login_is_found_however_its_registry_is_written(String key) throws Exception {
    docker(
        "{\"auths\": {\"%s\": %s, \"other.example\": %s}}"
            .formatted(key, auth("anna:pass:word"), auth("olim:x")));

    assertThat(of("r.example:5000/shop/web:v1")).isEqualTo(ANNA);
    assertThat(of("r.example/shop/web:v1")).isEqualTo(new Login.Nobody());
    assertThat(redactor.text("it said pass:word")).doesNotContain("pass:word");
  }

  @Test
  void the_login_of_docker_hub_is_kept_under_its_old_name() throws Exception {
    docker("{\"auths\": {\"https://index.docker.io/v1/\": %s}}".formatted(auth("anna:pass:word")));

    assertThat(of("nginx")).isEqualTo(ANNA);
  }

  @Test
  void the_login_closest_to_the_repository_counts() throws Exception {
    docker(
        "{\"auths\": {\"r.example\": %s, \"r.example/shop\": %s}}"
            .formatted(auth("olim:x"), auth("anna:pass:word")));

    assertThat(of("r.example/shop/web")).isEqualTo(ANNA);
    assertThat(of("r.example/shopping/web")).isEqualTo(new Login.User("olim", "x"));
  }

  @Test
  void a_token_and_a_name_with_a_password_are_logins_too() throws Exception {
    docker(
        """
        {"auths": {"r.example": {"auth": "", "identitytoken": "abcdefgh"},
                   "s.example": {"username": "anna", "password": "pass:word"}}}
        """);

    assertThat(of("r.example/web")).isEqualTo(new Login.IdentityToken("abcdefgh"));
    assertThat(of("s.example/web")).isEqualTo(ANNA);
  }

  @Test
  void the_file_that_was_named_comes_before_those_that_are_usual() throws Exception {
    docker(
        "{\"auths\": {\"r.example\": %s, \"s.example\": %s}}"
            .formatted(auth("olim:x"), auth("olim:x")));
    Path named = folder.resolve("named.json");
    Files.writeString(named, "{\"auths\": {\"r.example\": %s}}".formatted(auth("anna:pass:word")));
    environment.put("REGISTRY_AUTH_FILE", named.toString());

    assertThat(of("r.example/web")).isEqualTo(ANNA);
    assertThat(of("s.example/web")).isEqualTo(new Login.User("olim", "x"));
  }

  @Test
  void the_usual_files_are_below_the_home_and_runtime_folders() throws Exception {
    Path docker = Files.createDirectories(folder.resolve("home/.docker"));
    Path podman = Files.createDirectories(folder.resolve("run/containers"));
    Files.writeString(
        docker.resolve("config.json"),
        "{\"auths\": {\"r.example\": %s}}".formatted(auth("anna:pass:word")));
    Files.writeString(
        podman.resolve("auth.json"), "{\"auths\": {\"s.example\": %s}}".formatted(auth("olim:x")));
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("XDG_RUNTIME_DIR", folder.resolve("run").toString());

    assertThat(of("r.example/web")).isEqualTo(ANNA);
    assertThat(of("s.example/web")).isEqualTo(new Login.User("olim", "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{\"auths\": []}",
        "{\"auths\": {\"r.example\": \"x\"}}",
        "{\"auths\": {\"r.example\": {\"auth\": \"*not base 64*\"}}}",
        "{\"auths\": {\"r.example\": {\"auth\": \"bm9jb2xvbg==\"}}}",
        "{\"credsStore\": \"not-there\"}",
        "{\"credsStore\": \"../../bin/sh\"}",
      })
  void a_file_that_says_nothing_of_use_is_no_login(String json) throws Exception {
    docker(json);

    assertThat(of("r.example/web")).isEqualTo(new Login.Nobody());
  }

  @Test
  void a_helper_is_asked_for_the_registry_it_keeps_and_others_for_the_rest() throws Exception {
    helper(
        "one",
        """
        read registry
        [ "$1 $registry" = "get r.example" ] || exit 1
        printf '{"ServerURL": "r.example", "Username": "anna", "Secret": "pass:word"}'
        """);
    helper("rest", "printf '{\"Username\": \"<token>\", \"Secret\": \"abcdefgh\"}'\n");
    docker("{\"credsStore\": \"rest\", \"credHelpers\": {\"r.example\": \"one\"}}");

    assertThat(of("r.example/web")).isEqualTo(ANNA);
    assertThat(of("s.example/web")).isEqualTo(new Login.IdentityToken("abcdefgh"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 1",
        "echo 'credentials not found in native keychain'; exit 1",
        "exec sleep 60",
        "exec cat /dev/zero",
        "printf '{\"Username\": \"anna\"}'",
      })
  void a_helper_that_has_nothing_to_say_leaves_it_to_the_file(String script) throws Exception {
    helper("poor", script + "\n");
    docker(
        "{\"credsStore\": \"poor\", \"auths\": {\"r.example\": %s}}"
            .formatted(auth("anna:pass:word")));

    assertThat(of("r.example/web", Duration.ofMillis(500))).isEqualTo(ANNA);
  }
}
