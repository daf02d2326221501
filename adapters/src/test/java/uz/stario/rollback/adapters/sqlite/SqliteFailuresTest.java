package uz.stario.rollback.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.JournalContract;

/** What disks, other processes and other versions do to the journal's file. */
class SqliteFailuresTest {

  private static final RunId RUN = new RunId("r1");
  private static final List<RunEvent> START = List.of(Fixtures.started(Fixtures.NOW, "api"));
  private static final List<RunEvent> MORE = List.of(Fixtures.intended("api", 1));

  @TempDir Path folder = Path.of("");

  private Path file() {
    return folder.resolve("state/journal.db");
  }

  @Test
  void reading_where_nothing_was_written_makes_no_file() {
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(journal.runs(10)).isEqualTo(Answer.given(List.of()));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void the_folder_and_the_files_are_for_their_owner_alone() throws IOException {
    try (SqliteJournal journal = new SqliteJournal(file())) {
      journal.append(RUN, 0, START);
      assertThat(permissions(folder.resolve("state"))).isEqualTo("rwx------");
      assertThat(permissions(file())).isEqualTo("rw-------");
      assertThat(permissions(folder.resolve("state/journal.db-wal"))).isEqualTo("rw-------");
    }
  }

  @Test
  void a_journal_is_found_again_after_it_was_closed() {
    try (SqliteJournal journal = new SqliteJournal(file())) {
      journal.append(RUN, 0, START);
    }
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(journal.read(RUN)).isEqualTo(Answer.given(START));
      assertThat(JournalContract.count(journal.append(RUN, 1, MORE))).isEqualTo(2);
    }
  }

  @Test
  void what_was_appended_is_seen_although_nobody_closed_the_journal() {
    try (SqliteJournal dead = new SqliteJournal(file());
        SqliteJournal journal = new SqliteJournal(file())) {
      dead.append(RUN, 0, START);

      assertThat(journal.read(RUN)).isEqualTo(Answer.given(START));
    }
  }

  @Test
  void of_two_connections_that_append_at_the_same_place_one_wins() {
    try (SqliteJournal one = new SqliteJournal(file());
        SqliteJournal other = new SqliteJournal(file())) {
      one.append(RUN, 0, START);
      assertThat(JournalContract.count(other.append(RUN, 1, MORE))).isEqualTo(2);

      assertThat(one.append(RUN, 1, MORE)).isEqualTo(new Appending.Conflict(2));
    }
  }

  @Test
  void a_transaction_that_its_process_left_half_done_is_as_if_it_had_never_been()
      throws SQLException {
    try (SqliteJournal journal = new SqliteJournal(file())) {
      journal.append(RUN, 0, START);
    }
    Connection dead = raw();
    execute(dead, "begin immediate");
    execute(dead, "insert into events values ('r1', 2, 'x', 'x', 'x', 'x', 'x', 'x')");
    dead.close();

    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(JournalContract.count(journal.append(RUN, 1, MORE))).isEqualTo(2);
    }
  }

  @Test
  void a_lock_that_another_process_keeps_is_waited_for_only_so_long() throws SQLException {
    Settings hasty = new Settings(Duration.ofMillis(1), OptionalInt.empty(), 0);
    try (SqliteJournal journal = new SqliteJournal(file(), hasty);
        Connection other = rawAfter(journal)) {
      execute(other, "begin immediate");

      assertThat(why(journal.append(RUN, 1, MORE))).isEqualTo("Another process keeps it locked.");

      execute(other, "rollback");
      assertThat(JournalContract.count(journal.append(RUN, 1, MORE))).isEqualTo(2);
    }
  }

  @Test
  void a_full_disk_is_said_and_leaves_what_was_written() {
    try (SqliteJournal journal = new SqliteJournal(file())) {
      journal.append(RUN, 0, START);
    }
    Settings small = new Settings(Duration.ofSeconds(3), OptionalInt.of(1), 0);
    try (SqliteJournal journal = new SqliteJournal(file(), small)) {
      Appending appending = journal.append(RUN, 1, Collections.nCopies(2_000, MORE.getFirst()));

      assertThat(why(appending)).isEqualTo("The disk is full.");
      assertThat(journal.read(RUN)).isEqualTo(Answer.given(START));
    }
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(JournalContract.count(journal.append(RUN, 1, MORE))).isEqualTo(2);
    }
  }

  @Test
  void a_folder_that_cannot_be_made_says_where_it_should_be_and_what_to_set() throws IOException {
    Path regular = Files.writeString(folder.resolve("regular"), "x");
    Path impossible = regular.resolve("state/journal.db");
    try (SqliteJournal journal = new SqliteJournal(impossible)) {
      Problem problem = problem(journal.append(RUN, 0, START));

      assertThat(problem.code()).isEqualTo(ErrorCode.JOURNAL_UNWRITABLE);
      assertThat(problem.what()).contains(impossible.toString());
      assertThat(problem.next()).contains("STARIO_STATE");
      assertThat(problem.changed()).isEqualTo(Problem.NOTHING_CHANGED);
    }
  }

  @Test
  void a_place_where_nobody_can_make_files_is_unwritable() {
    try (SqliteJournal journal = new SqliteJournal(Path.of("/proc/stario/journal.db"))) {
      assertThat(problem(journal.append(RUN, 0, START)).code())
          .isEqualTo(ErrorCode.JOURNAL_UNWRITABLE);
    }
  }

  @Test
  void a_file_that_is_a_folder_is_unwritable_and_unreadable() throws IOException {
    Files.createDirectories(file());
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(why(journal.append(RUN, 0, START)))
          .isEqualTo("The file or its folder can't be opened.");
      assertThat(refusal(journal.read(RUN)).code()).isEqualTo(ErrorCode.JOURNAL_UNREADABLE);
    }
  }

  @Test
  void a_damaged_file_is_said_to_be_damaged_and_left_as_it_is() throws IOException {
    Files.createDirectories(folder.resolve("state"));
    String damaged = "not a database ".repeat(1_000);
    Files.writeString(file(), damaged);
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(why(journal.append(RUN, 0, START)))
          .isEqualTo("The file is damaged, or no journal.");
      assertThat(refusal(journal.runs(1)).code()).isEqualTo(ErrorCode.JOURNAL_UNREADABLE);
    }
    assertThat(file()).hasContent(damaged);
  }

  @Test
  void damage_inside_the_file_is_said() throws IOException {
    try (SqliteJournal journal = new SqliteJournal(file())) {
      journal.append(RUN, 0, START);
    }
    byte[] bytes = Files.readAllBytes(file());
    // The first page, which names the tables, stays; every other one is overwritten.
    Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
    Files.write(file(), bytes);
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(why(journal.append(RUN, 1, MORE))).isEqualTo("The file is damaged.");
      assertThat(refusal(journal.read(RUN)).why()).isEqualTo("The file is damaged.");
    }
  }

  @Test
  void the_database_of_another_program_is_not_written_to() throws Exception {
    Files.createDirectories(folder.resolve("state"));
    try (Connection other = raw()) {
      execute(other, "create table theirs (x)");
    }
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(why(journal.append(RUN, 0, START)))
          .isEqualTo("The file is a database of something else.");
      assertThat(journal.runs(1)).isInstanceOf(Answer.Refused.class);
    }
  }

  @Test
  void a_journal_of_a_newer_version_is_read_but_not_written_to() throws SQLException {
    try (SqliteJournal journal = new SqliteJournal(file())) {
      journal.append(RUN, 0, START);
    }
    try (Connection newer = raw()) {
      execute(newer, "alter table runs add column more text");
      execute(newer, "pragma user_version = 3");
    }
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(problem(journal.append(RUN, 1, MORE)).code()).isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
      assertThat(journal.read(RUN)).isEqualTo(Answer.given(START));
    }
  }

  @Test
  void an_event_that_only_a_newer_version_knows_refuses_its_run_alone() throws SQLException {
    try (SqliteJournal journal = new SqliteJournal(file())) {
      journal.append(RUN, 0, START);
      journal.append(new RunId("r2"), 0, START);
    }
    try (Connection newer = raw()) {
      execute(
          newer,
          "insert into events values"
              + " ('r1', 2, 'x', 'x', 'x', '{\"schemaVersion\":1,\"type\":\"x\"}', 'x', 'x')");
    }
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(refusal(journal.read(RUN)).code()).isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
      assertThat(journal.read(new RunId("r2"))).isEqualTo(Answer.given(START));
    }
  }

  @Test
  void a_file_removed_while_in_use_is_noticed_before_anything_is_written_to_nowhere()
      throws IOException {
    try (SqliteJournal journal = new SqliteJournal(file())) {
      journal.append(RUN, 0, START);
      Files.delete(file());

      assertThat(why(journal.append(RUN, 1, MORE)))
          .isEqualTo("The file was removed or replaced while it was in use.");
    }
  }

  @Test
  void an_append_after_the_end_is_refused_and_does_not_open_the_file_again() {
    SqliteJournal journal = new SqliteJournal(file());
    journal.close();

    assertThat(why(journal.append(RUN, 0, START))).isEqualTo("It has been closed.");
    assertThat(journal.read(RUN)).isInstanceOf(Answer.Refused.class);
    assertThat(folder).isEmptyDirectory();
  }

  private Connection rawAfter(SqliteJournal journal) throws SQLException {
    assertThat(JournalContract.count(journal.append(RUN, 0, START))).isEqualTo(1);
    return raw();
  }

  private Connection raw() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static String why(Appending appending) {
    return problem(appending).why();
  }

  private static Problem problem(Appending appending) {
    return switch (appending) {
      case Appending.Unwritable(Problem problem) -> problem;
      case Appending.Appended _, Appending.Conflict _ -> throw new AssertionError(appending);
    };
  }

  private static <T> Problem refusal(Answer<T> answer) {
    return switch (answer) {
      case Answer.Refused<T>(Problem problem) -> problem;
      case Answer.Given<T>(T value) -> throw new AssertionError("given " + value);
    };
  }
}
