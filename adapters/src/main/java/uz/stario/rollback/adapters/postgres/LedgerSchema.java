package uz.stario.rollback.adapters.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * The ledger's tables in a schema beside the journal's; columns as in the SQLite file.
 *
 * <p>Triggers sign each row with {@code session_user} and refuse to change, delete or empty: that
 * binds everybody but the owner.
 */
final class LedgerSchema {

  static final String NAME = "stario_ledger";

  static final int VERSION = 1;

  private static final List<String> CREATE =
      List.of(
          "create schema " + NAME,
          // Byte order, as in the SQLite file, whatever the database's language.
          """
          create table stario_ledger.releases (
            id text collate "C" primary key,
            at text collate "C" not null,
            environment text collate "C" not null,
            version text not null,
            services text not null,
            account text not null,
            body text not null
          )
          """,
          "create index releases_by_time on stario_ledger.releases (at desc, id desc)",
          """
          create index releases_by_place on stario_ledger.releases (environment, at desc, id desc)
          """,
          """
          create table stario_ledger.judgements (
            seq bigint generated always as identity primary key,
            release text collate "C" not null references stario_ledger.releases (id),
            at text collate "C" not null,
            health text not null,
            reason text not null,
            account text not null
          )
          """,
          "create index judgements_by_release on stario_ledger.judgements (release, seq)",
          "create table stario_ledger.keys (name text primary key, value text not null)",
          """
          create function stario_ledger.sign() returns trigger language plpgsql as $$
          begin
            new.account := session_user;
            return new;
          end $$
          """,
          """
          create function stario_ledger.keep() returns trigger language plpgsql as $$
          begin
            raise exception 'the ledger is only added to' using errcode = 'restrict_violation';
          end $$
          """,
          """
          create trigger signed before insert on stario_ledger.releases
          for each row execute function stario_ledger.sign()
          """,
          """
          create trigger signed before insert on stario_ledger.judgements
          for each row execute function stario_ledger.sign()
          """,
          """
          create trigger kept before update or delete or truncate on stario_ledger.releases
          for each statement execute function stario_ledger.keep()
          """,
          """
          create trigger kept before update or delete or truncate on stario_ledger.judgements
          for each statement execute function stario_ledger.keep()
          """,
          """
          create trigger kept before update or delete or truncate on stario_ledger.keys
          for each statement execute function stario_ledger.keep()
          """,
          "create table stario_ledger.version (number integer not null)",
          "insert into stario_ledger.version values (" + VERSION + ")");

  private LedgerSchema() {}

  /** Empty where there is none yet. */
  static Optional<Integer> version(Connection connection) throws SQLException {
    if (!Catalog.has(connection, NAME, "version")) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select max(number) from stario_ledger.version")) {
      row.next();
      return Optional.of(row.getInt(1));
    }
  }

  /** Makes the tables, unless somebody was quicker; in the transaction that is open. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(hashtextextended('" + NAME + "', 0))");
      if (version(connection).isEmpty()) {
        for (String sql : CREATE) {
          statement.execute(sql);
        }
      }
    }
  }
}
