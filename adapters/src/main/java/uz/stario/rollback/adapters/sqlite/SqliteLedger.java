package uz.stario.rollback.adapters.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;
import uz.stario.rollback.adapters.journal.Refusal;
import uz.stario.rollback.adapters.ledger.SqlLedger;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * The ledger in one SQLite file beside the journal's, shared by all processes of one machine.
 *
 * <p>A file of its own, so that the two can be of different versions. Opened when first needed;
 * reading one that does not exist finds no releases and makes none. What was recorded is on disk
 * (write-ahead log, {@code synchronous=FULL}). Waits at most three seconds for another process.
 * Thread-safe.
 *
 * @see <a href="https://www.sqlite.org/wal.html">SQLite: write-ahead logging</a>
 */
public final class SqliteLedger extends SqlLedger {

  /** "StLg" in ASCII: tells our file from any other database. */
  private static final int APPLICATION_ID = 0x53744c67;

  private static final int VERSION = 1;

  private static final List<String> CREATE =
      List.of(
          """
          create table releases (
            id text primary key,
            at text not null,
            environment text not null,
            version text not null,
            services text not null,
            account text not null,
            body text not null
          ) strict
          """,
          "create index releases_by_time on releases (at desc, id desc)",
          "create index releases_by_place on releases (environment, at desc, id desc)",
          """
          create table judgements (
            seq integer primary key,
            release text not null references releases (id),
            at text not null,
            health text not null,
            reason text not null,
            account text not null
          ) strict
          """,
          "create index judgements_by_release on judgements (release, seq)",
          "create table keys (name text primary key, value text not null) strict",
          "pragma application_id = " + APPLICATION_ID,
          "pragma user_version = " + VERSION);

  private final Path file;
  private final Settings settings;
  private @Nullable Connection connection;

  /**
   * Opens nothing yet.
   *
   * @param file {@link StateFolder#ledger()}
   */
  public SqliteLedger(Path file) {
    this(file, Settings.DEFAULT);
  }

  SqliteLedger(Path file, Settings settings) {
    super("");
    this.file = file.toAbsolutePath();
    this.settings = settings;
  }

  @Override
  protected Connection toWrite() throws SQLException, Refusal {
    try {
      Files.createDirectories(folder(), Permissions.FOLDER.attribute());
      Files.createFile(file, Permissions.FILE.attribute());
    } catch (FileAlreadyExistsException e) {
      // It was there, or another process was quicker: both are well.
    } catch (IOException e) {
      throw new Refusal(unwritable(Problems.why(e), Problems.ELSEWHERE));
    }
    Connection open = connection();
    if (!isOurs(open)) {
      Database.execute(open, "pragma journal_mode = wal");
    }
    // Immediate: nobody else writes between looking and writing.
    Database.execute(open, "begin immediate");
    if (!isOurs(open)) {
      for (String sql : CREATE) {
        Database.execute(open, sql);
      }
    }
    return open;
  }

  @Override
  protected Optional<Connection> toRead() throws SQLException, Refusal {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    Connection open = connection();
    if (!isOurs(open)) {
      return Optional.empty();
    }
    Database.execute(open, "begin");
    return Optional.of(open);
  }

  @Override
  protected void commit(Connection open) throws SQLException {
    Database.execute(open, "commit");
  }

  @Override
  protected void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Every commit is on disk already; closing only tidies up.
      }
    }
  }

  /** False where nobody has written anything yet. */
  private boolean isOurs(Connection open) throws SQLException, Refusal {
    // First: whoever makes the tables meanwhile also marks the file, which is then read.
    boolean empty = number(open, "select count(*) from sqlite_schema") == 0;
    int application = number(open, "pragma application_id");
    int version = number(open, "pragma user_version");
    if (application == APPLICATION_ID) {
      if (version > VERSION) {
        throw new Refusal(newer(version));
      }
      return true;
    }
    if (application != 0 || !empty) {
      throw new Refusal(
          unreadable(
              "The file is a database of something else.", "Move it away, or set STARIO_STATE."));
    }
    return false;
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      NativeLibrary.prepare(folder());
      SQLiteConfig config = new SQLiteConfig();
      config.resetOpenMode(SQLiteOpenMode.CREATE);
      config.setBusyTimeout((int) settings.patience().toMillis());
      config.enforceForeignKeys(true);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      Connection open = config.createConnection("jdbc:sqlite:" + Database.address(file));
      connection = open;
      if (settings.maxPages().isPresent()) {
        Database.execute(open, "pragma max_page_count = " + settings.maxPages().getAsInt());
      }
    }
    return connection;
  }

  private Path folder() {
    return Objects.requireNonNull(file.getParent(), "a file has a folder");
  }

  private static int number(Connection open, String sql) throws SQLException {
    try (Statement statement = open.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getInt(1);
    }
  }

  @Override
  protected Problem unwritable(SQLException e) {
    return unwritable(Problems.why(e), Problems.next(e));
  }

  private Problem unwritable(String why, String next) {
    return Problem.unchanged(
        ErrorCode.LEDGER_UNWRITABLE, "Cannot write the ledger " + file + ".", why, next);
  }

  @Override
  protected Problem unreadable(SQLException e) {
    return unreadable(Problems.why(e), Problems.next(e));
  }

  private Problem unreadable(String why, String next) {
    return Problem.unchanged(
        ErrorCode.LEDGER_UNREADABLE, "Cannot read the ledger " + file + ".", why, next);
  }

  private Problem newer(int version) {
    return Problem.unchanged(
        ErrorCode.PROGRAM_TOO_OLD,
        "Cannot read the ledger " + file + ": a newer version of stario made it.",
        "Its schema has version " + version + ", this program knows " + VERSION + ".",
        "Use the newer version, or set STARIO_STATE to another folder.");
  }
}
