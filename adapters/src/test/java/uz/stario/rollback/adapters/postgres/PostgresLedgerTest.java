package uz.stario.rollback.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.port.Ledger.Query;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Judgement;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.LedgerContract;

/** The contract and what only a shared database does, against a real server. */
@EnabledIf("uz.stario.rollback.adapters.postgres.PostgresServer#isInstalled")
class PostgresLedgerTest extends LedgerContract {

  private static final Release RELEASE = release("v1", Fixtures.NOW, "api");
  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
    server.sql("create role anna login password '" + PostgresServer.PASSWORD + "'");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    server.sql("drop schema if exists stario_ledger cascade");
  }

  @Override
  protected Ledger open() {
    return server.ledger("owner");
  }

  @Override
  protected String writer(String person) {
    return "owner";
  }

  private static Problem problem(Answer<?> answer) {
    if (answer instanceof Answer.Refused<?>(Problem problem)) {
      return problem;
    }
    throw new AssertionError("not refused: " + answer);
  }

  /** As docs/releases.md tells the owner to. */
  private static void grant() throws SQLException {
    server.sql(
        "grant usage on schema stario_ledger to anna",
        "grant select on all tables in schema stario_ledger to anna",
        "grant insert on stario_ledger.releases, stario_ledger.judgements,"
            + " stario_ledger.keys to anna");
  }

  @Test
  void the_server_says_who_recorded_and_who_judged() throws SQLException {
    try (Ledger owner = open();
        Ledger anna = server.ledger("anna")) {
      owner.record(RELEASE);
      grant();
      Release hers = release("v2", Fixtures.NOW.plusSeconds(1), "api").by("owner");
      assertThat(given(anna.record(hers))).isInstanceOf(Ledger.Recording.Added.class);
      assertThat(anna.judge(new Judgement(RELEASE.id(), Health.BAD, "5xx", "owner", Fixtures.NOW)))
          .isEmpty();
      assertThat(given(anna.fingerprintKey())).isEqualTo(given(owner.fingerprintKey()));

      var entries = given(owner.list(Query.newest(9)));
      assertThat(entries).extracting(e -> e.release().by()).containsExactly("anna", "owner");
      assertThat(entries.getLast().latest()).map(Judgement::by).contains("anna");
    }
  }

  @Test
  void who_is_not_the_owner_changes_and_removes_nothing_and_the_owner_not_by_accident()
      throws SQLException {
    try (Ledger owner = open();
        Connection anna = server.connect("anna");
        Connection itself = server.connect("owner")) {
      owner.record(RELEASE);
      owner.judge(new Judgement(RELEASE.id(), Health.BAD, "5xx", "owner", Fixtures.NOW));
      owner.fingerprintKey();
      grant();
      for (Connection connection : List.of(anna, itself)) {
        try (Statement statement = connection.createStatement()) {
          for (String sql :
              List.of(
                  "update stario_ledger.releases set version = 'x'",
                  "delete from stario_ledger.judgements",
                  "update stario_ledger.judgements set health = 'healthy'",
                  "truncate stario_ledger.judgements",
                  "update stario_ledger.keys set value = '00'")) {
            assertThatThrownBy(() -> statement.execute(sql))
                .as(sql)
                .isInstanceOf(SQLException.class);
          }
        }
      }
      assertThat(given(owner.list(Query.newest(9))).getFirst().health()).isEqualTo(Health.BAD);
    }
  }

  @Test
  void who_may_not_is_told_where_the_grants_are() throws SQLException {
    try (Ledger owner = open();
        Ledger anna = server.ledger("anna")) {
      assertThat(problem(anna.record(RELEASE)).code()).isEqualTo(ErrorCode.LEDGER_UNWRITABLE);
      owner.record(RELEASE);

      Problem problem = problem(anna.record(RELEASE));
      assertThat(problem.why()).startsWith("Permission is denied");
      assertThat(problem.next()).contains("docs/releases.md");
      assertThat(problem(anna.list(Query.newest(1))).code()).isEqualTo(ErrorCode.LEDGER_UNREADABLE);
      grant();
      assertThat(given(anna.list(Query.newest(1)))).hasSize(1);
    }
  }

  @Test
  void a_ledger_that_a_newer_version_made_is_refused() throws SQLException {
    try (Ledger ledger = open()) {
      ledger.record(RELEASE);
      server.sql("update stario_ledger.version set number = 2");

      assertThat(problem(ledger.list(Query.newest(1))).code()).isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
      assertThat(problem(ledger.record(RELEASE)).code()).isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
    }
  }

  @Test
  void after_a_crash_of_the_server_the_next_call_finds_what_was_recorded() throws Exception {
    try (Ledger ledger = open()) {
      ledger.record(RELEASE);
      server.crash();
      assertThat(problem(ledger.list(Query.newest(1))).code())
          .isEqualTo(ErrorCode.LEDGER_UNREADABLE);
      server.on();
      assertThat(given(ledger.list(Query.newest(1)))).hasSize(1);
    }
  }
}
