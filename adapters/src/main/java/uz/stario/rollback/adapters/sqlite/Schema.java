package uz.stario.rollback.adapters.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The journal's tables, and which version of them a file holds.
 *
 * <p>{@code events} is the truth. The columns of {@code runs} are derived from it when events are
 * appended, so that listing many runs reads no events; {@code events} and {@code hash} there are
 * the second place that knows where a run's record ends. Nothing has a default: a program of an
 * older version that still has the file open fails to insert, and does not leave a gap in the
 * chain.
 */
final class Schema {

  /** Kept in SQLite's {@code user_version}; 0 is a file that nobody has written yet. */
  static final int VERSION = 2;

  /** "Star" in ASCII: tells our file from any other database. */
  private static final int APPLICATION_ID = 0x53746172;

  private static final List<String> CREATE =
      List.of(
          """
          create table runs (
            id text primary key,
            started_at text not null,
            environment text not null,
            services text not null,
            requester text not null,
            ended_at text,
            result text,
            events integer not null,
            hash text not null
          ) strict, without rowid
          """,
          "create index runs_by_start on runs (started_at desc, id desc)",
          """
          create table events (
            run text not null references runs (id),
            seq integer not null,
            at text not null,
            type text not null,
            account text not null,
            body text not null,
            previous text not null,
            hash text not null,
            primary key (run, seq)
          ) strict
          """,
          "pragma application_id = " + APPLICATION_ID,
          "pragma user_version = " + VERSION);

  private Schema() {}

  /** What a file holds. */
  sealed interface State {
    record Empty() implements State {}

    record Ours(int version) implements State {}

    record Foreign() implements State {}
  }

  static State of(Connection connection) throws SQLException {
    // First: whoever makes the tables meanwhile also marks the file, which is then read.
    boolean empty = number(connection, "select count(*) from sqlite_schema") == 0;
    int application = number(connection, "pragma application_id");
    int version = number(connection, "pragma user_version");
    if (application == APPLICATION_ID) {
      return new State.Ours(version);
    }
    boolean blank = application == 0 && version == 0 && empty;
    return blank ? new State.Empty() : new State.Foreign();
  }

  /** Makes the tables, unless another process was quicker. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("begin immediate");
      if (of(connection) instanceof State.Empty) {
        tables(connection);
      }
      statement.execute("commit");
    }
  }

  /** The tables and the marks of the version, in the caller's transaction. */
  static void tables(Connection connection) throws SQLException {
    for (String sql : CREATE) {
      Database.execute(connection, sql);
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getInt(1);
    }
  }
}
