package uz.stario.rollback.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.testkit.Fixtures;

/** Real disks: too small, full in the middle of a run, read-only, and torn by a power cut. */
class SqliteDiskTest {

  private static final RunId RUN = new RunId("r1");
  private static final List<RunEvent> START = List.of(Fixtures.started(Fixtures.NOW, "api"));
  private static final Settings EASY = new Settings(Duration.ofSeconds(3), OptionalInt.empty(), 0);

  @TempDir Path folder = Path.of("");

  @Test
  @EnabledIf("uz.stario.rollback.adapters.sqlite.SmallDisk#canBeMounted")
  void a_run_does_not_begin_where_its_record_would_not_fit_and_is_told_how_much_is_needed()
      throws Exception {
    try (SmallDisk disk = SmallDisk.of(4, folder);
        SqliteJournal journal = new SqliteJournal(disk.path().resolve("journal.db"))) {
      Problem problem = problem(journal.append(RUN, 0, START));

      assertThat(problem.code()).isEqualTo(ErrorCode.JOURNAL_UNWRITABLE);
      assertThat(problem.why()).matches("The disk has [34] MiB left, and a run may need 16 MiB\\.");
      assertThat(problem.next()).matches("Free 1[34] MiB, or set STARIO_STATE .*");
      assertThat(journal.read(RUN)).isEqualTo(Answer.given(List.of()));
    }
  }

  @Test
  @EnabledIf("uz.stario.rollback.adapters.sqlite.SmallDisk#canBeMounted")
  void a_disk_that_fills_up_in_the_middle_of_a_run_leaves_a_sound_record_that_goes_on_later()
      throws Exception {
    try (SmallDisk disk = SmallDisk.of(4, folder);
        SqliteJournal journal = new SqliteJournal(disk.path().resolve("journal.db"), EASY)) {
      Head head = append(journal, Head.NONE, START);
      Path filling = disk.fill();

      Head last = head;
      Appending refused = new Appending.Appended(0, "");
      // What the write-ahead log has allocated already still takes some.
      for (int i = 1; i < 200 && refused instanceof Appending.Appended; i++) {
        refused = journal.append(RUN, last.events(), intents(i, 50));
        if (refused instanceof Appending.Appended(long events, String hash)) {
          last = new Head(events, hash);
        }
      }

      assertThat(problem(refused).why()).isIn("The disk is full.", "The disk reports an error.");
      assertThat(journal.verify(RUN, List.of(last)))
          .isEqualTo(Answer.given(new Integrity.Sound(last)));
      Files.delete(filling);
      Head now = append(journal, last, intents(1, 1));
      assertThat(journal.verify(RUN, List.of(now)))
          .isEqualTo(Answer.given(new Integrity.Sound(now)));
    }
  }

  @Test
  void a_process_whose_files_may_not_grow_stops_with_the_reason_and_what_it_wrote_is_sound()
      throws Exception {
    Path file = folder.resolve("journal.db");
    Path said = folder.resolve("said");
    Head head;
    try (SqliteJournal journal = new SqliteJournal(file, EASY)) {
      head = append(journal, Head.NONE, START);
    }
    // In blocks of 1024 bytes: less than the write-ahead log grows to before it is folded in.
    Process limited =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f 3000; exec \"$@\"",
                "limited",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                file.toString(),
                RUN.value(),
                "100000")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(limited.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(limited.exitValue()).isEqualTo(1);
    assertThat(said).content().containsAnyOf("The disk is full", "The disk reports an error");
    try (SqliteJournal journal = new SqliteJournal(file, EASY)) {
      Head reached = sound(journal, List.of(head));
      assertThat(reached.events()).isGreaterThan(10);
      assertThat(append(journal, reached, intents(1, 1)).events()).isEqualTo(reached.events() + 1);
    }
  }

  @Test
  @EnabledIf("uz.stario.rollback.adapters.sqlite.SmallDisk#canBeMounted")
  void a_journal_on_a_disk_mounted_read_only_is_read_and_not_written_to() throws Exception {
    try (SmallDisk disk = SmallDisk.of(4, folder)) {
      Path file = disk.path().resolve("odd #1%20?.db");
      Head head;
      try (SqliteJournal journal = new SqliteJournal(file, EASY)) {
        head = append(journal, Head.NONE, START);
      }
      disk.readOnly();
      try (SqliteJournal journal = new SqliteJournal(file, EASY)) {
        assertThat(journal.read(RUN)).isEqualTo(Answer.given(START));
        assertThat(sound(journal, List.of(head))).isEqualTo(head);
        assertThat(problem(journal.append(RUN, 1, intents(1, 1))).why())
            .isEqualTo("It is read-only.");
      }
    }
  }

  @Test
  void a_last_write_torn_anywhere_by_a_power_cut_leaves_every_whole_append_before_it()
      throws Exception {
    Path file = folder.resolve("state/journal.db");
    List<Head> heads = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    try (SqliteJournal journal = new SqliteJournal(file)) {
      heads.add(append(journal, Head.NONE, START));
      sizes.add(Files.size(log(file)));
      for (int i = 1; i <= 4; i++) {
        heads.add(append(journal, heads.getLast(), intents(i, 3)));
        sizes.add(Files.size(log(file)));
      }
      assertThat(sizes).isSorted().doesNotHaveDuplicates();

      // Inside the frames of the last append, at their ends, and at one byte less than all.
      long before = sizes.get(3);
      long after = sizes.get(4);
      for (long size = before; size < after; size += 1 + (after - before) / 23) {
        Path torn = copy(file, "torn-" + size);
        try (var channel =
            Files.newByteChannel(log(torn), java.nio.file.StandardOpenOption.WRITE)) {
          channel.truncate(size);
        }
        goesOn(torn, heads.get(3));
      }
      Path garbled = copy(file, "garbled");
      byte[] bytes = Files.readAllBytes(log(garbled));
      bytes[(int) (before + 100)] ^= 0x55;
      Files.write(log(garbled), bytes);
      goesOn(garbled, heads.get(3));
      goesOn(copy(file, "whole"), heads.get(4));
    }
  }

  private static void goesOn(Path file, Head head) {
    try (SqliteJournal journal = new SqliteJournal(file)) {
      assertThat(sound(journal, List.of())).isEqualTo(head);
      Head now = append(journal, head, intents(7, 1));
      assertThat(sound(journal, List.of(head))).isEqualTo(now);
    }
  }

  private Path copy(Path file, String name) throws IOException {
    Path copy = Files.createDirectories(folder.resolve(name)).resolve("journal.db");
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(log(file), log(copy), StandardCopyOption.REPLACE_EXISTING);
    return copy;
  }

  private static Path log(Path file) {
    return file.resolveSibling("journal.db-wal");
  }

  private static Head sound(SqliteJournal journal, List<Head> known) {
    return switch (journal.verify(RUN, known)) {
      case Answer.Given<Integrity>(Integrity.Sound(Head head)) -> head;
      case Answer.Given<Integrity>(Integrity.Broken broken) -> throw new AssertionError(broken);
      case Answer.Refused<Integrity>(var problem) -> throw new AssertionError(problem.sentence());
    };
  }

  private static Head append(SqliteJournal journal, Head head, List<RunEvent> events) {
    return switch (journal.append(RUN, head.events(), events)) {
      case Appending.Appended(long count, String hash) -> new Head(count, hash);
      case Appending.Conflict(long count) -> throw new AssertionError("conflict at " + count);
      case Appending.Unwritable(var problem) -> throw new AssertionError(problem.sentence());
    };
  }

  private static List<RunEvent> intents(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> Fixtures.intended("api", i)).toList();
  }

  private static Problem problem(Appending appending) {
    return switch (appending) {
      case Appending.Unwritable(Problem problem) -> problem;
      case Appending.Appended _, Appending.Conflict _ -> throw new AssertionError(appending);
    };
  }
}
