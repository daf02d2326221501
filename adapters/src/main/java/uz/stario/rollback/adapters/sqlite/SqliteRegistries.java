package uz.stario.rollback.adapters.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;
import uz.stario.rollback.adapters.journal.Refusal;
import uz.stario.rollback.adapters.json.RegistryJson;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * The registry of one environment in a SQLite file of its own, shared by all processes of one
 * machine.
 *
 * <p>An attempt is one transaction that takes the write lock before it reads, so that there are no
 * conflicts. The file is opened for each, every few seconds: one that was deleted or replaced
 * meanwhile is noticed. Thread-safe.
 */
public final class SqliteRegistries implements Registries {

  /** "StLk" in ASCII: tells our file from any other database. */
  private static final int APPLICATION_ID = 0x53744c6b;

  private static final int VERSION = 1;

  private final Path file;
  private final String environment;
  private final Settings settings;

  /**
   * Opens nothing yet.
   *
   * @param file {@link StateFolder#locks()}
   * @param environment tells it from every other, whatever people call it
   */
  public SqliteRegistries(Path file, String environment) {
    this(file, environment, Settings.DEFAULT);
  }

  SqliteRegistries(Path file, String environment, Settings settings) {
    this.file = file.toAbsolutePath();
    this.environment = environment;
    this.settings = settings;
  }

  @Override
  public Attempt update(Function<Optional<Registry>, Optional<Registry>> change) {
    try (Connection connection = open()) {
      execute(connection, "begin immediate");
      prepare(connection);
      String text = text(connection);
      Optional<Registry> kept = text.isEmpty() ? Optional.empty() : Optional.of(registry(text));
      Optional<Registry> next = change.apply(kept);
      if (next.isEmpty() || next.equals(kept)) {
        execute(connection, "rollback");
        return new Attempt.Left();
      }
      put(connection, RegistryJson.write(next.get(), text));
      return commit(connection);
    } catch (Refusal e) {
      return new Attempt.Refused(e.problem());
    } catch (IOException e) {
      return new Attempt.Refused(problem(Problems.why(e), Problems.ELSEWHERE));
    } catch (SQLException e) {
      return new Attempt.Refused(problem(Problems.why(e), Problems.next(e)));
    }
  }

  private Attempt commit(Connection connection) {
    try {
      execute(connection, "commit");
      return new Attempt.Written();
    } catch (SQLException e) {
      return new Attempt.Unsure(problem(Problems.why(e), Problems.next(e)));
    }
  }

  private Connection open() throws SQLException, IOException {
    Path folder = Objects.requireNonNull(file.getParent(), "a file has a folder");
    Files.createDirectories(folder, Permissions.FOLDER.attribute());
    try {
      Files.createFile(file, Permissions.FILE.attribute());
    } catch (FileAlreadyExistsException e) {
      // It may have been there, or another process may have been quicker: both are well.
    }
    NativeLibrary.prepare(folder);
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) settings.patience().toMillis());
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    Connection open = config.createConnection("jdbc:sqlite:" + file);
    if (settings.maxPages().isPresent()) {
      execute(open, "pragma max_page_count = " + settings.maxPages().getAsInt());
    }
    return open;
  }

  private void prepare(Connection connection) throws SQLException, Refusal {
    // First: whoever makes the tables meanwhile also marks the file, which is then read.
    boolean empty = number(connection, "select count(*) from sqlite_schema") == 0;
    int application = number(connection, "pragma application_id");
    int version = number(connection, "pragma user_version");
    if (application == APPLICATION_ID && version > VERSION) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.PROGRAM_TOO_OLD,
              "Cannot write the lock " + file + ": a newer version of stario made it.",
              "Its schema has version " + version + ", this program knows " + VERSION + ".",
              "Use the newer version."));
    }
    if (application == APPLICATION_ID) {
      return;
    }
    if (application != 0 || !empty) {
      throw new Refusal(
          problem(
              "The file is a database of something else.", "Move it away, or set STARIO_STATE."));
    }
    execute(
        connection,
        """
        create table locks (
          environment text primary key,
          registry text not null
        ) strict, without rowid
        """);
    execute(connection, "pragma application_id = " + APPLICATION_ID);
    execute(connection, "pragma user_version = " + VERSION);
  }

  private Registry registry(String text) throws Refusal {
    String next = "Make sure that no run is in progress on this machine, then remove " + file + ".";
    return switch (RegistryJson.read(text, "the lock in " + file, next)) {
      case Answer.Given<Registry>(Registry registry) -> registry;
      case Answer.Refused<Registry>(Problem problem) -> throw new Refusal(problem);
    };
  }

  private String text(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select registry from locks where environment = ?")) {
      query.setString(1, environment);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  private void put(Connection connection, String text) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            insert into locks (environment, registry) values (?, ?)
            on conflict (environment) do update set registry = excluded.registry
            """)) {
      update.setString(1, environment);
      update.setString(2, text);
      update.executeUpdate();
    }
  }

  private Problem problem(String why, String next) {
    return Problem.unchanged(
        ErrorCode.LOCK_UNAVAILABLE, "Cannot write the lock " + file + ".", why, next);
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getInt(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
