package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.stario.platform.Host;
import uz.stario.platform.Service;
import uz.stario.platform.Settings;
import uz.stario.platform.server.NeedsServers;
import uz.stario.platform.server.PostgresServer;
import uz.stario.platform.server.RedisServer;
import uz.stario.platform.server.Server;
import uz.stario.platform.token.Tokens;
import uz.stario.platform.version.Release;

/** Services as they run, over HTTP, with a real PostgreSQL and a real Redis. */
@NeedsServers({Server.POSTGRES, Server.REDIS})
abstract class ServiceStage {

  static final UUID USER = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  static final String KEY = "a key for tests, of more than 32 bytes";
  static RedisServer redisServer;
  static PostgresServer postgres;

  final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<Service> running = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir Path folder;

  @BeforeAll
  static void startServers() throws IOException, SQLException {
    redisServer = RedisServer.start();
    postgres = PostgresServer.start();
    postgres.sql(
        """
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, password_hash text NOT NULL,
          created_at timestamptz NOT NULL)\
        """,
        "CREATE UNIQUE INDEX users_email_key ON users (lower(email))",
        """
        CREATE TABLE artists (id text PRIMARY KEY, name text NOT NULL,
          genre text NOT NULL DEFAULT '', country text)\
        """,
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
        "INSERT INTO users VALUES ('" + USER + "', 'user@example.com', 'no hash', now())",
        "INSERT INTO artists VALUES ('test', 'Test Artist', 'pop, folk', 'UZ')",
        "INSERT INTO artists VALUES ('other', 'Other', '', NULL)");
  }

  @AfterAll
  static void stopServers() throws IOException {
    postgres.close();
    redisServer.close();
  }

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectory(folder.resolve("sdxl"));
    Files.createDirectory(folder.resolve("svd"));
    Files.writeString(folder.resolve("key"), KEY);
    try (RedisClient redis = redisServer.client()) {
      redis.flushAll();
    }
  }

  @AfterEach
  void stop() {
    running.reversed().forEach(Service::close);
  }

  URI start(String name, String version, Service.Part part) throws IOException {
    return start(name, version, part, Map.of());
  }

  URI start(String name, String version, Service.Part part, Map<String, String> more)
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
            Host.process(),
            part);
    running.add(service);
    return URI.create("http://127.0.0.1:" + service.port());
  }

  static String token(String version) {
    return Tokens.with(
            KEY.getBytes(StandardCharsets.UTF_8), Release.of(version), InstantSource.system())
        .sign(USER);
  }

  HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> post(URI uri, String token, String body)
      throws IOException, InterruptedException {
    return send("POST", uri, token, body.getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<byte[]> send(String method, URI uri, String token, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofByteArray(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  static JsonNode json(HttpResponse<byte[]> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
    }
  }
}
