package uz.stario.rollback.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
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
    if (expected == 0 && !events.isEmpty() && !(events.getFirst() instanceof RunEvent.Started)) {
      throw new IllegalArgumentException("the first event of a run is Started");
    }
    List<Row> rows = events.stream().map(Row::of).toList();
    lock.lock();
    try {
      if (closed) {
        return new Appending.Unwritable(problems.closed());
      }
      return new Rows(database.writable()).append(run, expected, rows);
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

  @Override
  public Answer<List<RunEvent>> read(RunId run) {
    return reading(rows -> rows.events(run));
  }

  @Override
  public Answer<List<Summary>> runs(int limit) {
    return reading(rows -> rows.summaries(limit));
  }

  @Override
  public Answer<List<RunId>> named(String prefix) {
    return reading(rows -> rows.named(prefix));
  }

  private interface Reading<T> {
    List<T> read(Rows rows) throws SQLException, Refusal;
  }

  private <T> Answer<List<T>> reading(Reading<T> reading) {
    lock.lock();
    try {
      if (closed) {
        return Answer.refused(problems.closed());
      }
      var connection = database.readable();
      return Answer.given(
          connection.isEmpty() ? List.of() : reading.read(new Rows(connection.get())));
    } catch (Refusal e) {
      return Answer.refused(e.problem());
    } catch (SQLException e) {
      database.close();
      return Answer.refused(problems.unreadable(e));
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
