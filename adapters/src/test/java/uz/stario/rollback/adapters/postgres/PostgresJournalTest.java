package uz.stario.rollback.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import uz.stario.rollback.adapters.journal.Tampering;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.JournalContract;

/** The contract and what only a shared database does, against a real server. */
@EnabledIf("uz.stario.rollback.adapters.postgres.PostgresServer#isInstalled")
class PostgresJournalTest extends JournalContract {

  private static final RunId RUN = new RunId("r1");
  private static final List<RunEvent> START = List.of(Fixtures.started(Fixtures.NOW, "api"));
  private static final List<RunEvent> MORE = List.of(Fixtures.intended("api", 1));
  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
    for (String user : List.of("anna", "olim")) {
      server.sql("create role " + user + " login password '" + PostgresServer.PASSWORD + "'");
    }
    server.sql("create database old encoding 'SQL_ASCII' template template0");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    server.sql("drop schema if exists stario_journal cascade");
  }

  @Override
  protected Journal open() {
    return server.journal("owner");
  }

  @Override
  protected void tamper(Journal journal, RunId run, UnaryOperator<List<Entry>> how)
      throws SQLException {
    server.sql("alter table stario_journal.events disable trigger all");
    try (Connection connection = server.connect("owner")) {
      Tampering.with(connection, run, how);
    }
    server.sql("alter table stario_journal.events enable trigger all");
  }

  /** As docs/shared-journal.md tells the owner to. */
  private static void grant() throws SQLException {
    server.sql(
        "grant usage on schema stario_journal to anna, olim",
        "grant select on all tables in schema stario_journal to anna, olim",
        "grant insert on stario_journal.runs, stario_journal.events to anna, olim",
        "grant update (events, hash, ended_at, result) on stario_journal.runs to anna, olim");
  }

  @Test
  void of_several_who_are_the_first_to_write_each_gets_what_they_wrote() throws Exception {
    for (int round = 0; round < 20; round++) {
      empty();
      List<Appending> came =
          Together.each(number -> {
            try (Journal one = server.journal("owner")) {
              return one.append(new RunId("r" + number), 0, START);
            }
          });

      assertThat(came).allMatch(Appending.Appended.class::isInstance);
    }
  }

  @Test
  void each_event_says_which_role_wrote_it() throws SQLException {
    try (Journal owner = server.journal("owner");
        Journal anna = server.journal("anna");
        Journal olim = server.journal("olim")) {
      owner.append(RUN, 0, START);
      grant();
      assertThat(count(anna.append(RUN, 1, MORE))).isEqualTo(2);
      assertThat(count(olim.append(RUN, 2, MORE))).isEqualTo(3);

      assertThat(given(olim.entries(RUN)))
          .extracting(Entry::by)
          .containsExactly("owner", "anna", "olim");
      assertThat(given(anna.verify(RUN, List.of()))).isInstanceOf(Integrity.Sound.class);
    }
  }

  @Test
  void a_role_can_not_write_in_the_name_of_another_and_the_attempt_shows() throws SQLException {
    try (Journal owner = server.journal("owner");
        Connection anna = server.connect("anna");
        Statement statement = anna.createStatement()) {
      owner.append(RUN, 0, START);
      grant();
      Entry forged =
          Entry.after(given(owner.entries(RUN)).getFirst().head(), RUN, "x", "x", "olim", "{}");
      statement.execute(
          "insert into events values ('r1', 2, 'x', 'x', 'olim', '{}', '%s', '%s')"
              .formatted(forged.previous(), forged.hash()));

      assertThat(given(owner.entries(RUN)).getLast().by()).isEqualTo("anna");
      assertThat(given(owner.verify(RUN, List.of()))).isInstanceOf(Integrity.Broken.class);
    }
  }

  @Test
  void who_is_not_the_owner_can_change_and_remove_nothing_and_the_owner_not_by_accident()
      throws SQLException {
    try (Journal owner = server.journal("owner");
        Connection anna = server.connect("anna");
        Connection itself = server.connect("owner")) {
      owner.append(RUN, 0, START);
      grant();
      for (Connection connection : List.of(anna, itself)) {
        for (String sql :
            List.of(
                "update events set body = 'x'",
                "delete from events",
                "truncate events, runs",
                "delete from runs")) {
          assertThatThrownBy(
                  () -> {
                    try (Statement statement = connection.createStatement()) {
                      statement.execute(sql);
                    }
                  })
              .as(sql)
              .isInstanceOf(SQLException.class);
        }
      }
      assertThat(given(owner.verify(RUN, List.of()))).isInstanceOf(Integrity.Sound.class);
    }
  }

  @Test
  void a_role_without_grants_is_told_where_they_are_written_down() throws SQLException {
    try (Journal owner = server.journal("owner");
        Journal anna = server.journal("anna")) {
      assertThat(problem(anna.append(RUN, 0, START)).why()).startsWith("Permission is denied");
      owner.append(RUN, 0, START);

      Problem problem = problem(anna.append(RUN, 1, MORE));

      assertThat(problem.next()).contains("docs/shared-journal.md");
      assertThat(problem.code()).isEqualTo(ErrorCode.JOURNAL_UNWRITABLE);
    }
  }

  @Test
  void of_two_machines_that_append_at_the_same_place_one_wins() {
    try (Journal one = server.journal("owner");
        Journal other = server.journal("owner")) {
      one.append(RUN, 0, START);
      assertThat(count(other.append(RUN, 1, MORE))).isEqualTo(2);

      assertThat(one.append(RUN, 1, MORE)).isEqualTo(new Appending.Conflict(2));
    }
  }

  @Test
  void what_was_reported_as_written_survives_a_crash_of_the_server_and_the_run_goes_on()
      throws Exception {
    try (Journal journal = server.journal("owner")) {
      journal.append(RUN, 0, START);
      server.crash();

      assertThat(problem(journal.append(RUN, 1, MORE)).why())
          .isEqualTo("The server can't be reached, or the connection broke.");
      assertThat(problem(journal.append(RUN, 1, MORE)).code())
          .isEqualTo(ErrorCode.JOURNAL_UNWRITABLE);

      server.on();
      assertThat(count(journal.append(RUN, 1, MORE))).isEqualTo(2);
      assertThat(given(journal.verify(RUN, List.of()))).isInstanceOf(Integrity.Sound.class);
    }
  }

  @Test
  void a_transaction_that_somebody_leaves_open_is_waited_for_only_so_long() throws SQLException {
    try (Journal journal = server.journal("owner");
        Connection other = server.connect("owner");
        Statement statement = other.createStatement()) {
      journal.append(RUN, 0, START);
      other.setAutoCommit(false);
      statement.execute("lock table runs");

      assertThat(problem(journal.append(RUN, 1, MORE)).why())
          .isEqualTo("Somebody keeps it locked.");

      other.rollback();
      assertThat(count(journal.append(RUN, 1, MORE))).isEqualTo(2);
    }
  }

  @Test
  void a_schema_of_a_newer_version_is_read_but_not_written_to() throws SQLException {
    try (Journal journal = server.journal("owner")) {
      journal.append(RUN, 0, START);
    }
    server.sql("update stario_journal.version set number = 9");
    try (Journal journal = server.journal("owner")) {
      assertThat(problem(journal.append(RUN, 1, MORE)).code()).isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
      assertThat(given(journal.read(RUN))).isEqualTo(START);
    }
  }

  @Test
  void a_database_that_is_not_there_or_can_not_hold_every_text_is_said() {
    try (Journal none = server.journal("owner", "nowhere");
        Journal old = server.journal("owner", "old")) {
      assertThat(problem(none.append(RUN, 0, START)).why()).isEqualTo("There is no such database.");
      assertThat(problem(old.append(RUN, 0, START)).why()).contains("SQL_ASCII");
    }
  }

  @Test
  void a_wrong_password_is_said_and_neither_it_nor_the_right_one_is_shown() {
    PostgresAddress address =
        given(
            PostgresAddress.parse(
                "the test",
                server.address("anna:wr0ng%20secret", "postgres"),
                java.util.Map.of("PGPASSWORD", PostgresServer.PASSWORD)));
    try (Journal journal = new PostgresJournal(address)) {
      Problem problem = problem(journal.append(RUN, 0, START));

      assertThat(problem.why()).isEqualTo("The server does not let this user in.");
      assertThat(problem.toString()).doesNotContain("wr0ng", PostgresServer.PASSWORD);
      assertThat(problem.what()).contains("postgresql://anna@127.0.0.1");
    }
  }

  private static Problem problem(Appending appending) {
    return switch (appending) {
      case Appending.Unwritable(Problem problem) -> problem;
      case Appending.Appended _, Appending.Conflict _ -> throw new AssertionError(appending);
    };
  }
}
