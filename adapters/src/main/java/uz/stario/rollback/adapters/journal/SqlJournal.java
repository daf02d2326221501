package uz.stario.rollback.adapters.journal;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import uz.stario.rollback.audit.Chain;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * What journals in tables have in common: one connection, used by one thread at a time; an append
 * is one transaction, whatever the number of its events, and so is a look. After an error it is
 * connected anew, so that an append whose commit failed shows as a conflict if it came through
 * after all. Thread-safe.
 */
public abstract class SqlJournal implements Journal {

  private final Troubles troubles;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /** What went wrong, in words for people. */
  public interface Troubles {

    Problem closed();

    Problem unwritable(SQLException e);

    Problem unreadable(SQLException e);
  }

  protected SqlJournal(Troubles troubles) {
    this.troubles = troubles;
  }

  /**
   * Begins a transaction in which nobody else appends to the run; makes the tables where they are
   * missing.
   *
   * @param expected how many events the run has before
   */
  protected abstract Rows toAppend(RunId run, long expected) throws SQLException, Refusal;

  /** Begins a transaction to read in; empty where nothing has been written yet. */
  protected abstract Optional<Rows> toRead() throws SQLException, Refusal;

  /** The same for checksums, with nobody appending to the run meanwhile. */
  protected abstract Optional<Rows> toVerify(RunId run) throws SQLException, Refusal;

  /** Ends the transaction; what was written in it is kept whatever happens then. */
  protected abstract void commit(Rows rows) throws SQLException;

  /** Ends the transaction, in which nothing was written. */
  protected abstract void leave(Rows rows) throws SQLException;

  /** Lets go of the connection; the next call makes another. */
  protected abstract void disconnect();

  @Override
  public final Appending append(RunId run, long expected, List<RunEvent> events) {
    List<Row> rows = Row.of(expected, events);
    lock.lock();
    try {
      return closed
          ? new Appending.Unwritable(troubles.closed())
          : append(toAppend(run, expected), run, expected, rows);
    } catch (Refusal e) {
      return new Appending.Unwritable(e.problem());
    } catch (SQLException e) {
      disconnect();
      return new Appending.Unwritable(troubles.unwritable(e));
    } catch (RuntimeException e) {
      // A bug must not leave a transaction open that keeps everybody else out.
      disconnect();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private Appending append(Rows table, RunId run, long expected, List<Row> rows)
      throws SQLException {
    Head head = table.head(run).orElse(Head.NONE);
    if (head.events() != expected || rows.isEmpty()) {
      leave(table);
      return head.events() == expected
          ? new Appending.Appended(expected, head.hash())
          : new Appending.Conflict(head.events());
    }
    Head now = table.write(run, head, rows);
    commit(table);
    return new Appending.Appended(now.events(), now.hash());
  }

  @Override
  public final Answer<List<RunEvent>> since(RunId run, long events) {
    return reading(List.of(), this::toRead, rows -> rows.events(run, events));
  }

  @Override
  public final Answer<List<Summary>> runs(int limit) {
    return reading(List.of(), this::toRead, rows -> Answer.given(rows.summaries(limit)));
  }

  @Override
  public final Answer<List<RunId>> named(String prefix) {
    return reading(List.of(), this::toRead, rows -> Answer.given(rows.named(prefix)));
  }

  @Override
  public final Answer<List<RunId>> all() {
    return reading(List.of(), this::toRead, rows -> Answer.given(rows.all()));
  }

  @Override
  public final Answer<List<Entry>> entries(RunId run) {
    return reading(List.of(), () -> toVerify(run), rows -> Answer.given(rows.entries(run)));
  }

  @Override
  public final Answer<Integrity> verify(RunId run, List<Head> known) {
    return reading(
        Chain.verify(run, List.of(), Optional.empty(), known),
        () -> toVerify(run),
        rows -> Answer.given(Listed.verify(rows, run, known)));
  }

  private interface Opening {
    Optional<Rows> open() throws SQLException, Refusal;
  }

  private interface Reading<T> {
    Answer<T> read(Rows rows) throws SQLException;
  }

  private <T> Answer<T> reading(T nothing, Opening opening, Reading<T> reading) {
    lock.lock();
    try {
      if (closed) {
        return Answer.refused(troubles.closed());
      }
      Optional<Rows> rows = opening.open();
      if (rows.isEmpty()) {
        return Answer.given(nothing);
      }
      Answer<T> answer = reading.read(rows.get());
      leave(rows.get());
      return answer;
    } catch (Refusal e) {
      return Answer.refused(e.problem());
    } catch (SQLException e) {
      disconnect();
      return Answer.refused(troubles.unreadable(e));
    } catch (RuntimeException e) {
      disconnect();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final void close() {
    lock.lock();
    try {
      closed = true;
      disconnect();
    } finally {
      lock.unlock();
    }
  }
}
