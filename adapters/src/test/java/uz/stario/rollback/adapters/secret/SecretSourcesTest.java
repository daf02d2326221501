package uz.stario.rollback.adapters.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.playbook.SecretSource.FromEnvironment;
import uz.stario.rollback.playbook.SecretSource.FromFile;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

class SecretSourcesTest {

  private final SecretSources secrets =
      new SecretSources(Map.of("HOOK", " geheim\n", "BLANK", " "));

  @TempDir Path folder = Path.of("");

  @Test
  void a_secret_comes_from_a_variable_without_the_space_around_it() {
    assertThat(secrets.read(new FromEnvironment("HOOK"), "the webhook"))
        .isEqualTo(Answer.given("geheim"));
  }

  @Test
  void a_secret_comes_from_a_file_without_the_newline_at_its_end() throws IOException {
    Path file = Files.writeString(folder.resolve("hook"), "geheim\n");
    assertThat(secrets.read(new FromFile(file.toString()), "the webhook"))
        .isEqualTo(Answer.given("geheim"));
  }

  @Test
  void a_missing_or_blank_variable_is_named() {
    for (String variable : new String[] {"NONE", "BLANK"}) {
      Problem problem = refused(secrets.read(new FromEnvironment(variable), "the webhook"));
      assertThat(problem.code()).isEqualTo(ErrorCode.SECRET_UNUSABLE);
      assertThat(problem.sentence())
          .startsWith("Cannot read the webhook. The environment variable " + variable);
    }
  }

  @Test
  void a_missing_empty_unreadable_or_endless_file_is_named() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    for (String path :
        new String[] {
          folder.resolve("none").toString(), empty.toString(), folder.toString(), "/dev/zero"
        }) {
      assertThat(refused(secrets.read(new FromFile(path), "the webhook")).why()).contains(path);
    }
    assertThat(refused(secrets.read(new FromFile("\0"), "the webhook")).code())
        .isEqualTo(ErrorCode.SECRET_UNUSABLE);
  }

  @Test
  void the_values_are_in_no_text() {
    assertThat(secrets.toString()).doesNotContain("geheim");
  }

  private static Problem refused(Answer<String> answer) {
    return switch (answer) {
      case Answer.Refused<String>(Problem problem) -> problem;
      case Answer.Given<String> _ -> throw new AssertionError("given");
    };
  }
}
