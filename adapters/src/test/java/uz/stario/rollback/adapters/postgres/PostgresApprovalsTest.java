package uz.stario.rollback.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Approvals.Approval;
import uz.stario.rollback.port.Approvals.Wanted;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.testkit.ApprovalsContract;
import uz.stario.rollback.testkit.Fixtures;

/** The contract between two roles of a real server, and what one may not do to the other. */
@EnabledIf("uz.stario.rollback.adapters.postgres.PostgresServer#isInstalled")
class PostgresApprovalsTest extends ApprovalsContract {

  private static final RunId RUN = new RunId("1122-k3f9m");
  private static final Wanted WANTED =
      new Wanted(RUN, "ab", "olim", Instant.parse("2026-01-02T04:04:05Z"), List.of("x"));
  private static PostgresServer server;

  private PostgresApprovals olim;
  private PostgresApprovals zuhra;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
    for (String user : List.of("olim", "zuhra", "stranger")) {
      server.sql("create role " + user + " login password '" + PostgresServer.PASSWORD + "'");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  /** The tables as the journal's owner makes them, granted as docs/approvals.md tells. */
  @BeforeEach
  void empty() throws SQLException {
    server.sql(
        "drop schema if exists stario_journal cascade",
        "drop schema if exists stario_approvals cascade");
    try (Journal journal = server.journal("owner")) {
      journal.append(RUN, 0, List.of(Fixtures.started(Fixtures.NOW, "api")));
    }
    server.sql(
        "grant usage on schema stario_approvals to olim, zuhra",
        "grant select, insert, update, delete on stario_approvals.requests to olim, zuhra",
        "grant select, insert on stario_approvals.approvals to olim, zuhra");
    olim = server.approvals("olim");
    zuhra = server.approvals("zuhra");
  }

  @AfterEach
  void close() {
    olim.close();
    zuhra.close();
  }

  @Override
  protected Approvals requester() {
    return olim;
  }

  @Override
  protected Approvals approver() {
    return zuhra;
  }

  @Override
  protected boolean vouches() {
    return true;
  }

  @Test
  void whatever_name_someone_writes_the_server_puts_their_own() throws SQLException {
    execute("olim", "insert into stario_approvals.approvals values ('1122-k3f9m', 'ab', 'zuhra')");

    assertThat(given(olim.given(RUN))).containsExactly(new Approval(RUN, "ab", "olim", false));
  }

  @Test
  void another_role_does_not_help_to_another_name() throws SQLException {
    server.sql("grant zuhra to olim");
    try {
      execute(
          "olim",
          "set role zuhra; insert into stario_approvals.approvals (run, digest)"
              + " values ('1122-k3f9m', 'ab')");
    } finally {
      server.sql("revoke zuhra from olim");
    }

    assertThat(given(olim.given(RUN))).extracting(Approval::by).containsExactly("olim");
  }

  @Test
  void an_approval_is_neither_changed_nor_removed_not_even_by_the_owner() {
    assertThat(zuhra.give(RUN, "ab")).isEmpty();

    for (String user : List.of("zuhra", "olim", "owner")) {
      for (String sql :
          List.of(
              "update stario_approvals.approvals set digest = 'cd'",
              "delete from stario_approvals.approvals",
              "truncate stario_approvals.approvals")) {
        assertThatThrownBy(() -> execute(user, sql)).as(sql).isInstanceOf(SQLException.class);
      }
    }
    assertThat(given(olim.given(RUN))).containsExactly(new Approval(RUN, "ab", "zuhra", false));
  }

  @Test
  void what_one_asked_another_can_neither_replace_nor_withdraw() {
    assertThat(olim.ask(WANTED)).isEmpty();

    Problem problem =
        zuhra.ask(new Wanted(RUN, "cd", "zuhra", WANTED.until(), List.of())).orElseThrow();
    zuhra.withdraw(RUN);

    assertThat(problem.code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(problem.why()).contains("it is another's");
    assertThat(given(zuhra.wanted(RUN))).contains(WANTED);
  }

  @Test
  void a_role_without_grants_is_told_where_they_are_written_down() {
    try (PostgresApprovals stranger = server.approvals("stranger")) {
      Problem problem = stranger.give(RUN, "ab").orElseThrow();

      assertThat(problem.code()).isEqualTo(ErrorCode.FORBIDDEN);
      assertThat(problem.next()).contains("docs/approvals.md");
    }
  }

  @Test
  void a_request_that_somebody_has_spoilt_is_none() throws SQLException {
    assertThat(olim.ask(WANTED)).isEmpty();
    execute("olim", "update stario_approvals.requests set until = 'soon'");

    assertThat(given(zuhra.wanted(RUN))).isEqualTo(Optional.empty());
  }

  @Test
  void of_several_who_are_the_first_to_ask_each_is_heard() throws Exception {
    for (int round = 0; round < 20; round++) {
      server.sql("drop schema if exists stario_approvals cascade");
      var came =
          Together.each(number -> {
            try (PostgresApprovals one = server.approvals("owner")) {
              return one.ask(
                  new Wanted(
                      new RunId("r" + number), "ab", "owner", WANTED.until(), WANTED.summary()));
            }
          });

      assertThat(came).allSatisfy(problem -> assertThat(problem).isEmpty());
    }
  }

  @Test
  void the_tables_are_made_on_first_use_where_the_journal_is_older() throws SQLException {
    server.sql("drop schema stario_approvals cascade");
    try (PostgresApprovals owner = server.approvals("owner")) {
      assertThat(given(owner.wanted(RUN))).isEmpty();
      assertThat(owner.ask(WANTED)).isEmpty();
      assertThat(given(owner.wanted(RUN)).orElseThrow().requester()).isEqualTo("owner");
    }
  }

  @Test
  void after_the_server_was_away_it_is_asked_anew() throws Exception {
    assertThat(zuhra.give(RUN, "ab")).isEmpty();
    server.crash();
    try {
      assertThat(olim.given(RUN)).isInstanceOf(Answer.Refused.class);
    } finally {
      server.on();
    }

    assertThat(given(olim.given(RUN))).hasSize(1);
  }

  private static void execute(String user, String sql) throws SQLException {
    try (Connection connection = server.connect(user);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }
}
