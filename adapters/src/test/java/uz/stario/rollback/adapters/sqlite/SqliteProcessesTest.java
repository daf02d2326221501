package uz.stario.rollback.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.testkit.Fixtures;

/** Two real processes on one file, one of which dies without closing it. */
class SqliteProcessesTest {

  private static final RunId RUN = new RunId("shared");
  private static final int EACH = 100;

  @TempDir Path folder = Path.of("");

  @Test
  void every_append_that_was_reported_as_done_is_there_once_and_in_order() throws Exception {
    Path file = folder.resolve("journal.db");
    List<Long> mine = new ArrayList<>();
    try (SqliteJournal journal = new SqliteJournal(file)) {
      journal.append(RUN, 0, List.of(Fixtures.started(Fixtures.NOW, "api")));
      Process other = otherProcess(file);
      long present = 1;
      while (mine.size() < EACH) {
        switch (journal.append(RUN, present, List.of(Fixtures.intended("mine", mine.size() + 1)))) {
          case Appending.Appended(long events, String _) -> {
            present = events;
            mine.add(events);
          }
          case Appending.Conflict(long events) -> present = events;
          case Appending.Unwritable(var problem) -> throw new AssertionError(problem.sentence());
        }
      }
      assertThat(other.waitFor()).isZero();

      List<RunEvent> events = given(journal.read(RUN));

      assertThat(events).hasSize(1 + 2 * EACH);
      assertThat(given(journal.verify(RUN, List.of())))
          .isInstanceOfSatisfying(
              Integrity.Sound.class,
              sound -> assertThat(sound.head().events()).isEqualTo(1 + 2 * EACH));
      assertThat(attempts(events, "mine")).isEqualTo(counted());
      assertThat(attempts(events, "other")).isEqualTo(counted());
    }
  }

  private static Process otherProcess(Path file) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            file.toString(),
            RUN.value(),
            Integer.toString(EACH))
        .inheritIO()
        .start();
  }

  private static List<Integer> attempts(List<RunEvent> events, String service) {
    StepId step = new StepId("roll-back/" + service);
    return events.stream()
        .filter(RunEvent.EffectIntended.class::isInstance)
        .map(RunEvent.EffectIntended.class::cast)
        .filter(event -> event.step().equals(step))
        .map(RunEvent.EffectIntended::attempt)
        .toList();
  }

  private static List<Integer> counted() {
    return IntStream.rangeClosed(1, EACH).boxed().toList();
  }

  private static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(T value) -> value;
      case Answer.Refused<T>(var problem) -> throw new AssertionError(problem.sentence());
    };
  }
}
