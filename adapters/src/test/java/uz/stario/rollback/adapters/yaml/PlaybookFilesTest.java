package uz.stario.rollback.adapters.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.adapters.yaml.PlaybookFiles.Rule;
import uz.stario.rollback.adapters.yaml.PlaybookFiles.Search;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

class PlaybookFilesTest {

  @TempDir Path root;
  private Path here;
  private Path home;
  private Path configured;

  @BeforeEach
  void folders() throws IOException {
    here = Files.createDirectories(root.resolve("here"));
    home = Files.createDirectories(root.resolve("home"));
    configured = home.resolve(".config/stario/stario.yaml");
  }

  @Test
  void the_option_wins_over_all_others() throws IOException {
    Path option = touch(here.resolve("option.yaml"));
    Path variable = touch(root.resolve("variable.yaml"));
    touch(here.resolve("stario.yaml"));
    assertThat(find(Map.of("STARIO_PLAYBOOK", variable.toString()), "option.yaml"))
        .isEqualTo(found(option, Rule.OPTION));
  }

  @Test
  void the_variable_wins_over_the_working_folder() throws IOException {
    Path variable = touch(root.resolve("variable.yaml"));
    touch(here.resolve("stario.yaml"));
    assertThat(find(Map.of("STARIO_PLAYBOOK", variable.toString())))
        .isEqualTo(found(variable, Rule.VARIABLE));
  }

  @Test
  void a_variable_set_to_nothing_is_not_set() throws IOException {
    Path file = touch(here.resolve("stario.yaml"));
    assertThat(find(Map.of("STARIO_PLAYBOOK", ""))).isEqualTo(found(file, Rule.WORKING_FOLDER));
  }

  @Test
  void the_working_folder_wins_over_the_configuration_folder() throws IOException {
    Path file = touch(here.resolve("stario.yaml"));
    touch(configured);
    assertThat(find(Map.of())).isEqualTo(found(file, Rule.WORKING_FOLDER));
  }

  @Test
  void the_configuration_folder_is_the_last_place() throws IOException {
    touch(configured);
    assertThat(find(Map.of())).isEqualTo(found(configured, Rule.CONFIGURATION_FOLDER));
  }

  @Test
  void the_configuration_folder_can_be_moved_and_then_the_usual_one_is_not_looked_at()
      throws IOException {
    touch(configured);
    Path moved = root.resolve("moved");
    Map<String, String> environment = Map.of("XDG_CONFIG_HOME", moved.toString());
    Path file = moved.resolve("stario/stario.yaml");
    assertThat(find(environment))
        .isEqualTo(Answer.given(new Search.None(List.of(here.resolve("stario.yaml"), file))));
    touch(file);
    assertThat(find(environment)).isEqualTo(found(file, Rule.CONFIGURATION_FOLDER));
  }

  @Test
  void a_relative_configuration_folder_is_ignored() throws IOException {
    touch(configured);
    assertThat(find(Map.of("XDG_CONFIG_HOME", "moved")))
        .isEqualTo(found(configured, Rule.CONFIGURATION_FOLDER));
  }

  @Test
  void without_any_the_answer_says_where_one_could_have_been() {
    assertThat(find(Map.of()))
        .isEqualTo(Answer.given(new Search.None(List.of(here.resolve("stario.yaml"), configured))));
  }

  @Test
  void without_a_home_folder_that_place_is_passed_over() {
    assertThat(new PlaybookFiles(Map.of(), here, Optional.empty()).find(Optional.empty()))
        .isEqualTo(Answer.given(new Search.None(List.of(here.resolve("stario.yaml")))));
  }

  @Test
  void a_named_file_that_is_not_there_is_an_error_even_where_another_would_do() throws IOException {
    touch(here.resolve("stario.yaml"));
    Problem option = Reading.problem(find(Map.of(), "gone.yaml"));
    assertThat(option.code()).isEqualTo(ErrorCode.PLAYBOOK_NOT_FOUND);
    assertThat(option.what()).contains("--playbook");
    assertThat(option.why()).contains(here.resolve("gone.yaml").toString());
    Problem variable = Reading.problem(find(Map.of("STARIO_PLAYBOOK", "gone.yaml")));
    assertThat(variable.what()).contains("STARIO_PLAYBOOK");
  }

  @Test
  void an_empty_or_impossible_path_is_an_error_too() {
    assertThat(Reading.problem(find(Map.of(), "")).why()).contains("empty");
    assertThat(Reading.problem(find(Map.of(), "a\0b")).code())
        .isEqualTo(ErrorCode.PLAYBOOK_NOT_FOUND);
  }

  private Answer<Search> find(Map<String, String> environment, String... option) {
    return new PlaybookFiles(environment, here, Optional.of(home))
        .find(Arrays.stream(option).findFirst());
  }

  private static Answer<Search> found(Path file, Rule rule) {
    return Answer.given(new Search.Found(file, rule));
  }

  private static Path touch(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }
}
