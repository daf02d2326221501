package uz.stario.rollback.adapters.ledger;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import uz.stario.rollback.adapters.journal.Refusal;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Judgement;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.Release;

/**
 * A ledger in a database; the stores differ in how they connect and what their transactions are.
 *
 * <p>Every call is one transaction. After an error the connection is made anew. Thread-safe.
 */
public abstract class SqlLedger implements Ledger {

  private static final String KEY = "fingerprints";
  private static final int KEY_BYTES = 32;

  private final String schema;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /**
   * @param schema before the names of tables: empty or {@code name.}
   */
  protected SqlLedger(String schema) {
    this.schema = schema;
  }

  /** Begins a transaction to write in; makes the tables where they are missing. */
  protected abstract Connection toWrite() throws SQLException, Refusal;

  /** Begins a transaction to read in; empty where nothing has been written yet. */
  protected abstract Optional<Connection> toRead() throws SQLException, Refusal;

  /** Ends the transaction; what was written in it is kept whatever happens then. */
  protected abstract void commit(Connection connection) throws SQLException;

  /** Lets go of the connection, and of a transaction that is open; the next call makes another. */
  protected abstract void disconnect();

  protected abstract Problem unwritable(SQLException e);

  protected abstract Problem unreadable(SQLException e);

  @Override
  public final Answer<Recording> record(Release release) {
    return writing(rows -> {
      if (rows.insert(release)) {
        return Answer.given(new Recording.Added());
      }
      Release recorded = rows.release(release.id()).orElseThrow();
      List<String> differences = recorded.contradictedBy(release);
      return Answer.given(
          differences.isEmpty()
              ? new Recording.AlreadyThere(recorded)
              : new Recording.Differs(recorded, differences));
    });
  }

  @Override
  public final Optional<Problem> judge(Judgement judgement) {
    Answer<Boolean> judged =
        writing(rows -> {
          if (rows.release(judgement.release()).isEmpty()) {
            return Answer.refused(unknown(judgement.release()));
          }
          rows.insert(judgement);
          return Answer.given(true);
        });
    return judged instanceof Answer.Refused<Boolean>(Problem problem)
        ? Optional.of(problem)
        : Optional.empty();
  }

  private static Problem unknown(String release) {
    return Problem.unchanged(
        ErrorCode.RELEASE_NOT_FOUND,
        "The ledger has no release " + release + ".",
        "",
        "`stario release list` lists the newest ones.");
  }

  @Override
  public final Answer<byte[]> fingerprintKey() {
    byte[] fresh = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(fresh);
    return writing(rows -> Answer.given(rows.key(KEY, fresh)));
  }

  @Override
  public final Answer<List<LedgerEntry>> list(Query query) {
    lock.lock();
    try {
      requireOpen();
      Optional<Connection> connection = toRead();
      if (connection.isEmpty()) {
        return Answer.given(List.of());
      }
      List<LedgerEntry> entries = new LedgerRows(connection.get(), schema).list(query);
      commit(connection.get());
      return Answer.given(entries);
    } catch (Refusal e) {
      disconnect();
      return Answer.refused(e.problem());
    } catch (SQLException e) {
      disconnect();
      return Answer.refused(unreadable(e));
    } catch (RuntimeException e) {
      disconnect();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private interface Writing<T> {
    Answer<T> in(LedgerRows rows) throws SQLException, Refusal;
  }

  private <T> Answer<T> writing(Writing<T> work) {
    lock.lock();
    try {
      requireOpen();
      Connection connection = toWrite();
      Answer<T> done = work.in(new LedgerRows(connection, schema));
      commit(connection);
      return done;
    } catch (Refusal e) {
      disconnect();
      return Answer.refused(e.problem());
    } catch (SQLException e) {
      disconnect();
      return Answer.refused(unwritable(e));
    } catch (RuntimeException e) {
      // A bug must not leave a transaction open that keeps everybody else out.
      disconnect();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the ledger has been closed");
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
