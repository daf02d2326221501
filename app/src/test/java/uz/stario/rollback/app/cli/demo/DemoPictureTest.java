package uz.stario.rollback.app.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.problem.ExitCode;

/** The picture in the README: made from a real run by docs/make-demo-picture. */
class DemoPictureTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Path PICTURE = DOCS.resolve("demo.svg");
  private static final int COLUMNS = 80;
  private static final int ROWS = 30;
  private static final long MOST_BYTES = 200_000;

  @Test
  void the_picture_tells_the_story_and_is_small(@TempDir Path folder) throws Exception {
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(PICTURE, film(folder));
    }

    assertThat(PICTURE).as("made by docs/make-demo-picture").exists();
    assertThat(Files.size(PICTURE)).isLessThan(MOST_BYTES);
    assertThat(Files.readString(PICTURE))
        .contains(
            "prefers-color-scheme:dark",
            "$ stario demo",
            "Decision: roll back now (5xx errors &gt; 10 %).",
            "ROLLBACK IN PROGRESS",
            "✓ rolled back and verified",
            "ROLLBACK COMPLETE",
            "What happened");
  }

  @Test
  void the_first_screen_of_the_readme_shows_it() throws Exception {
    List<String> readme = Files.readAllLines(Path.of("..", "README.md"));

    assertThat(readme.subList(0, 20)).anyMatch(line -> line.contains("docs/demo.svg"));
  }

  private static String film(Path folder) {
    Film film = new Film(new Screen(COLUMNS, ROWS), Clock.systemUTC());
    PrintStream stream = film.stream();
    stream.print("\u001b[1m$ stario demo\u001b[0m\n");
    ExitCode code =
        Playing.stario(
            Playing.before(new Viewer(COLUMNS, ROWS, true, true), stream, stream, folder), "demo");
    assertThat(code).isEqualTo(ExitCode.DONE);
    return new Svg(COLUMNS, ROWS, "stario demo").write(film.end());
  }
}
