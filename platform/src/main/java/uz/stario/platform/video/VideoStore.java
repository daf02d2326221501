package uz.stario.platform.video;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The table of videos in PostgreSQL. Safe for threads; each call is one statement, and throws
 * {@link SQLException} where the database is away.
 */
public final class VideoStore {

  /**
   * Of an error's text, in characters: a person reads it, and a program's last words can be long.
   */
  private static final int LONGEST_ERROR = 500;

  private final DataSource database;

  public VideoStore(DataSource database) {
    this.database = database;
  }

  /** What became of a worker's wish to begin a job. */
  public enum Claim {
    /** It is the worker's now, and this attempt is counted. */
    BEGUN,
    /** It is done, or has failed for good: a job that was handed out twice. */
    FINISHED,
    /** It was begun as often as is allowed; it has now failed. */
    GIVEN_UP,
    /** There is no such video. */
    UNKNOWN
  }

  /** The name of an artist, or empty where there is none with the id. */
  public Optional<String> artistName(String artistId) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT name FROM artists WHERE id = ?")) {
      select.setString(1, artistId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /** A new row with status {@code queued}; the artist must exist. */
  public void create(Job job) throws SQLException {
    update(
        """
        INSERT INTO videos (id, artist_id, prompt, status, attempts, created_at, updated_at)
        VALUES (?, ?, ?, 'queued', 0, now(), now())\
        """,
        job.id(),
        job.artistId(),
        job.prompt());
  }

  /** Takes a row back that was made for a job which did not reach the queue. */
  public void forget(UUID id) throws SQLException {
    update("DELETE FROM videos WHERE id = ? AND status = 'queued' AND attempts = 0", id);
  }

  /** Begins a job, which counts as an attempt. */
  public Claim claim(UUID id, int maxAttempts) throws SQLException {
    int begun =
        update(
            """
            UPDATE videos SET status = 'running', attempts = attempts + 1, updated_at = now()
            WHERE id = ? AND status IN ('queued', 'running') AND attempts < ?\
            """,
            id,
            maxAttempts);
    if (begun == 1) {
      return Claim.BEGUN;
    }
    Optional<Video> video = find(id);
    if (video.isEmpty()) {
      return Claim.UNKNOWN;
    }
    int givenUp =
        update(
            """
            UPDATE videos SET status = 'failed', updated_at = now(),
              error = coalesce(error, 'the worker ended') || ' (attempt ' || attempts || ', the last)'
            WHERE id = ? AND status IN ('queued', 'running') AND attempts >= ?\
            """,
            id,
            maxAttempts);
    return givenUp == 1 ? Claim.GIVEN_UP : Claim.FINISHED;
  }

  /** The file is there. */
  public void done(UUID id, String file) throws SQLException {
    update(
        """
        UPDATE videos SET status = 'done', file = ?, error = NULL, updated_at = now()
        WHERE id = ?\
        """,
        file,
        id);
  }

  /**
   * An attempt failed; another may follow. Says nothing of a video that another worker has
   * finished.
   */
  public void again(UUID id, String error) throws SQLException {
    update(
        """
        UPDATE videos SET status = 'queued', error = ?, updated_at = now()
        WHERE id = ? AND status = 'running'\
        """,
        storable(error),
        id);
  }

  /** What a program said may have bytes that PostgreSQL takes for no text. */
  private static String storable(String error) {
    return error
        .codePoints()
        .filter(point -> point != 0 && Character.getType(point) != Character.SURROGATE)
        .limit(LONGEST_ERROR)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** One video, or empty where there is none with the id. */
  public Optional<Video> find(UUID id) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT id, artist_id, prompt, status, file, error, attempts, created_at, updated_at
                FROM videos WHERE id = ?\
                """)) {
      select.setObject(1, id);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(video(rows)) : Optional.empty();
      }
    }
  }

  private static Video video(ResultSet row) throws SQLException {
    return new Video(
        row.getObject("id", UUID.class),
        row.getString("artist_id"),
        row.getString("prompt"),
        row.getString("status"),
        row.getString("file"),
        row.getString("error"),
        row.getInt("attempts"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }

  private int update(String sql, Object... values) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
