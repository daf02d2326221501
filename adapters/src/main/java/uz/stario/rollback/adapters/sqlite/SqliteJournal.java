package uz.stario.rollback.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import uz.stario.rollback.adapters.journal.Listed;
import uz.stario.rollback.adapters.journal.Row;
import uz.stario.rollback.adapters.journal.Rows;
import uz.stario.rollback.audit.Chain;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunEvent;
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
public final class SqliteJournal implements Journal {

  /** The file is its owner's: whoever the system says that is. */
  private static final String ACCOUNT = System.getProperty("user.name", "unknown");

  private final Database database;
  private final Problems problems;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param file {@link StateFolder#journal()}
   */
  public SqliteJournal(Path file) {
    this(file, Settings.DEFAULT);
  }

  SqliteJournal(Path file, Settings settings) {
    this.database = new Database(file, settings);
    this.problems = new Problems(file.toAbsolutePath());
  }

  @Override
  public Appending append(RunId run, long expected, List<RunEvent> events) {
    List<Row> rows = Row.of(expected, events);
    lock.lock();
    try {
      if (closed) {
        return new Appending.Unwritable(problems.closed());
      }
      Connection open = database.writable();
      if (expected == 0) {
        database.requireSpace();
      }
      return append(open, run, expected, rows);
    } catch (Refusal e) {
      return new Appending.Unwritable(e.problem());
    } catch (IOException e) {
      return new Appending.Unwritable(problems.unwritable(e));
    } catch (SQLException e) {
      database.close();
      return new Appending.Unwritable(problems.unwritable(e));
    } catch (RuntimeException e) {
      // A bug must not leave a transaction open that keeps every other process out.
      database.close();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private static Appending append(Connection open, RunId run, long expected, List<Row> rows)
      throws SQLException {
    Rows table = new Rows(open, ACCOUNT);
    // Immediate: takes the write lock before counting, so that nobody else can append in between.
    Database.execute(open, "begin immediate");
    Head head = table.head(run).orElse(Head.NONE);
    if (head.events() != expected || rows.isEmpty()) {
      Database.execute(open, "rollback");
      return head.events() == expected
          ? new Appending.Appended(expected, head.hash())
          : new Appending.Conflict(head.events());
    }
    Head now = table.write(run, head, rows);
    Database.execute(open, "commit");
    return new Appending.Appended(now.events(), now.hash());
  }

  @Override
  public Answer<List<RunEvent>> since(RunId run, long events) {
    return reading(List.of(), database::readable, rows -> rows.events(run, events));
  }

  @Override
  public Answer<List<Summary>> runs(int limit) {
    return reading(List.of(), database::readable, rows -> Answer.given(rows.summaries(limit)));
  }

  @Override
  public Answer<List<RunId>> named(String prefix) {
    return reading(List.of(), database::readable, rows -> Answer.given(rows.named(prefix)));
  }

  @Override
  public Answer<List<RunId>> all() {
    return reading(List.of(), database::readable, rows -> Answer.given(rows.all()));
  }

  @Override
  public Answer<List<Entry>> entries(RunId run) {
    return reading(List.of(), database::chained, rows -> Answer.given(rows.entries(run)));
  }

  @Override
  public Answer<Integrity> verify(RunId run, List<Head> known) {
    Integrity nothing = Chain.verify(run, List.of(), Optional.empty(), known);
    return reading(
        nothing,
        database::chained,
        rows -> {
          // One state of the file, whatever others append meanwhile.
          Database.execute(rows.connection(), "begin");
          Integrity integrity = Listed.verify(rows, run, known);
          Database.execute(rows.connection(), "commit");
          return Answer.given(integrity);
        });
  }

  private interface Opening {
    Optional<Connection> open() throws SQLException, IOException, Refusal;
  }

  private interface Reading<T> {
    Answer<T> read(Rows rows) throws SQLException;
  }

  private <T> Answer<T> reading(T nothing, Opening opening, Reading<T> reading) {
    lock.lock();
    try {
      if (closed) {
        return Answer.refused(problems.closed());
      }
      Optional<Connection> connection = opening.open();
      return connection.isEmpty()
          ? Answer.given(nothing)
          : reading.read(new Rows(connection.get(), ACCOUNT));
    } catch (Refusal e) {
      return Answer.refused(e.problem());
    } catch (IOException e) {
      return Answer.refused(problems.unwritable(e));
    } catch (SQLException e) {
      database.close();
      return Answer.refused(problems.unreadable(e));
    } catch (RuntimeException e) {
      database.close();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      database.close();
    } finally {
      lock.unlock();
    }
  }
}
