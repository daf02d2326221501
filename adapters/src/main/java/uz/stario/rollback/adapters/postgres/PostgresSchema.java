package uz.stario.rollback.adapters.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * The journal's tables in a schema of their own; columns as in the SQLite file.
 *
 * <p>Triggers sign each event with {@code session_user}, and refuse to change, delete or empty:
 * that binds everybody but the owner, whose changes the checksums show.
 */
final class PostgresSchema {

  static final String NAME = "stario_journal";

  static final int VERSION = 1;

  private static final List<String> CREATE =
      List.of(
          "create schema " + NAME,
          // Byte order, as in the SQLite file, whatever the database's language.
          """
          create table runs (
            id text collate "C" primary key,
            started_at text collate "C" not null,
            environment text not null,
            services text not null,
            requester text not null,
            ended_at text,
            result text,
            events bigint not null,
            hash text not null
          )
          """,
          "create index runs_by_start on runs (started_at desc, id desc)",
          """
          create table events (
            run text collate "C" not null references runs (id),
            seq bigint not null,
            at text collate "C" not null,
            type text not null,
            account text not null,
            body text not null,
            previous text not null,
            hash text not null,
            primary key (run, seq)
          )
          """,
          """
          create function sign() returns trigger language plpgsql as $$
          begin
            new.account := session_user;
            return new;
          end $$
          """,
          """
          create function keep() returns trigger language plpgsql as $$
          begin
            raise exception 'the journal is only appended to' using errcode = 'restrict_violation';
          end $$
          """,
          """
          create trigger signed before insert on events for each row execute function sign()
          """,
          """
          create trigger kept before update or delete or truncate on events
          for each statement execute function keep()
          """,
          """
          create trigger kept before delete or truncate on runs
          for each statement execute function keep()
          """,
          "create table version (number integer not null)",
          "insert into version values (" + VERSION + ")");

  private PostgresSchema() {}

  /** Empty where there is none yet. */
  static Optional<Integer> version(Connection connection) throws SQLException {
    if (!Catalog.has(connection, NAME, "version")) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select max(number) from " + NAME + ".version")) {
      row.next();
      return Optional.of(row.getInt(1));
    }
  }

  /** Makes the tables, and those of approvals, unless somebody was quicker. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(hashtextextended('" + NAME + "', 0))");
      if (version(connection).isEmpty()) {
        for (String sql : CREATE) {
          statement.execute(sql);
        }
        // One owner for both, who is seldom there.
        ApprovalsSchema.create(connection);
      }
    }
    connection.commit();
  }
}
