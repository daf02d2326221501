package uz.stario.rollback.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.adapters.json.EventJson;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.JournalContract;

/** A file that the first version made, and programs of two versions on one file. */
class SqliteVersionsTest {

  private static final RunId RUN = new RunId("r1");
  private static final List<RunEvent> EVENTS =
      List.of(
          Fixtures.started(Fixtures.NOW, "api"),
          Fixtures.intended("api", 1),
          new RunEvent.Ended(Fixtures.NOW.plusSeconds(4), RunResult.COMPLETE));

  @TempDir Path folder = Path.of("");

  private Path file() {
    return folder.resolve("journal.db");
  }

  /** As version 1 made them, to the letter. */
  @BeforeEach
  void a_file_of_version_1() throws Exception {
    try (Connection first = raw()) {
      execute(first, "pragma journal_mode = wal");
      execute(
          first,
          """
          create table runs (
            id text primary key,
            started_at text not null,
            environment text not null,
            services text not null,
            requester text not null,
            ended_at text,
            result text
          ) strict, without rowid
          """);
      execute(first, "create index runs_by_start on runs (started_at desc, id desc)");
      execute(
          first,
          """
          create table events (
            run text not null references runs (id),
            seq integer not null,
            at text not null,
            type text not null,
            body text not null,
            primary key (run, seq)
          ) strict
          """);
      execute(first, "pragma application_id = " + 0x53746172);
      execute(first, "pragma user_version = 1");
      execute(
          first,
          "insert into runs values ('r1', '2026-01-02T03:04:05.000000000Z', 'production',"
              + " '[\"api\"]', 'olim@laptop', '2026-01-02T03:04:09.000000000Z', 'complete')");
      for (int i = 0; i < EVENTS.size(); i++) {
        appendAsVersion1(first, i + 1, EVENTS.get(i));
      }
    }
  }

  private static void appendAsVersion1(Connection first, int seq, RunEvent event)
      throws SQLException {
    try (PreparedStatement insert =
        first.prepareStatement(
            "insert into events (run, seq, at, type, body) values ('r1', ?, ?, ?, ?)")) {
      insert.setInt(1, seq);
      insert.setString(2, event.at().toString());
      insert.setString(3, EventJson.type(event));
      insert.setString(4, EventJson.write(event));
      insert.executeUpdate();
    }
  }

  @Test
  void reading_it_changes_nothing() throws Exception {
    byte[] before = Files.readAllBytes(file());
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(journal.read(RUN)).isEqualTo(Answer.given(EVENTS));
      assertThat(runs(journal)).hasSize(1);
      assertThat(journal.named("r")).isEqualTo(Answer.given(List.of(RUN)));
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void the_first_append_gives_every_event_its_checksum_and_keeps_all_of_it() throws Exception {
    List<Journal.Summary> before;
    try (SqliteJournal journal = new SqliteJournal(file())) {
      before = runs(journal);
      assertThat(
              JournalContract.count(journal.append(RUN, 3, List.of(Fixtures.intended("api", 2)))))
          .isEqualTo(4);
    }
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(runs(journal)).isEqualTo(before);
      assertThat(journal.verify(RUN, List.of()))
          .isInstanceOfSatisfying(
              Answer.Given.class,
              given -> assertThat(given.value()).isInstanceOf(Integrity.Sound.class));
      assertThat(journal.read(RUN))
          .isEqualTo(
              Answer.given(
                  List.of(
                      EVENTS.get(0), EVENTS.get(1), EVENTS.get(2), Fixtures.intended("api", 2))));
    }
    try (Connection after = raw()) {
      assertThat(number(after, "pragma user_version")).isEqualTo(2);
      assertThat(number(after, "select count(*) from sqlite_schema where type = 'table'"))
          .isEqualTo(2);
      assertThat(number(after, "select count(*) from pragma_foreign_key_check")).isZero();
      assertThat(number(after, "select count(*) from pragma_index_list('runs')")).isEqualTo(2);
      assertThat(number(after, "select count(*) from events where account = ''")).isEqualTo(3);
    }
  }

  @Test
  void asking_whether_it_is_sound_gives_it_checksums_first() {
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(journal.verify(RUN, List.of()))
          .isInstanceOfSatisfying(
              Answer.Given.class,
              given -> assertThat(given.value()).isInstanceOf(Integrity.Sound.class));
    }
  }

  @Test
  void two_processes_that_find_it_at_once_bring_it_up_once() throws Exception {
    try (SqliteJournal one = new SqliteJournal(file());
        SqliteJournal other = new SqliteJournal(file())) {
      assertThat(one.read(RUN)).isEqualTo(other.read(RUN));
      assertThat(JournalContract.count(one.append(RUN, 3, List.of(EVENTS.get(1))))).isEqualTo(4);
      assertThat(JournalContract.count(other.append(RUN, 4, List.of(EVENTS.get(1))))).isEqualTo(5);
    }
  }

  @Test
  void a_program_of_version_1_that_has_it_open_fails_to_append_and_leaves_no_gap()
      throws Exception {
    try (Connection first = raw();
        SqliteJournal journal = new SqliteJournal(file())) {
      journal.append(RUN, 3, List.of(EVENTS.get(1)));

      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> appendAsVersion1(first, 5, EVENTS.get(1))))
          .isInstanceOf(SQLException.class);

      assertThat(JournalContract.count(journal.append(RUN, 4, List.of()))).isEqualTo(4);
    }
  }

  @Test
  void a_move_to_the_new_version_that_breaks_off_leaves_the_old_one_whole() throws Exception {
    try (Connection other = raw()) {
      execute(other, "create table runs_1 (in_the_way)");
    }
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(journal.append(RUN, 3, List.of(EVENTS.get(1))))
          .isInstanceOf(Appending.Unwritable.class);
      assertThat(journal.read(RUN)).isEqualTo(Answer.given(EVENTS));
    }
    try (Connection other = raw()) {
      assertThat(number(other, "pragma user_version")).isEqualTo(1);
      execute(other, "drop table runs_1");
    }
    try (SqliteJournal journal = new SqliteJournal(file())) {
      assertThat(JournalContract.count(journal.append(RUN, 3, List.of(EVENTS.get(1)))))
          .isEqualTo(4);
    }
  }

  @Test
  void checksums_of_a_newer_version_are_not_judged() throws Exception {
    try (Connection newer = raw()) {
      execute(newer, "pragma user_version = 9");
    }
    try (SqliteJournal journal = new SqliteJournal(file())) {
      for (Answer<?> answer : List.of(journal.verify(RUN, List.of()), journal.entries(RUN))) {
        assertThat(answer)
            .isInstanceOfSatisfying(
                Answer.Refused.class,
                refused ->
                    assertThat(refused.problem().code()).isEqualTo(ErrorCode.PROGRAM_TOO_OLD));
      }
    }
  }

  private Connection raw() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getInt(1);
    }
  }

  private static List<Journal.Summary> runs(SqliteJournal journal) {
    return switch (journal.runs(10)) {
      case Answer.Given<List<Journal.Summary>>(var runs) -> runs;
      case Answer.Refused<List<Journal.Summary>>(var problem) ->
          throw new AssertionError(problem.sentence());
    };
  }
}
