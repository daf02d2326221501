package uz.stario.rollback.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorPagesTest {

  private static final Path PAGES = Path.of("..", "docs", "errors");

  @ParameterizedTest
  @EnumSource
  void every_code_has_a_page_with_its_name_and_exit_code_and_what_to_do(ErrorCode code)
      throws IOException {
    Path page = PAGES.resolve(code.slug() + ".md");

    assertThat(page).exists();
    List<String> lines = Files.readAllLines(page);
    assertThat(lines.getFirst()).isEqualTo("# " + code.slug());
    assertThat(lines).contains("Exit code " + code.exit().code() + ".");
    assertThat(lines).contains("**What to do**");
    assertThat(lines.stream().filter(line -> !line.isBlank()).count()).isBetween(5L, 20L);
  }

  @Test
  void no_page_is_left_without_its_code() throws IOException {
    List<String> slugs = Arrays.stream(ErrorCode.values()).map(c -> c.slug() + ".md").toList();
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString())).isSubsetOf(slugs);
    }
  }
}
