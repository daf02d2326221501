package uz.stario.platform.gateway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The table {@code users}, which the migrations make. Safe for threads. */
final class Users {

  private static final String UNIQUE_VIOLATION = "23505";

  private final DataSource database;

  Users(DataSource database) {
    this.database = database;
  }

  /** One of them. */
  record User(UUID id, String passwordHash) {}

  /** Adds one; empty where the address has one already. */
  Optional<UUID> add(String email, String passwordHash) throws SQLException {
    UUID id = UUID.randomUUID();
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO users (id, email, password_hash, created_at) VALUES (?, ?, ?,"
                    + " now())")) {
      insert.setObject(1, id);
      insert.setString(2, email);
      insert.setString(3, passwordHash);
      insert.executeUpdate();
      return Optional.of(id);
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  Optional<User> find(String email) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, password_hash FROM users WHERE lower(email) = ?")) {
      select.setString(1, email);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new User(row.getObject(1, UUID.class), row.getString(2)))
            : Optional.empty();
      }
    }
  }

  /** False where there is none of that id. */
  boolean delete(UUID id) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement delete = connection.prepareStatement("DELETE FROM users WHERE id = ?")) {
      delete.setObject(1, id);
      return delete.executeUpdate() == 1;
    }
  }
}
