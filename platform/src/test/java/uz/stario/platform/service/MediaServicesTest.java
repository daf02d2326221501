package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.platform.face.ClassicalModel;
import uz.stario.platform.face.FaceService;
import uz.stario.platform.face.Portrait;
import uz.stario.platform.poster.PosterService;
import uz.stario.platform.server.NeedsServers;
import uz.stario.platform.server.PostgresServer;
import uz.stario.platform.server.RedisServer;
import uz.stario.platform.server.Server;
import uz.stario.platform.video.VideoFiles;
import uz.stario.platform.video.VideoQueue;
import uz.stario.platform.video.VideoService;
import uz.stario.platform.video.VideoStore;
import uz.stario.platform.web.Problem;

/**
 * Posters, quiz and videos against a real PostgreSQL and a real Redis, with what strangers send.
 */
@NeedsServers({Server.POSTGRES, Server.REDIS})
class MediaServicesTest {

  private static final UUID USER = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  private static RedisServer redisServer;
  private static PostgresServer postgres;

  @TempDir private Path folder;
  private RedisClient redis;
  private PosterService posters;
  private VideoService videos;

  @BeforeAll
  static void startServers() throws IOException, SQLException {
    redisServer = RedisServer.start();
    postgres = PostgresServer.start();
    postgres.sql(
        "CREATE TABLE users (id uuid PRIMARY KEY)",
        "CREATE TABLE artists (id text PRIMARY KEY, name text NOT NULL)",
        """
        CREATE TABLE posters (id uuid PRIMARY KEY, artist_id text NOT NULL REFERENCES artists (id),
          user_id uuid REFERENCES users (id) ON DELETE SET NULL, text text NOT NULL,
          bytes integer NOT NULL, created_at timestamptz NOT NULL)\
        """,
        """
        CREATE TABLE quiz_results (id bigserial PRIMARY KEY,
          user_id uuid REFERENCES users (id) ON DELETE SET NULL,
          artist_id text NOT NULL REFERENCES artists (id),
          score double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
          created_at timestamptz NOT NULL)\
        """,
        """
        CREATE TABLE videos (id uuid PRIMARY KEY, artist_id text NOT NULL REFERENCES artists (id),
          prompt text NOT NULL, status text NOT NULL, file text, error text,
          attempts integer NOT NULL, created_at timestamptz NOT NULL,
          updated_at timestamptz NOT NULL)\
        """,
        "INSERT INTO users VALUES ('" + USER + "')",
        "INSERT INTO artists VALUES ('test', 'Test Artist'), ('other', 'Ўткир'), ('third', 'C')");
  }

  @AfterAll
  static void stopServers() throws IOException {
    postgres.close();
    redisServer.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    redis = redisServer.client();
    redis.flushAll();
    postgres.sql("TRUNCATE posters, quiz_results, videos");
    posters = new PosterService(postgres.dataSource());
    videos =
        new VideoService(
            new VideoQueue(redis), new VideoStore(postgres.dataSource()), new VideoFiles(folder));
  }

  @AfterEach
  void disconnect() {
    redis.close();
  }

  @Test
  void a_poster_is_drawn_and_its_order_kept() throws Exception {
    byte[] png =
        posters.generate(json("{'artist_id': 'test', 'text': 'Salom, dunyo'}"), Optional.of(USER));

    assertThat(ImageIO.read(new ByteArrayInputStream(png))).isNotNull();
    assertThat(rows("SELECT artist_id, text, bytes, user_id FROM posters"))
        .containsExactly("test|Salom, dunyo|" + png.length + "|" + USER);
  }

  @Test
  void an_unknown_artist_is_404_and_an_account_that_is_gone_401() {
    refused(404, "no artist", () -> poster("{'artist_id': 'nobody', 'text': 'a'}"));
    refused(
        401,
        "no longer exists",
        () ->
            posters.generate(
                json("{'artist_id': 'test', 'text': 'a'}"), Optional.of(UUID.randomUUID())));
  }

  @Test
  void wrong_bodies_are_refused_with_the_field_that_is_wrong_and_leave_nothing() throws Exception {
    refused(400, "not JSON", () -> poster("{'artist_id':"));
    refused(400, "not JSON", () -> poster("{'text': 'a', 'text': 'b'}"));
    refused(400, "not JSON", () -> poster("{} {}"));
    refused(400, "not a JSON object", () -> poster("['test']"));
    refused(400, "not a JSON object", () -> poster("null"));
    refused(400, "empty", () -> poster(""));
    refused(400, "not JSON", () -> poster("[".repeat(100_000)));
    refused(400, "", () -> posters.generate(new byte[] {(byte) 0xff, 0, 1}, Optional.empty()));
    refused(400, "artist_id is missing", () -> poster("{'text': 'a'}"));
    refused(400, "artist_id is missing", () -> poster("{'artist_id': null, 'text': 'a'}"));
    refused(400, "artist_id is not a string", () -> poster("{'artist_id': 7, 'text': 'a'}"));
    refused(400, "artist_id is not the id", () -> poster("{'artist_id': 'Test', 'text': 'a'}"));
    refused(400, "text is not a string", () -> poster("{'artist_id': 'test', 'text': ['a']}"));
    refused(400, "text is empty", () -> poster("{'artist_id': 'test', 'text': ' \\n '}"));
    refused(
        400, "nothing in the field text", () -> poster("{'artist_id': 'test', 'text': '\\u200b'}"));
    refused(
        400,
        "longer than 500",
        () -> poster("{'artist_id': 'test', 'text': '" + "ж".repeat(501) + "'}"));
    refused(
        400,
        "artist_id is not the id",
        () -> poster("{'artist_id': 'x\\u0027; DROP TABLE posters; --', 'text': 'a'}"));

    assertThat(rows("SELECT id FROM posters")).isEmpty();
  }

  @Test
  void words_that_look_like_sql_are_words_and_invisible_ones_are_not_kept() throws Exception {
    poster("{'artist_id': 'test', 'text': 'a\\u0027); DROP TABLE posters; --'}");
    poster("{'artist_id': 'test', 'text': 'xy\\u200bz\\u202e'}");

    assertThat(rows("SELECT text FROM posters ORDER BY text"))
        .containsExactly("a'); DROP TABLE posters; --", "xyz");
  }

  @Test
  void the_quiz_names_the_most_similar_artists_with_their_scores() throws Exception {
    List<Double> durations = new ArrayList<>();
    var face = new FaceService(new ClassicalModel(), postgres.dataSource(), durations::add);

    refused(503, "not loaded", face::health);
    refused(503, "not loaded", () -> face.quiz("", png(Portrait.of("test")), Optional.empty()));
    assertThat(face.trouble()).isPresent();
    assertThat(face.load()).isEqualTo(3);
    assertThat(face.trouble()).isEmpty();

    ObjectNode answer = face.quiz("image/png", png(Portrait.of("other")), Optional.of(USER));
    JsonNode first = answer.path("matches").path(0);
    assertThat(first.path("artist_id").asString()).isEqualTo("other");
    assertThat(first.path("name").asString()).isEqualTo("Ўткир");
    assertThat(first.path("score").asDouble()).isEqualTo(1.0);
    assertThat(answer.path("matches").size()).isEqualTo(3);
    assertThat(face.health().path("model").asString()).contains("classical");
    assertThat(durations).hasSize(1);
    face.quiz("", png(Portrait.of("test")), Optional.of(UUID.randomUUID()));
    assertThat(rows("SELECT artist_id, score, user_id FROM quiz_results ORDER BY id"))
        .containsExactly("other|1|" + USER, "test|1|null");
  }

  @Test
  void what_is_no_picture_is_refused_and_leaves_nothing() throws Exception {
    var face = new FaceService(new ClassicalModel(), postgres.dataSource(), _ -> {});
    face.load();
    byte[] good = png(Portrait.of("test"));

    refused(415, "Nothing was sent", () -> face.quiz("", new byte[0], Optional.empty()));
    refused(415, "A GIF", () -> face.quiz("image/png", utf8("GIF89a"), Optional.empty()));
    refused(
        415,
        "the picture itself",
        () -> face.quiz("multipart/form-data; boundary=x", good, Optional.empty()));
    refused(413, "bytes", () -> face.quiz("", new byte[(5 << 20) + 1], Optional.empty()));
    refused(422, "cut off", () -> face.quiz("", Arrays.copyOf(good, 100), Optional.empty()));
    assertThat(rows("SELECT id FROM quiz_results")).isEmpty();
  }

  @Test
  void a_video_is_asked_for_and_seen_in_the_queue() throws Exception {
    ObjectNode asked = videos.create(json("{'artist_id': 'test', 'prompt': 'Registon'}"));
    String id = asked.path("id").asString();

    assertThat(asked.path("status").asString()).isEqualTo("queued");
    assertThat(videos.get(id).path("status").asString()).isEqualTo("queued");
    assertThat(videos.jobs().path("depth").asInt()).isEqualTo(1);
    assertThat(redis.lindex("video_generation_queue", 0)).contains(id).contains("Registon");
    refused(409, "its status is queued", () -> videos.file(id));
  }

  @Test
  void a_video_that_is_done_has_a_file_until_that_is_gone() throws Exception {
    String id = videos.create(json("{'artist_id': 'test', 'prompt': 'a'}")).path("id").asString();
    postgres.sql("UPDATE videos SET status = 'done', file = id || '.mp4'");

    refused(410, "gone", () -> videos.file(id));
    Files.write(folder.resolve(id + ".mp4"), new byte[] {1, 2});
    assertThat(videos.file(id)).containsExactly(1, 2);
    assertThat(videos.get(id).path("file").asString()).isEqualTo("/videos/" + id + "/file");
  }

  @Test
  void what_went_wrong_inside_is_not_told_to_who_asked() throws Exception {
    String id = videos.create(json("{'artist_id': 'test', 'prompt': 'a'}")).path("id").asString();
    postgres.sql("UPDATE videos SET status = 'failed', error = '/var/lib/secret is full'");

    assertThat(videos.get(id).toString()).contains("could not be made").doesNotContain("secret");
  }

  @Test
  void wrong_ids_and_bodies_of_videos_are_refused() throws Exception {
    refused(404, "no video", () -> videos.get("42"));
    refused(404, "no video", () -> videos.get("../../etc/passwd"));
    refused(404, "no video", () -> videos.file(UUID.randomUUID().toString()));
    refused(404, "no artist", () -> videos.create(json("{'artist_id': 'no', 'prompt': 'a'}")));
    refused(400, "prompt is missing", () -> videos.create(json("{'artist_id': 'test'}")));
    assertThat(rows("SELECT id FROM videos")).isEmpty();
    assertThat(videos.jobs().path("depth").asInt()).isZero();
  }

  @Test
  void a_video_that_did_not_reach_the_queue_leaves_no_row() throws Exception {
    // Redis then refuses to write and goes on reading.
    redis.configSet("maxmemory", "1");
    try {
      assertThatThrownBy(() -> videos.create(json("{'artist_id': 'test', 'prompt': 'a'}")))
          .isInstanceOf(JedisException.class)
          .hasMessageContaining("OOM");
    } finally {
      redis.configSet("maxmemory", "0");
    }
    assertThat(rows("SELECT id FROM videos")).isEmpty();
  }

  private byte[] poster(String body) throws Problem, SQLException {
    return posters.generate(json(body), Optional.empty());
  }

  private static void refused(int status, String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(status);
              assertThat(refusal.detail()).contains(reason);
            });
  }

  private static byte[] json(String singleQuoted) {
    return utf8(singleQuoted.replace('\'', '"'));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] png(BufferedImage image) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = postgres.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", cells));
      }
    }
    return rows;
  }
}
