package uz.stario.rollback.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;

class StateFolderTest {

  @TempDir Path home = Path.of("");

  @Test
  void the_variable_of_the_program_comes_first() {
    assertThat(
            StateFolder.find(
                Map.of("STARIO_STATE", "/var/lib/x/../stario", "XDG_STATE_HOME", "/xdg"), "?"))
        .isEqualTo(Answer.given(new StateFolder(Path.of("/var/lib/stario"))));
  }

  @Test
  void a_relative_folder_is_taken_from_where_the_program_was_started() {
    assertThat(StateFolder.find(Map.of("STARIO_STATE", "state"), "?"))
        .isEqualTo(Answer.given(new StateFolder(Path.of("state").toAbsolutePath())));
  }

  @Test
  void the_variable_of_the_desktop_standard_comes_second() {
    assertThat(StateFolder.find(Map.of("XDG_STATE_HOME", "/xdg", "STARIO_STATE", " "), "?"))
        .isEqualTo(Answer.given(new StateFolder(Path.of("/xdg/stario"))));
  }

  @Test
  void the_home_directory_comes_last_and_a_relative_desktop_folder_is_ignored() {
    assertThat(StateFolder.find(Map.of("XDG_STATE_HOME", "xdg"), home.toString()))
        .isEqualTo(Answer.given(new StateFolder(home.resolve(".local/state/stario"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "/nonexistent", "/dev/null", "nul\0"})
  void without_a_home_directory_it_says_which_variable_to_set(String none) {
    assertThat(StateFolder.find(Map.of(), none))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(ErrorCode.JOURNAL_UNWRITABLE);
              assertThat(refused.problem().next()).contains("STARIO_STATE");
            });
  }
}
