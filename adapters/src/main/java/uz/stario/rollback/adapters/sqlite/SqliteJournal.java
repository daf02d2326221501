package uz.stario.rollback.adapters.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import uz.stario.rollback.adapters.journal.Refusal;
import uz.stario.rollback.adapters.journal.Rows;
import uz.stario.rollback.adapters.journal.SqlJournal;
import uz.stario.rollback.run.RunId;

/**
 * The journal in one SQLite file, shared by all processes of one machine.
 *
 * <p>An append is one transaction, whatever the number of its events, and is on disk when it
 * returns (write-ahead log, {@code synchronous=FULL}: one fsync). The file is opened when first
 * needed; reading one that does not exist finds no runs and makes none. After an error the file is
 * opened anew, so that an append whose commit failed shows as a conflict if it came through after
 * all. Waits at most three seconds for another process. Thread-safe.
 *
 * <p>The file must be on a local disk: write-ahead logs need memory shared between processes.
 *
 * @see <a href="https://www.sqlite.org/wal.html">SQLite: write-ahead logging</a>
 */
public final class SqliteJournal extends SqlJournal {

  /** The file is its owner's: whoever the system says that is. */
  private static final String ACCOUNT = System.getProperty("user.name", "unknown");

  private final Database database;

  /**
   * Opens nothing yet.
   *
   * @param file {@link StateFolder#journal()}
   */
  public SqliteJournal(Path file) {
    this(file, Settings.DEFAULT);
  }

  SqliteJournal(Path file, Settings settings) {
    super(new Problems(file.toAbsolutePath()));
    this.database = new Database(file, settings);
  }

  @Override
  protected Rows toAppend(RunId run, long expected) throws SQLException, Refusal {
    Connection open = database.writable();
    if (expected == 0) {
      database.requireSpace();
    }
    // Immediate: takes the write lock before counting, so that nobody else can append in between.
    Database.execute(open, "begin immediate");
    return new Rows(open, ACCOUNT);
  }

  @Override
  protected Optional<Rows> toRead() throws SQLException, Refusal {
    return begun(database.readable());
  }

  @Override
  protected Optional<Rows> toVerify(RunId run) throws SQLException, Refusal {
    return begun(database.chained());
  }

  /** One state of the file, whatever others append meanwhile. */
  private static Optional<Rows> begun(Optional<Connection> open) throws SQLException {
    if (open.isPresent()) {
      Database.execute(open.get(), "begin");
    }
    return open.map(connection -> new Rows(connection, ACCOUNT));
  }

  @Override
  protected void commit(Rows rows) throws SQLException {
    Database.execute(rows.connection(), "commit");
  }

  @Override
  protected void leave(Rows rows) throws SQLException {
    Database.execute(rows.connection(), "rollback");
  }

  @Override
  protected void disconnect() {
    database.close();
  }
}
