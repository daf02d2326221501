package uz.stario.rollback.adapters.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.port.Images;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Image;
import uz.stario.rollback.testkit.ImagesContract;
import uz.stario.rollback.testkit.RegistryProcess;

/** With a real registry that wants a login. */
@EnabledIf("uz.stario.rollback.testkit.RegistryProcess#isInstalled")
class RegistryImagesTest extends ImagesContract {

  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static RegistryProcess registry;

  @TempDir private Path folder;
  private Images images;

  @BeforeAll
  static void start() throws Exception {
    registry = RegistryProcess.start();
  }

  @AfterAll
  static void end() throws IOException {
    registry.close();
  }

  @BeforeEach
  void logIn() throws IOException {
    images = as(RegistryProcess.PASSWORD);
  }

  private Images as(String password) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"auths\": {\"%s\": {\"username\": \"%s\", \"password\": \"%s\"}}}"
            .formatted(registry.host(), RegistryProcess.USER, password));
    return new RegistryImages(Map.of("DOCKER_CONFIG", folder.toString()), new Redactor(), AMPLE);
  }

  @Override
  protected Images images() {
    return images;
  }

  @Override
  protected Image push(String repository, String tag, Map<String, String> labels) throws Exception {
    return registry.push(repository, tag, labels);
  }

  @Override
  protected Image pushForPlatforms(
      String repository, String tag, Map<String, Map<String, String>> platforms) throws Exception {
    return registry.pushForPlatforms(repository, tag, platforms);
  }

  @Override
  protected Image unreachable() {
    return new Image("127.0.0.1:1/shop/web:v1");
  }

  @Override
  protected Image digested(Image tagged) throws Exception {
    return new Image(tagged.repository() + "@" + registry.digestOf(tagged));
  }

  @Test
  void without_a_login_it_says_how_to_log_in() throws Exception {
    Problem problem = refused(new RegistryImages(Map.of(), new Redactor(), AMPLE));

    assertThat(problem.why()).contains("(401)", "no login for it was found");
    assertThat(problem.next()).contains("docker login " + registry.host());
  }

  @Test
  void a_login_that_is_not_let_in_is_told_apart_and_not_told() throws Exception {
    Problem problem = refused(as("wrong-password"));

    assertThat(problem.why()).contains("it does not let this login pull (401)");
    assertThat(problem.toString()).doesNotContain("wrong-password");
  }

  private static Problem refused(Images asking) throws Exception {
    Image image = registry.push("shop/web", "closed", Map.of());
    return ((Answer.Refused<?>) asking.labels(image)).problem();
  }
}
