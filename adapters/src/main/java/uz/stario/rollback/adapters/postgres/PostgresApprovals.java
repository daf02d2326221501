package uz.stario.rollback.adapters.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import uz.stario.rollback.adapters.journal.Refusal;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/**
 * Approvals in the database of a shared journal, under the {@code session_user} that the server
 * puts there itself.
 *
 * <p>Approvals stay when what was asked is withdrawn. Connects when first needed, and anew after an
 * error. Every call is one transaction and ends within some seconds. Thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html">session_user</a>
 */
public final class PostgresApprovals implements Approvals, AutoCloseable {

  private final Session session;
  private final Problems problems;
  private final ReentrantLock lock = new ReentrantLock();

  /** Connects to nothing yet. */
  public PostgresApprovals(PostgresAddress address) {
    this.problems = new Problems(address.toString());
    this.session = new Session(address, problems);
  }

  @Override
  public Answer<String> self() {
    return within(
        "say who you are to the database",
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement("select session_user");
              ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
          }
        });
  }

  @Override
  public Optional<Problem> ask(Wanted wanted) {
    return problem(
        within(
            "ask for an approval",
            connection -> {
              ApprovalsSchema.create(connection);
              try (PreparedStatement statement =
                  connection.prepareStatement(
                      """
                      insert into stario_approvals.requests (run, digest, until, summary)
                      values (?, ?, ?, ?)
                      on conflict (run) do update set digest = excluded.digest,
                        until = excluded.until, summary = excluded.summary
                      """)) {
                statement.setString(1, wanted.run().value());
                statement.setString(2, wanted.digest());
                statement.setString(3, wanted.until().toString());
                statement.setArray(
                    4,
                    connection.createArrayOf(
                        "text",
                        wanted.summary().stream().map(PostgresApprovals::storable).toArray()));
                return statement.executeUpdate();
              }
            }));
  }

  @Override
  public Answer<Optional<Wanted>> wanted(RunId run) {
    return within(
        "read what is to be approved",
        connection ->
            rows(
                    connection,
                    """
                    select digest, account, until, summary from stario_approvals.requests
                    where run = ?
                    """,
                    run,
                    row -> wanted(run, row))
                .stream()
                .flatMap(Optional::stream)
                .findFirst());
  }

  /** Empty where somebody has written by hand what cannot be read. */
  private static Optional<Wanted> wanted(RunId run, ResultSet row) throws SQLException {
    try {
      return Optional.of(
          new Wanted(
              run,
              row.getString(1),
              row.getString(2),
              Instant.parse(row.getString(3)),
              List.of((String[]) row.getArray(4).getArray())));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Problem> give(RunId run, String digest) {
    return problem(
        within(
            "approve",
            connection -> {
              ApprovalsSchema.create(connection);
              return update(
                  connection,
                  "insert into stario_approvals.approvals (run, digest) values (?, ?)"
                      + " on conflict do nothing",
                  run.value(),
                  digest);
            }));
  }

  @Override
  public Answer<List<Approval>> given(RunId run) {
    return within(
        "read approvals",
        connection ->
            rows(
                connection,
                "select digest, account from stario_approvals.approvals where run = ?"
                    + " order by account, digest",
                run,
                row -> new Approval(run, row.getString(1), row.getString(2), false)));
  }

  @Override
  public void withdraw(RunId run) {
    // Of no consequence when it fails: what was asked says itself until when.
    Answer<Integer> _ =
        within(
            "withdraw what was asked",
            connection ->
                ApprovalsSchema.exists(connection)
                    ? update(
                        connection,
                        "delete from stario_approvals.requests"
                            + " where run = ? and account = session_user",
                        run.value())
                    : 0);
  }

  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> rows(Connection connection, String sql, RunId run, Reading<T> reading)
      throws SQLException {
    List<T> found = new ArrayList<>();
    if (ApprovalsSchema.exists(connection)) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, storable(run.value()));
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            found.add(reading.read(rows));
          }
        }
      }
    }
    return found;
  }

  private static int update(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, storable(values[i]));
      }
      return statement.executeUpdate();
    }
  }

  /** PostgreSQL's texts hold every character but this one. */
  private static String storable(String text) {
    return text.replace("\0", "\ufffd");
  }

  private interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  private <T> Answer<T> within(String what, Work<T> work) {
    lock.lock();
    try {
      Connection connection = session.connection();
      T done = work.in(connection);
      connection.commit();
      return Answer.given(done);
    } catch (Refusal e) {
      return Answer.refused(e.problem());
    } catch (SQLException e) {
      session.close();
      return Answer.refused(problems.approvals(what, e));
    } catch (RuntimeException e) {
      // A bug must not leave a transaction open that keeps everybody else out.
      session.close();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private static Optional<Problem> problem(Answer<?> answer) {
    return answer instanceof Answer.Refused<?>(Problem problem)
        ? Optional.of(problem)
        : Optional.empty();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      session.close();
    } finally {
      lock.unlock();
    }
  }
}
