package uz.stario.rollback.adapters.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import uz.stario.rollback.adapters.journal.Refusal;
import uz.stario.rollback.adapters.journal.Rows;
import uz.stario.rollback.adapters.journal.SqlJournal;
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
public final class PostgresJournal extends SqlJournal {

  private final Session session;

  /** Connects to nothing yet. */
  public PostgresJournal(PostgresAddress address) {
    this(new Problems(address.toString()), address);
  }

  private PostgresJournal(Problems problems, PostgresAddress address) {
    super(problems);
    this.session = new Session(address, problems);
  }

  @Override
  protected Rows toAppend(RunId run, long expected) throws SQLException, Refusal {
    Rows rows = session.writable();
    lock(rows.connection(), run);
    return rows;
  }

  @Override
  protected Optional<Rows> toRead() throws SQLException, Refusal {
    return session.readable();
  }

  @Override
  protected Optional<Rows> toVerify(RunId run) throws SQLException, Refusal {
    Optional<Rows> rows = session.readable();
    if (rows.isPresent()) {
      // Nobody appends between reading the events and reading where they end.
      lock(rows.get().connection(), run);
    }
    return rows;
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
  protected void commit(Rows rows) throws SQLException {
    rows.connection().commit();
  }

  @Override
  protected void leave(Rows rows) throws SQLException {
    rows.connection().rollback();
  }

  @Override
  protected void disconnect() {
    session.close();
  }
}
