package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The version stands in the root POM; what people read about it must be of the same. */
class ChangelogTest {

  @Test
  void the_top_section_of_the_changelog_is_the_version_of_the_build() throws IOException {
    String top =
        Files.readAllLines(Path.of("..", "CHANGELOG.md")).stream()
            .filter(line -> line.startsWith("## "))
            .findFirst()
            .orElseThrow();
    String version = Version.current();
    String released = version.replaceFirst("-SNAPSHOT$", "");

    if (version.equals(released)) {
      assertThat(top).matches("## \\Q" + released + "\\E - \\d{4}-\\d\\d-\\d\\d");
    } else {
      assertThat(top).isEqualTo("## " + released + " - unreleased");
    }
  }
}
