package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.stario.platform.Service;
import uz.stario.platform.Settings;
import uz.stario.platform.face.FaceSimilarity;
import uz.stario.platform.face.Portrait;
import uz.stario.platform.poster.PosterGen;
import uz.stario.platform.server.PostgresServer;
import uz.stario.platform.server.RedisServer;
import uz.stario.platform.token.Tokens;
import uz.stario.platform.version.Release;
import uz.stario.platform.video.VideoGen;
import uz.stario.platform.video.VideoGenWorker;

/** The services as they run, over HTTP, with a real PostgreSQL and a real Redis. */
@EnabledIf("serversAreInstalled")
class RunningServicesTest {

  private static final UUID USER = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  private static final String KEY = "a key for tests, of more than 32 bytes";
  private static RedisServer redisServer;
  private static PostgresServer postgres;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<Service> running = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;

  static boolean serversAreInstalled() throws IOException {
    return RedisServer.isInstalled() && PostgresServer.isInstalled();
  }

  @BeforeAll
  static void startServers() throws IOException, SQLException {
    redisServer = RedisServer.start();
    postgres = PostgresServer.start();
    postgres.sql(
        "CREATE TABLE users (id uuid PRIMARY KEY)",
        "CREATE TABLE artists (id text PRIMARY KEY, name text NOT NULL)",
        """
        CREATE TABLE posters (id uuid PRIMARY KEY, artist_id text NOT NULL REFERENCES artists (id),
          user_id uuid REFERENCES users (id), text text NOT NULL, bytes integer NOT NULL,
          created_at timestamptz NOT NULL)\
        """,
        """
        CREATE TABLE quiz_results (id bigserial PRIMARY KEY, user_id uuid REFERENCES users (id),
          artist_id text NOT NULL REFERENCES artists (id), score double precision NOT NULL,
          created_at timestamptz NOT NULL)\
        """,
        """
        CREATE TABLE videos (id uuid PRIMARY KEY, artist_id text NOT NULL REFERENCES artists (id),
          prompt text NOT NULL, status text NOT NULL, file text, error text,
          attempts integer NOT NULL, created_at timestamptz NOT NULL,
          updated_at timestamptz NOT NULL)\
        """,
        "INSERT INTO users VALUES ('" + USER + "')",
        "INSERT INTO artists VALUES ('test', 'Test Artist'), ('other', 'Other')");
  }

  @AfterAll
  static void stopServers() throws IOException {
    postgres.close();
    redisServer.close();
  }

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectory(folder.resolve("sdxl"));
    Files.writeString(folder.resolve("key"), KEY);
    try (RedisClient redis = redisServer.client()) {
      redis.flushAll();
    }
  }

  @AfterEach
  void stop() {
    running.reversed().forEach(Service::close);
  }

  @Test
  void a_poster_needs_a_token_of_this_key() throws Exception {
    URI poster = start("poster-gen", "v1.2.3", PosterGen::addTo).resolve("/posters/generate");
    String body = "{\"artist_id\": \"test\", \"text\": \"Salom\"}";

    assertThat(post(poster, "", body).statusCode()).isEqualTo(401);
    assertThat(post(poster, "a.b.c", body).statusCode()).isEqualTo(401);
    assertThat(post(poster, token("v1.2.10"), body).statusCode()).as("another key").isEqualTo(401);

    HttpResponse<byte[]> made = post(poster, token("v1.2.3"), body);
    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(made.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(ImageIO.read(new ByteArrayInputStream(made.body())).getWidth()).isEqualTo(900);
    assertThat(post(poster, token("v1.2.3"), "{\"artist_id\": 1}").statusCode()).isEqualTo(400);
    assertThat(post(poster, token("v1.2.3"), body.replace("test", "nobody")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void the_release_whose_model_is_missing_says_so_and_makes_no_poster() throws Exception {
    URI base = start("poster-gen", "v1.2.9", PosterGen::addTo);

    HttpResponse<byte[]> health = get(base.resolve("/health"));
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(text(health)).contains("sdxl-turbo is missing");
    assertThat(
            post(
                    base.resolve("/posters/generate"),
                    token("v1.2.9"),
                    "{\"artist_id\": \"test\", \"text\": \"a\"}")
                .statusCode())
        .isEqualTo(503);
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("Model not found");
  }

  @Test
  void the_quiz_logs_when_its_model_is_loaded_and_measures_how_long_it_compares() throws Exception {
    URI base = start("face-similarity", "v1.2.3", FaceSimilarity::addTo);
    await(() -> get(base.resolve("/health")).statusCode() == 200);

    assertThat(log.toString(StandardCharsets.UTF_8)).contains("\"Model loaded\"");
    assertThat(post(base.resolve("/face-quiz/health"), "", "").statusCode()).isEqualTo(200);
    var png = new ByteArrayOutputStream();
    ImageIO.write(Portrait.of("other"), "png", png);
    HttpResponse<byte[]> quiz = send("POST", base.resolve("/face-quiz"), "", png.toByteArray());
    assertThat(json(quiz).path("matches").path(0).path("artist_id").asString()).isEqualTo("other");
    assertThat(text(get(base.resolve("/metrics")))).contains("face_similarity_duration_count 1");
    assertThat(post(base.resolve("/face-quiz"), "", "GIF89a").statusCode()).isEqualTo(415);
    assertThat(send("POST", base.resolve("/face-quiz"), "", new byte[(5 << 20) + 1]).statusCode())
        .isEqualTo(413);
  }

  @Test
  void the_release_that_forgets_its_model_is_healthy_and_has_no_quiz() throws Exception {
    URI base = start("face-similarity", "v1.2.9", FaceSimilarity::addTo);

    assertThat(get(base.resolve("/health")).statusCode()).isEqualTo(200);
    assertThat(post(base.resolve("/face-quiz/health"), "", "").statusCode()).isEqualTo(503);
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("Model loaded");
  }

  @Test
  void a_video_goes_from_the_wish_to_a_file_that_can_be_fetched() throws Exception {
    URI base = start("video-gen", "v1.2.3", VideoGen::addTo);
    HttpResponse<byte[]> asked =
        post(
            base.resolve("/videos"),
            token("v1.2.3"),
            "{\"artist_id\": \"test\", \"prompt\": \"Registon\"}");
    assertThat(asked.statusCode()).isEqualTo(202);
    URI video = base.resolve(asked.headers().firstValue("Location").orElseThrow());
    assertThat(json(get(video)).path("status").asString()).isEqualTo("queued");
    assertThat(json(get(base.resolve("/jobs"))).path("depth").asInt()).isEqualTo(1);
    assertThat(get(URI.create(video + "/file")).statusCode()).isEqualTo(409);

    URI worker = start("video-gen-worker", "v1.2.3", VideoGenWorker::addTo);
    await(() -> json(get(video)).path("status").asString().equals("done"));
    HttpResponse<byte[]> file = get(URI.create(video + "/file"));
    assertThat(file.headers().firstValue("Content-Type")).contains("video/mp4");
    assertThat(new String(file.body(), 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
    assertThat(get(worker.resolve("/health")).statusCode()).isEqualTo(200);
  }

  @Test
  void no_new_videos_are_taken_while_the_feature_is_off() throws Exception {
    URI base =
        start("video-gen", "v1.2.3", VideoGen::addTo, Map.of("FEATURE_VIDEO_GEN_ENABLED", "false"));

    assertThat(
            post(
                    base.resolve("/videos"),
                    token("v1.2.3"),
                    "{\"artist_id\": \"test\", \"prompt\": \"a\"}")
                .statusCode())
        .isEqualTo(403);
    assertThat(get(base.resolve("/jobs")).statusCode()).isEqualTo(200);
  }

  private URI start(String name, String version, Service.Part part) throws IOException {
    return start(name, version, part, Map.of());
  }

  private URI start(String name, String version, Service.Part part, Map<String, String> more)
      throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("PORT", "0");
    environment.put("BIND", "127.0.0.1");
    environment.put("STARIO_VERSION", version);
    environment.put("DATABASE_URL", postgres.url());
    environment.put("REDIS_URL", redisServer.url());
    environment.put("JWT_SIGNING_KEY_FILE", folder.resolve("key").toString());
    environment.put("MODELS_DIR", folder.toString());
    environment.put("VIDEOS_DIR", folder.resolve("videos").toString());
    Service service =
        Service.start(
            Settings.of(name, environment),
            new PrintStream(log, true, StandardCharsets.UTF_8),
            InstantSource.system(),
            part);
    running.add(service);
    return URI.create("http://127.0.0.1:" + service.port());
  }

  private static String token(String version) {
    return Tokens.with(
            KEY.getBytes(StandardCharsets.UTF_8), Release.of(version), InstantSource.system())
        .sign(USER);
  }

  private HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> post(URI uri, String token, String body)
      throws IOException, InterruptedException {
    return send("POST", uri, token, body.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<byte[]> send(String method, URI uri, String token, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofByteArray(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
    }
  }
}
