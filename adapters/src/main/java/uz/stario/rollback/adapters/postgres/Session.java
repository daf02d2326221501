package uz.stario.rollback.adapters.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import uz.stario.rollback.adapters.journal.Refusal;
import uz.stario.rollback.adapters.journal.Rows;

/** The one connection to the database. Not thread-safe. */
final class Session implements AutoCloseable {

  /** Seconds; a server in the same region answers in milliseconds. */
  private static final String CONNECT_TIMEOUT = "5";

  /** Seconds without a byte; more than the server itself lets a statement take. */
  private static final String SOCKET_TIMEOUT = "10";

  private final PostgresAddress address;
  private final Problems problems;
  private @Nullable Connection connection;
  private String account = "";
  private boolean prepared;

  Session(PostgresAddress address, Problems problems) {
    this.address = address;
    this.problems = problems;
  }

  /** In a transaction; makes the tables where they are missing. */
  Rows writable() throws SQLException, Refusal {
    Connection open = connection();
    if (!prepared) {
      Optional<Integer> version = PostgresSchema.version(open);
      if (version.isEmpty()) {
        PostgresSchema.create(open);
      } else if (version.get() > PostgresSchema.VERSION) {
        open.rollback();
        throw new Refusal(problems.newer(version.get()));
      }
      prepared = true;
    }
    return new Rows(open, account);
  }

  /** In a transaction; empty where nothing has been written yet. */
  Optional<Rows> readable() throws SQLException, Refusal {
    Connection open = connection();
    return PostgresSchema.version(open).map(_ -> new Rows(open, account));
  }

  /** In a transaction, whatever tables there are. */
  Connection connection() throws SQLException, Refusal {
    if (connection == null) {
      Properties properties = address.properties();
      properties.setProperty("ApplicationName", "stario");
      properties.setProperty("connectTimeout", CONNECT_TIMEOUT);
      properties.setProperty("loginTimeout", SOCKET_TIMEOUT);
      properties.setProperty("socketTimeout", SOCKET_TIMEOUT);
      properties.setProperty("tcpKeepAlive", "true");
      // Not by DriverManager, which looks for every driver on the class path.
      Connection open = new Driver().connect(address.url(), properties);
      if (open == null) {
        throw new IllegalStateException("the driver does not know its own addresses");
      }
      connection = open;
      set(open);
    }
    return connection;
  }

  private void set(Connection open) throws SQLException, Refusal {
    open.setAutoCommit(false);
    try (Statement statement = open.createStatement()) {
      statement.execute("set lock_timeout = '3s'");
      statement.execute("set statement_timeout = '8s'");
      statement.execute("set idle_in_transaction_session_timeout = '30s'");
      statement.execute("set search_path = " + PostgresSchema.NAME);
      // A role may have it off: what was reported as written must survive a power cut.
      statement.execute(
          """
          select set_config('synchronous_commit', 'on', false)
          where current_setting('synchronous_commit') in ('off', 'local')
          """);
      try (ResultSet row =
          statement.executeQuery("select session_user, current_setting('server_encoding')")) {
        row.next();
        account = row.getString(1);
        if (!row.getString(2).equals("UTF8")) {
          throw new Refusal(problems.encoding(row.getString(2)));
        }
      }
    }
    open.commit();
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    prepared = false;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // What was committed is on disk; the server ends the rest.
      }
    }
  }
}
