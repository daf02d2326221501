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
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.port.Ledger.Query;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.LedgerContract;

/** The contract and what only a file does. */
class SqliteLedgerTest extends LedgerContract {

  private static final Release RELEASE = release("v1", Fixtures.NOW, "api");

  @TempDir Path folder = Path.of("");

  private Path file() {
    return folder.resolve("state/ledger.db");
  }

  @Override
  protected Ledger open() {
    return new SqliteLedger(file());
  }

  private static Problem problem(Answer<?> answer) {
    if (answer instanceof Answer.Refused<?>(Problem problem)) {
      return problem;
    }
    throw new AssertionError("not refused: " + answer);
  }

  private void raw(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void reading_makes_no_file() {
    try (Ledger ledger = open()) {
      assertThat(ledger.list(Query.newest(1))).isEqualTo(Answer.given(List.of()));
    }
    assertThat(file().getParent()).doesNotExist();
  }

  @Test
  void the_file_is_its_owners_alone() throws IOException {
    try (Ledger ledger = open()) {
      ledger.record(RELEASE);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void a_file_that_a_newer_version_made_is_neither_written_nor_read() throws SQLException {
    try (Ledger ledger = open()) {
      ledger.record(RELEASE);
    }
    raw("pragma user_version = 2");
    try (Ledger ledger = open()) {
      Problem reading = problem(ledger.list(Query.newest(1)));
      assertThat(reading.code()).isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
      assertThat(reading.what()).contains(file().toString());
      assertThat(problem(ledger.record(RELEASE)).code()).isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
    }
  }

  @Test
  void another_programs_database_is_left_alone() throws Exception {
    Files.createDirectories(file().getParent());
    raw("create table theirs (x)");
    byte[] before = Files.readAllBytes(file());
    try (Ledger ledger = open()) {
      assertThat(problem(ledger.list(Query.newest(1))).why())
          .isEqualTo("The file is a database of something else.");
      assertThat(problem(ledger.record(RELEASE)).code()).isEqualTo(ErrorCode.LEDGER_UNREADABLE);
    }
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void a_damaged_file_is_said_and_kept() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "this is no database, whatever its name says".repeat(50));
    try (Ledger ledger = open()) {
      Problem reading = problem(ledger.list(Query.newest(1)));
      assertThat(reading.code()).isEqualTo(ErrorCode.LEDGER_UNREADABLE);
      assertThat(reading.why()).contains("damaged");
      assertThat(reading.next()).contains("keep it");
      assertThat(problem(ledger.record(RELEASE)).code()).isEqualTo(ErrorCode.LEDGER_UNWRITABLE);
    }
    assertThat(file()).content().startsWith("this is no database");
  }

  @Test
  void a_release_that_somebody_edited_is_refused_and_named() throws SQLException {
    try (Ledger ledger = open()) {
      ledger.record(RELEASE);
    }
    raw("update releases set body = replace(body, 'v1', 'v2')");
    try (Ledger ledger = open()) {
      Problem problem = problem(ledger.list(Query.newest(1)));
      assertThat(problem.code()).isEqualTo(ErrorCode.LEDGER_UNREADABLE);
      assertThat(problem.what()).contains(RELEASE.id());
    }
    raw("update releases set body = '{'");
    try (Ledger ledger = open()) {
      assertThat(problem(ledger.list(Query.newest(1))).code())
          .isEqualTo(ErrorCode.LEDGER_UNREADABLE);
    }
  }

  @Test
  void a_lock_that_another_process_keeps_is_waited_for_only_so_long() throws SQLException {
    try (Ledger ledger = open()) {
      ledger.record(RELEASE);
    }
    Settings hasty = new Settings(Duration.ofMillis(1), OptionalInt.empty(), 0);
    try (Ledger ledger = new SqliteLedger(file(), hasty);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
      Database.execute(other, "begin immediate");

      assertThat(problem(ledger.record(RELEASE)).why())
          .isEqualTo("Another process keeps it locked.");
      assertThat(given(ledger.list(Query.newest(1)))).hasSize(1);

      Database.execute(other, "rollback");
      assertThat(given(ledger.record(RELEASE))).isInstanceOf(Ledger.Recording.AlreadyThere.class);
    }
  }

  @Test
  void a_full_disk_is_said_and_leaves_what_was_written() {
    try (Ledger ledger = open()) {
      ledger.record(RELEASE);
    }
    Settings small = new Settings(Duration.ofSeconds(3), OptionalInt.of(1), 0);
    try (Ledger ledger = new SqliteLedger(file(), small)) {
      Release large =
          new Release(
              Fixtures.NOW,
              "production",
              "v2",
              RELEASE.services(),
              "",
              "x".repeat(100_000),
              "anna");
      assertThat(problem(ledger.record(large)).why()).isEqualTo("The disk is full.");
      assertThat(given(ledger.list(Query.newest(9)))).hasSize(1);
    }
  }

  @Test
  void a_place_where_nobody_can_make_files_is_unwritable() {
    try (Ledger ledger = new SqliteLedger(Path.of("/proc/stario/ledger.db"))) {
      assertThat(problem(ledger.record(RELEASE)).code()).isEqualTo(ErrorCode.LEDGER_UNWRITABLE);
    }
  }
}
