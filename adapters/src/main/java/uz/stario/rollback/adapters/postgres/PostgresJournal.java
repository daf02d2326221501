package uz.stario.rollback.adapters.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
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
 * The journal in a PostgreSQL database, for several machines and people.
 *
 * <p>An append is one transaction under an advisory lock of its run, and is on the server's disk
 * when it returns. Each event is signed by the server with the caller's {@code session_user}, which
 * nobody can choose; events can only be added, whoever is not the tables' owner. Connects when
 * first needed, and anew after an error, so that an append whose answer was lost shows as a
 * conflict if it came through after all. Every call ends within some seconds. Thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">
 *     advisory locks</a>
 */
public final class PostgresJournal implements Journal {

  private final Session session;
  private final Problems problems;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /** Connects to nothing yet. */
  public PostgresJournal(PostgresAddress address) {
    this.problems = new Problems(address.toString());
    this.session = new Session(address, problems);
  }

  @Override
  public Appending append(RunId run, long expected, List<RunEvent> events) {
    List<Row> rows = Row.of(expected, events);
    lock.lock();
    try {
      if (closed) {
        return new Appending.Unwritable(problems.closed());
      }
      return append(session.writable(), run, expected, rows);
    } catch (Refusal e) {
      return new Appending.Unwritable(e.problem());
    } catch (SQLException e) {
      session.close();
      return new Appending.Unwritable(problems.unwritable(e));
    } catch (RuntimeException e) {
      // A bug must not leave a transaction open that keeps everybody else out.
      session.close();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private static Appending append(Rows table, RunId run, long expected, List<Row> rows)
      throws SQLException {
    Connection connection = table.connection();
    lock(connection, run);
    Head head = table.head(run).orElse(Head.NONE);
    if (head.events() != expected || rows.isEmpty()) {
      connection.rollback();
      return head.events() == expected
          ? new Appending.Appended(expected, head.hash())
          : new Appending.Conflict(head.events());
    }
    Head now = table.write(run, head, rows);
    connection.commit();
    return new Appending.Appended(now.events(), now.hash());
  }

  /** Until the end of the transaction; a row to lock is not there before the run begins. */
  private static void lock(Connection connection, RunId run) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
      statement.setString(1, "stario run " + run.value());
      statement.execute();
    }
  }

  @Override
  public Answer<List<RunEvent>> since(RunId run, long events) {
    return reading(List.of(), rows -> rows.events(run, events));
  }

  @Override
  public Answer<List<Summary>> runs(int limit) {
    return reading(List.of(), rows -> Answer.given(rows.summaries(limit)));
  }

  @Override
  public Answer<List<RunId>> named(String prefix) {
    return reading(List.of(), rows -> Answer.given(rows.named(prefix.replace("\0", "\ufffd"))));
  }

  @Override
  public Answer<List<RunId>> all() {
    return reading(List.of(), rows -> Answer.given(rows.all()));
  }

  @Override
  public Answer<List<Entry>> entries(RunId run) {
    return reading(List.of(), rows -> Answer.given(rows.entries(run)));
  }

  @Override
  public Answer<Integrity> verify(RunId run, List<Head> known) {
    return reading(
        Chain.verify(run, List.of(), Optional.empty(), known),
        rows -> {
          // Nobody appends between reading the events and reading where they end.
          lock(rows.connection(), run);
          return Answer.given(Listed.verify(rows, run, known));
        });
  }

  private interface Reading<T> {
    Answer<T> read(Rows rows) throws SQLException;
  }

  private <T> Answer<T> reading(T nothing, Reading<T> reading) {
    lock.lock();
    try {
      if (closed) {
        return Answer.refused(problems.closed());
      }
      Optional<Rows> rows = session.readable();
      if (rows.isEmpty()) {
        return Answer.given(nothing);
      }
      Answer<T> answer = reading.read(rows.get());
      rows.get().connection().rollback();
      return answer;
    } catch (Refusal e) {
      return Answer.refused(e.problem());
    } catch (SQLException e) {
      session.close();
      return Answer.refused(problems.unreadable(e));
    } catch (RuntimeException e) {
      session.close();
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
      session.close();
    } finally {
      lock.unlock();
    }
  }
}
