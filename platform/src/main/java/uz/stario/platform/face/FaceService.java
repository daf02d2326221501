package uz.stario.platform.face;

import java.awt.image.BufferedImage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import javax.sql.DataSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.platform.image.Pictures;
import uz.stario.platform.image.Upload;
import uz.stario.platform.web.Json;
import uz.stario.platform.web.Problem;

/**
 * The face quiz: {@code POST /face-quiz} takes a picture as its body and answers with the artists
 * most like it.
 *
 * <p>Unready until {@link #load} has read the artists. Safe for threads; throws {@link
 * SQLException} where the database is away.
 */
public final class FaceService {

  /** How many artists an answer names. */
  private static final int MATCHES = 5;

  /** Scores tell nothing beyond four digits. */
  private static final double SCORE_DIGITS = 1e4;

  /** More artists than this would need an index of another kind, and more than a small heap. */
  private static final int MAX_ARTISTS = 2000;

  private final FaceModel model;
  private final DataSource database;
  private final DoubleConsumer durations;
  private volatile Optional<ArtistIndex> index = Optional.empty();

  /**
   * Unready at first.
   *
   * @param durations takes, in seconds, how long each comparison took: {@code
   *     face_similarity_duration}
   */
  public FaceService(FaceModel model, DataSource database, DoubleConsumer durations) {
    this.model = model;
    this.database = database;
    this.durations = durations;
  }

  /**
   * Reads the artists and describes their portraits; called again it starts anew.
   *
   * @return how many artists can be found
   */
  public int load() throws SQLException {
    ArtistIndex loaded = ArtistIndex.of(model, artists());
    index = Optional.of(loaded);
    return loaded.size();
  }

  /** What compares, for logs. */
  String modelName() {
    return model.name();
  }

  /** What keeps the quiz from answering, or empty. */
  public Optional<String> trouble() {
    return index.isPresent() ? Optional.empty() : Optional.of("the model is not loaded");
  }

  /** {@code POST /face-quiz/health}; 503 until loaded. */
  public ObjectNode health() throws Problem {
    return Json.object()
        .put("status", "ok")
        .put("model", model.name())
        .put("artists", loaded().size());
  }

  /**
   * Answers with the artists most like a picture, and keeps the first of them in the table of
   * results.
   *
   * @param contentType as sent, or empty; only a form is refused by it, all else is told by the
   *     bytes
   * @param picture PNG or JPEG
   * @param user who asks, where that is known
   */
  public ObjectNode quiz(String contentType, byte[] picture, Optional<UUID> user)
      throws Problem, SQLException {
    ArtistIndex artists = loaded();
    if (contentType.regionMatches(true, 0, "multipart/", 0, 10)) {
      throw new Problem(415, "Send the picture itself as the body (curl --data-binary @FILE).");
    }
    BufferedImage image =
        switch (Pictures.decode(picture)) {
          case Upload.Picture taken -> taken.image();
          case Upload.Refused refused ->
              throw new Problem(
                  switch (refused.problem()) {
                    case TOO_LARGE -> 413;
                    case UNSUPPORTED -> 415;
                    case UNREADABLE -> 422;
                  },
                  refused.reason());
        };
    long begin = System.nanoTime();
    List<ArtistIndex.Match> matches = artists.mostSimilar(image, MATCHES);
    durations.accept((System.nanoTime() - begin) / 1e9);
    if (!matches.isEmpty()) {
      keep(matches.getFirst(), user);
    }
    return answer(matches);
  }

  private ObjectNode answer(List<ArtistIndex.Match> matches) {
    ObjectNode answer = Json.object().put("model", model.name());
    ArrayNode list = answer.putArray("matches");
    for (ArtistIndex.Match match : matches) {
      list.addObject()
          .put("artist_id", match.artist().id())
          .put("name", match.artist().name())
          .put("score", rounded(match.score()));
    }
    return answer;
  }

  private static double rounded(double score) {
    return Math.round(score * SCORE_DIGITS) / SCORE_DIGITS;
  }

  private ArtistIndex loaded() throws Problem {
    return index.orElseThrow(() -> new Problem(503, "The model is not loaded."));
  }

  private List<Artist> artists() throws SQLException {
    List<Artist> artists = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT id, name FROM artists ORDER BY id LIMIT ?")) {
      select.setInt(1, MAX_ARTISTS);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          artists.add(new Artist(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return artists;
  }

  private void keep(ArtistIndex.Match best, Optional<UUID> user) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO quiz_results (user_id, artist_id, score, created_at)
                SELECT (SELECT u.id FROM users u WHERE u.id = ?), a.id, ?, now()
                FROM artists a WHERE a.id = ?\
                """)) {
      // A user or an artist who is gone meanwhile is no reason to fail a quiz.
      insert.setObject(1, user.orElse(null), Types.OTHER);
      insert.setDouble(2, rounded(best.score()));
      insert.setString(3, best.artist().id());
      insert.executeUpdate();
    }
  }
}
