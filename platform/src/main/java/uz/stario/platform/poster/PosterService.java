package uz.stario.platform.poster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import uz.stario.platform.web.Json;
import uz.stario.platform.web.Problem;

/**
 * {@code POST /posters/generate}: a poster for an artist and a text, kept in the table of posters
 * without its picture.
 *
 * <p>Safe for threads; throws {@link SQLException} where the database is away.
 */
public final class PosterService {

  /** Of a poster's text, in characters. */
  public static final int LONGEST_TEXT = 500;

  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private final DataSource database;

  public PosterService(DataSource database) {
    this.database = database;
  }

  /**
   * Makes a poster.
   *
   * @param body JSON: {@code artist_id} and {@code text}
   * @param user who asks, by the token
   * @return a PNG
   */
  public byte[] generate(byte[] body, Optional<UUID> user) throws Problem, SQLException {
    Json.Fields fields = Json.fields(body).only(List.of("artist_id", "text"));
    String artistId = ArtistId.in(fields);
    String text = Poster.legible(fields.text("text", LONGEST_TEXT));
    if (text.isEmpty()) {
      throw Problem.bad("nothing in the field text can be printed");
    }
    String name =
        artistName(artistId)
            .orElseThrow(() -> new Problem(404, "There is no artist with this id."));
    byte[] poster = Poster.draw(artistId, name, text);
    keep(artistId, user, text, poster.length);
    return poster;
  }

  private Optional<String> artistName(String artistId) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT name FROM artists WHERE id = ?")) {
      select.setString(1, artistId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private void keep(String artistId, Optional<UUID> user, String text, int bytes)
      throws Problem, SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO posters (id, artist_id, user_id, text, bytes, created_at)
                VALUES (?, ?, ?, ?, ?, now())\
                """)) {
      insert.setObject(1, UUID.randomUUID());
      insert.setString(2, artistId);
      insert.setObject(3, user.orElse(null));
      insert.setString(4, text);
      insert.setInt(5, bytes);
      insert.executeUpdate();
    } catch (SQLException e) {
      if (FOREIGN_KEY_VIOLATION.equals(e.getSQLState())) {
        // The artist was there a moment ago; a token outlives its account.
        throw new Problem(401, "The account of this token no longer exists.");
      }
      throw e;
    }
  }
}
