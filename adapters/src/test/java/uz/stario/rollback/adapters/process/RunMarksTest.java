package uz.stario.rollback.adapters.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.adapters.process.RunMarks.Mark;
import uz.stario.rollback.run.RunId;

class RunMarksTest {

  private static final RunId RUN = new RunId("1122-k3f9m");

  @TempDir private Path folder;
  private RunMarks marks;

  @BeforeEach
  void inAFolderThatIsNotThereYet() {
    marks = new RunMarks(folder.resolve("running"));
  }

  @Test
  void a_run_that_nobody_marked_has_no_mark() {
    assertThat(marks.of(RUN)).isEqualTo(Mark.NONE);
  }

  @Test
  void a_marked_run_is_alive_until_its_process_is_done_with_it() throws Exception {
    try (RunMarks.Marked marked = marks.mark(RUN)) {
      assertThat(new RunMarks(folder.resolve("running")).of(RUN)).isEqualTo(Mark.ALIVE);
      marked.done();
    }
    assertThat(marks.of(RUN)).isEqualTo(Mark.NONE);
  }

  @Test
  void a_killed_process_leaves_a_mark_that_says_so() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Marking.class.getName(),
                    folder.resolve("running").toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("marked");
    assertThat(marks.of(RUN)).isEqualTo(Mark.ALIVE);

    process.destroyForcibly().waitFor();

    assertThat(marks.of(RUN)).isEqualTo(Mark.GONE);
    try (RunMarks.Marked marked = marks.mark(RUN)) {
      assertThat(marks.of(RUN)).isEqualTo(Mark.ALIVE);
      marked.done();
    }
    assertThat(marks.of(RUN)).isEqualTo(Mark.NONE);
  }

  @Test
  void where_nothing_can_be_written_nothing_is_marked_and_nothing_fails() throws Exception {
    Files.writeString(folder.resolve("running"), "a file in the folder's place");

    try (RunMarks.Marked marked = marks.mark(RUN)) {
      marked.done();
      assertThat(marks.of(RUN)).isEqualTo(Mark.NONE);
    }
  }

  @Test
  void a_run_whose_process_gave_up_without_an_end_is_left() throws Exception {
    try (RunMarks.Marked marked = marks.mark(RUN);
        RunMarks.Marked second = marks.mark(RUN)) {
      assertThat(marked).isNotSameAs(second);
    }
    assertThat(marks.of(RUN)).isEqualTo(Mark.GONE);
  }

  /** A process that marks the run and waits to be killed. */
  static final class Marking {
    private Marking() {}

    public static void main(String[] arguments) throws IOException {
      RunMarks.Marked mark = new RunMarks(Path.of(arguments[0])).mark(RUN);
      System.out.println("marked");
      while (System.in.read() >= 0) {
        assertThat(mark).isNotNull();
      }
    }
  }
}
