package uz.stario.rollback.adapters.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.run.RunId;

/** Does to the events of a run what only somebody with a database client could. */
public final class Tampering {

  private Tampering() {}

  /** Puts what {@code how} gives in the place of what is stored. */
  public static void with(Connection connection, RunId run, UnaryOperator<List<Entry>> how)
      throws SQLException {
    Rows rows = new Rows(connection, "");
    List<Entry> now = how.apply(rows.entries(run));
    try (PreparedStatement delete =
        connection.prepareStatement("delete from events where run = ?")) {
      delete.setString(1, run.value());
      delete.executeUpdate();
    }
    rows.insert(now);
  }
}
