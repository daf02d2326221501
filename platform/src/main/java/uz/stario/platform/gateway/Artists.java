package uz.stario.platform.gateway;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.platform.web.Json;

/** The artists, from the schema that the release knows: an older release fails on a newer one. */
final class Artists {

  /** As many as a page shows; there is no second page yet. */
  private static final int MOST = 500;

  private static final String GENRE_COLUMN =
      "SELECT id, name, genre, country FROM artists ORDER BY name, id LIMIT ?";
  private static final String GENRE_TABLE =
      """
      SELECT a.id, a.name, coalesce(string_agg(g.genre, ',' ORDER BY g.genre), ''), a.country
      FROM artists a LEFT JOIN artist_genres g ON g.artist_id = a.id
      GROUP BY a.id, a.name, a.country ORDER BY a.name, a.id LIMIT ?\
      """;

  private final DataSource database;
  private final String query;

  /**
   * @param genreTable whether genres stand in a table of their own
   */
  Artists(DataSource database, boolean genreTable) {
    this.database = database;
    this.query = genreTable ? GENRE_TABLE : GENRE_COLUMN;
  }

  JsonNode all() throws SQLException {
    List<JsonNode> all = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(query)) {
      select.setInt(1, MOST);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ObjectNode artist =
              Json.object().put("id", row.getString(1)).put("name", row.getString(2));
          artist.set("genres", Json.of(genres(row.getString(3))));
          all.add(artist.put("country", row.getString(4)));
        }
      }
    }
    ObjectNode answer = Json.object();
    answer.set("artists", Json.of(all));
    return answer;
  }

  private static List<String> genres(String joined) {
    return Arrays.stream(joined.split(","))
        .map(String::strip)
        .filter(genre -> !genre.isEmpty())
        .toList();
  }
}
