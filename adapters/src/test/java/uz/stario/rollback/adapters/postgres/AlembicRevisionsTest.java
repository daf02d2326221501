package uz.stario.rollback.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import uz.stario.rollback.port.SchemaRevisions;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.testkit.SchemaRevisionsContract;

/** The contract and what only a server does, against a real one. */
@EnabledIf("uz.stario.rollback.adapters.postgres.PostgresServer#isInstalled")
class AlembicRevisionsTest extends SchemaRevisionsContract {

  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start();
    server.sql("create role reader login password '" + PostgresServer.PASSWORD + "'");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    server.sql(
        "drop schema if exists \"Stock\" cascade", "drop table if exists public.alembic_version");
  }

  @Override
  protected SchemaRevisions noting(String table, String... revisions) throws SQLException {
    String name = table.contains(".") ? table.replace(".", "\".\"") : "public\".\"" + table;
    server.sql(
        "create schema if not exists \"Stock\"",
        "create table if not exists \"" + name + "\" (version_num varchar(32) primary key)",
        "delete from \"" + name + "\"");
    for (String revision : revisions) {
      server.sql("insert into \"" + name + "\" values ('" + revision + "')");
    }
    return as("owner");
  }

  @Override
  protected SchemaRevisions unreachable() {
    return at("postgresql://owner@127.0.0.1:1/postgres");
  }

  private static SchemaRevisions as(String user) {
    return at(server.address(user, "postgres"));
  }

  private static SchemaRevisions at(String address) {
    return new AlembicRevisions(
        _ -> Answer.given(address), Map.of("PGPASSWORD", PostgresServer.PASSWORD));
  }

  @Test
  void an_address_that_names_a_driver_of_python_is_understood() throws Exception {
    noting("alembic_version", "abc123");
    String address =
        server.address("owner", "postgres").replace("postgresql://", "postgresql+psycopg2://");

    assertThat(given(at(address).current(database("alembic_version")))).containsExactly("abc123");
  }

  @Test
  void who_may_not_read_the_table_is_told_which_right_is_missing_and_may_once_it_is_given()
      throws Exception {
    noting("alembic_version", "abc123");

    Problem problem = problem(as("reader").current(database("alembic_version")));
    assertThat(problem.why()).contains("postgresql://reader@", "Permission is denied");
    assertThat(problem.next()).isEqualTo("Ask its owner to grant select on alembic_version.");

    server.sql("grant select on public.alembic_version to reader");
    assertThat(given(as("reader").current(database("alembic_version")))).containsExactly("abc123");
  }

  @Test
  void a_wrong_password_is_said_and_neither_it_nor_the_right_one_is_shown() {
    Problem problem =
        problem(
            at(server.address("owner:wr0ng%20secret", "postgres"))
                .current(database("alembic_version")));

    assertThat(problem.why()).contains("does not let this user in");
    assertThat(problem.sentence()).doesNotContain("wr0ng", PostgresServer.PASSWORD);
  }

  @Test
  void what_is_no_address_is_refused_and_not_repeated() {
    Problem problem =
        problem(at("mysql://owner:s3cret@db/shop").current(database("alembic_version")));

    assertThat(problem.code()).isEqualTo(ErrorCode.USAGE);
    assertThat(problem.what()).contains("the address of database main");
    assertThat(problem.sentence()).doesNotContain("s3cret");
  }

  @Test
  void a_table_that_somebody_keeps_locked_is_waited_for_only_so_long() throws Exception {
    noting("alembic_version", "abc123");
    try (Connection other = server.connect("owner");
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table public.alembic_version");

      Problem problem = problem(as("owner").current(database("alembic_version")));

      assertThat(problem.why()).contains("did not answer in time");
      other.rollback();
    }
    assertThat(given(as("owner").current(database("alembic_version")))).containsExactly("abc123");
  }

  @Test
  void a_server_that_takes_the_connection_and_says_nothing_is_given_up() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      String address = "postgresql://owner@127.0.0.1:" + silent.getLocalPort() + "/postgres";

      assertThat(problem(at(address).current(database("alembic_version"))).code())
          .isEqualTo(ErrorCode.DATABASE_UNREADABLE);
    }
  }
}
