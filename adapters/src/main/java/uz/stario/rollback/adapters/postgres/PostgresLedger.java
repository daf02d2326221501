package uz.stario.rollback.adapters.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import uz.stario.rollback.adapters.journal.Refusal;
import uz.stario.rollback.adapters.ledger.SqlLedger;
import uz.stario.rollback.problem.Problem;

/**
 * The ledger in the database of a shared journal, for several machines and people.
 *
 * <p>Who recorded or judged is the {@code session_user} that the server puts there, whatever the
 * client says. Connects when first needed, and anew after an error. Every call is one transaction
 * and ends within some seconds. Thread-safe.
 */
public final class PostgresLedger extends SqlLedger {

  private final Session session;
  private final Problems problems;

  /** Connects to nothing yet. */
  public PostgresLedger(PostgresAddress address) {
    super(LedgerSchema.NAME + ".");
    this.problems = new Problems(address.toString());
    this.session = new Session(address, problems);
  }

  @Override
  protected Connection toWrite() throws SQLException, Refusal {
    Connection open = session.connection();
    if (!exists(open)) {
      LedgerSchema.create(open);
    }
    return open;
  }

  @Override
  protected Optional<Connection> toRead() throws SQLException, Refusal {
    Connection open = session.connection();
    if (exists(open)) {
      return Optional.of(open);
    }
    open.rollback();
    return Optional.empty();
  }

  private boolean exists(Connection open) throws SQLException, Refusal {
    Optional<Integer> version = LedgerSchema.version(open);
    if (version.isPresent() && version.get() > LedgerSchema.VERSION) {
      throw new Refusal(problems.newerLedger(version.get()));
    }
    return version.isPresent();
  }

  @Override
  protected void commit(Connection open) throws SQLException {
    open.commit();
  }

  @Override
  protected void disconnect() {
    session.close();
  }

  @Override
  protected Problem unwritable(SQLException e) {
    return problems.ledgerUnwritable(e);
  }

  @Override
  protected Problem unreadable(SQLException e) {
    return problems.ledgerUnreadable(e);
  }
}
