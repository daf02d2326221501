package uz.stario.rollback.adapters.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import uz.stario.rollback.adapters.journal.Rows;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.run.RunId;

/**
 * Brings a file of version 1, whose events had no checksums, to version 2: all of it or nothing.
 *
 * <p>The checksums say that nothing changed since then; of the time before they can't tell. Who
 * wrote those events is not known, so their account is empty.
 */
final class Migration {

  private Migration() {}

  static void run(Connection connection) throws SQLException {
    // Tables are replaced, and what refers to them is checked in the end; not settable inside.
    Database.execute(connection, "pragma foreign_keys = off");
    Database.execute(connection, "begin immediate");
    if (Schema.of(connection) instanceof Schema.State.Ours(int version) && version == 1) {
      Database.execute(connection, "alter table events rename to events_1");
      Database.execute(connection, "alter table runs rename to runs_1");
      Database.execute(connection, "drop index runs_by_start");
      Schema.tables(connection);
      copy(connection);
      Database.execute(connection, "drop table events_1");
      Database.execute(connection, "drop table runs_1");
    }
    Database.execute(connection, "commit");
    Database.execute(connection, "pragma foreign_keys = on");
  }

  private static void copy(Connection connection) throws SQLException {
    Rows rows = new Rows(connection, "");
    try (Statement statement = connection.createStatement();
        ResultSet run =
            statement.executeQuery(
                "select id, started_at, environment, services, requester, ended_at, result"
                    + " from runs_1");
        PreparedStatement insert =
            connection.prepareStatement("insert into runs values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      while (run.next()) {
        Head head = copy(connection, rows, new RunId(run.getString(1)));
        for (int column = 1; column <= 7; column++) {
          insert.setString(column, run.getString(column));
        }
        insert.setLong(8, head.events());
        insert.setString(9, head.hash());
        insert.executeUpdate();
      }
    }
  }

  private static Head copy(Connection connection, Rows rows, RunId run) throws SQLException {
    Head head = Head.NONE;
    try (PreparedStatement query =
        connection.prepareStatement(
            "select at, type, body from events_1 where run = ? order by seq")) {
      query.setString(1, run.value());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Entry entry =
              Entry.after(head, run, row.getString(1), row.getString(2), "", row.getString(3));
          rows.insert(List.of(entry));
          head = entry.head();
        }
      }
    }
    return head;
  }
}
