package uz.stario.rollback.adapters.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What there is in a database. */
final class Catalog {

  private Catalog() {}

  /**
   * Whether there is a table by now. Not by {@code to_regclass}, which may still answer what was so
   * before somebody else made it, in a transaction that has looked before.
   */
  static boolean has(Connection connection, String schema, String table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            select exists (
              select from pg_catalog.pg_tables where schemaname = ? and tablename = ?)
            """)) {
      statement.setString(1, schema);
      statement.setString(2, table);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }
}
