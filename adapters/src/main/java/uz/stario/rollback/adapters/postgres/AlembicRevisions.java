package uz.stario.rollback.adapters.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.postgresql.Driver;
import uz.stario.rollback.playbook.Database;
import uz.stario.rollback.port.SchemaRevisions;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Reads where Alembic notes the revisions of a schema, in a read-only transaction of a connection
 * of its own. Thread-safe.
 *
 * @see <a href="https://alembic.sqlalchemy.org/en/latest/branches.html">several heads</a>
 */
public final class AlembicRevisions implements SchemaRevisions {

  /** Less than the whole limit, so that the server's own words still arrive in time. */
  private static final Duration STATEMENT = Duration.ofMillis(1500);

  /** As little as is left to a question whose connection took nearly all of its time. */
  private static final Duration LEAST = Duration.ofMillis(200);

  private static final String UNDEFINED_TABLE = "42P01";
  private static final String NO_SUCH_SCHEMA = "3F000";

  private final Function<Database, Answer<String>> addresses;
  private final Map<String, String> environment;

  /**
   * @param addresses reads the address of a database, as Alembic takes it
   * @param environment for {@code PGUSER} and {@code PGPASSWORD}, where the address names none
   */
  public AlembicRevisions(
      Function<Database, Answer<String>> addresses, Map<String, String> environment) {
    this.addresses = addresses;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Answer<SortedSet<String>> current(Database database) {
    return addresses
        .apply(database)
        .then(address ->
            PostgresAddress.parse(
                "the address of database " + database.name(), plain(address), environment))
        .then(address -> read(database, address));
  }

  /** SQLAlchemy's addresses may name a driver of Python: {@code postgresql+psycopg2://…}. */
  private static String plain(String address) {
    return address.replaceFirst("^(postgres(?:ql)?)\\+[a-z0-9_]+://", "$1://");
  }

  private static Answer<SortedSet<String>> read(Database database, PostgresAddress address) {
    long began = System.nanoTime();
    try (Connection connection = connect(address)) {
      Duration left = LIMIT.minusNanos(System.nanoTime() - began);
      connection.setNetworkTimeout(
          Runnable::run, (int) (left.compareTo(LEAST) > 0 ? left : LEAST).toMillis());
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        // Not for the session: a pooler hands it on to others.
        statement.execute("set local statement_timeout = " + STATEMENT.toMillis());
        return Answer.given(revisions(statement, database.table()));
      }
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (state.equals(UNDEFINED_TABLE) || state.equals(NO_SUCH_SCHEMA)) {
        return Answer.given(new TreeSet<>());
      }
      return Answer.refused(problem(database, address, e));
    }
  }

  private static Connection connect(PostgresAddress address) throws SQLException {
    String seconds = Long.toString(LIMIT.toSeconds());
    Properties properties = address.properties();
    properties.setProperty("ApplicationName", "stario");
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    // Not by DriverManager, which looks for every driver on the class path.
    Connection open = new Driver().connect(address.url(), properties);
    if (open == null) {
      throw new IllegalStateException("the driver does not know its own addresses");
    }
    return open;
  }

  private static SortedSet<String> revisions(Statement statement, String table)
      throws SQLException {
    // Quoted, part by part, as the playbook spells it; its rule leaves no quotes in a name.
    String quoted = "\"" + table.replace("\"", "").replace(".", "\".\"") + "\"";
    SortedSet<String> revisions = new TreeSet<>();
    try (ResultSet rows = statement.executeQuery("select version_num from " + quoted)) {
      while (rows.next()) {
        revisions.add(rows.getString(1));
      }
    }
    return revisions;
  }

  private static Problem problem(Database database, PostgresAddress address, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return Problem.unchanged(
        ErrorCode.DATABASE_UNREADABLE,
        "Cannot read the schema's revision of database " + database.name() + ".",
        address + " does not tell it: " + Problems.why(e),
        state.equals("42501")
            ? "Ask its owner to grant select on " + database.table() + "."
            : state.startsWith("28")
                ? "Correct the user and the password in its address."
                : "Look at the server, or correct its address.");
  }
}
