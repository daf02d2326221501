package uz.stario.rollback.adapters.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables of approvals, in a schema beside the journal's.
 *
 * <p>Triggers sign each row with {@code session_user}: that binds everybody but the owner. Not a
 * {@code check}, which would refuse the rows when somebody else restores a dump.
 */
final class ApprovalsSchema {

  static final String NAME = "stario_approvals";

  private static final List<String> CREATE =
      List.of(
          "create schema " + NAME,
          """
          create table stario_approvals.requests (
            run text collate "C" primary key,
            digest text not null,
            account text not null,
            until text not null,
            summary text[] not null
              check (array_position(summary, null) is null)
          )
          """,
          """
          create table stario_approvals.approvals (
            run text collate "C" not null,
            digest text not null,
            account text not null,
            primary key (run, digest, account)
          )
          """,
          """
          create function stario_approvals.sign() returns trigger language plpgsql as $$
          begin
            if tg_op <> 'INSERT' and old.account <> session_user then
              raise exception 'it is another''s' using errcode = 'insufficient_privilege';
            end if;
            if tg_op = 'DELETE' then
              return old;
            end if;
            new.account := session_user;
            return new;
          end $$
          """,
          """
          create function stario_approvals.keep() returns trigger language plpgsql as $$
          begin
            raise exception 'approvals are only added' using errcode = 'restrict_violation';
          end $$
          """,
          """
          create trigger signed before insert or update or delete on stario_approvals.requests
          for each row execute function stario_approvals.sign()
          """,
          """
          create trigger signed before insert on stario_approvals.approvals
          for each row execute function stario_approvals.sign()
          """,
          """
          create trigger kept before update or delete or truncate on stario_approvals.approvals
          for each statement execute function stario_approvals.keep()
          """);

  private ApprovalsSchema() {}

  static boolean exists(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select to_regnamespace('" + NAME + "') is not null")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Makes the tables, unless somebody was quicker; in the transaction that is open. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(hashtextextended('" + NAME + "', 0))");
      if (!exists(connection)) {
        for (String sql : CREATE) {
          statement.execute(sql);
        }
      }
    }
  }
}
