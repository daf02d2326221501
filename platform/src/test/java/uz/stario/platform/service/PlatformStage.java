package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.stario.platform.Host;
import uz.stario.platform.Service;
import uz.stario.platform.Services;
import uz.stario.platform.Settings;
import uz.stario.platform.server.Migrations;
import uz.stario.platform.server.NeedsServers;
import uz.stario.platform.server.PostgresServer;
import uz.stario.platform.server.RedisServer;
import uz.stario.platform.server.Server;
import uz.stario.platform.token.Tokens;
import uz.stario.platform.version.Release;

/**
 * The whole platform but its worker, started once for a class of tests: real stores, the schema of
 * the migrations, every service over HTTP.
 */
@NeedsServers({Server.POSTGRES, Server.REDIS, Server.ALEMBIC})
abstract class PlatformStage {

  static final UUID USER = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  static final String KEY = "a key for tests, of more than 32 bytes";
  static final byte[] NOTHING = {};

  /** What no answer may tell: names of the program's inside, statements, files and keys. */
  private static final List<String> INSIDE =
      List.of(
          "exception",
          "uz.stario",
          "java.",
          "org.",
          "select ",
          "insert ",
          "jdbc",
          "sqlstate",
          "127.0.0.1",
          "/tmp",
          "\tat ",
          KEY);

  static RedisServer redisServer;
  static PostgresServer postgres;
  @TempDir static Path folder;

  /** Where each service is, by its name. */
  static final Map<String, URI> AT = new HashMap<>();

  private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();
  private static final List<Service> RUNNING = new ArrayList<>();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void startPlatform() throws Exception {
    redisServer = RedisServer.start();
    postgres = PostgresServer.start();
    Migrations.upgrade(postgres, Migrations.V1_2);
    addUser(USER);
    Files.createDirectory(folder.resolve("sdxl"));
    Files.createDirectory(folder.resolve("svd"));
    Files.writeString(folder.resolve("key"), KEY);
    Map<String, String> urls = new HashMap<>();
    for (String name : List.of("face-similarity", "poster-gen", "regtech-filter", "video-gen")) {
      AT.put(name, start(name, Release.STABLE, Map.of()));
      urls.put(variable(name), AT.get(name).toString());
    }
    AT.put("api-gateway", start("api-gateway", Release.STABLE, urls));
    URI faces = at("face-similarity", "/health");
    ServiceStage.await(() -> send("GET", faces, "", NOTHING).statusCode() == 200);
  }

  @AfterAll
  static void stopPlatform() throws IOException {
    RUNNING.reversed().forEach(Service::close);
    RUNNING.clear();
    AT.clear();
    LOG.reset();
    postgres.close();
    redisServer.close();
  }

  @AfterEach
  void every_line_of_the_log_is_one_json_object_in_printable_ascii() {
    assertThat(log().lines())
        .allSatisfy(line -> {
          assertThat(line).matches("[ -~]*");
          assertThat(JsonMapper.shared().readTree(line).path("message").isString()).isTrue();
        });
  }

  static String variable(String service) {
    return service.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
  }

  /** Starts one more, to be stopped with the others. */
  static URI start(String name, String version, Map<String, String> more) throws IOException {
    Map<String, String> environment = environment(version);
    environment.putAll(more);
    Service service =
        Service.start(
            Settings.of(name, environment),
            new PrintStream(LOG, true, StandardCharsets.UTF_8),
            InstantSource.system(),
            Host.process(),
            Services.named(name).orElseThrow());
    RUNNING.add(service);
    return URI.create("http://127.0.0.1:" + service.port());
  }

  /** What a service needs to be told to find the others. */
  static Map<String, String> environment(String version) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PORT", "0");
    environment.put("BIND", "127.0.0.1");
    environment.put("STARIO_VERSION", version);
    environment.put("DATABASE_URL", postgres.url());
    environment.put("REDIS_URL", redisServer.url());
    environment.put("JWT_SIGNING_KEY_FILE", folder.resolve("key").toString());
    environment.put("MODELS_DIR", folder.toString());
    environment.put("VIDEOS_DIR", folder.resolve("videos").toString());
    return environment;
  }

  static void addUser(UUID id) throws SQLException {
    postgres.sql(
        "INSERT INTO users (id, email, password_hash, created_at) VALUES ('%s', '%s', 'no hash', now())"
            .formatted(id, id + "@example.com"));
  }

  static URI at(String service, String path) {
    return URI.create(AT.get(service) + path);
  }

  static String token() {
    return token(Release.STABLE);
  }

  static String token(String version) {
    return Tokens.with(utf8(KEY), Release.of(version), InstantSource.system()).sign(USER);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static HttpResponse<byte[]> send(String method, URI uri, String token, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofByteArray(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  static HttpResponse<byte[]> post(URI uri, String token, String body)
      throws IOException, InterruptedException {
    return send("POST", uri, token, utf8(body));
  }

  /** What no client library sends, and all that comes back until the connection is closed. */
  static String raw(String service, String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), at(service, "").getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A refusal with a reason as RFC 9457 has it, that tells nothing of the inside. */
  static void assertRefused(HttpResponse<byte[]> answer, int status, String what) {
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).as("%s: %s", what, body).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .as(what)
        .hasValue("application/problem+json");
    JsonNode problem = JsonMapper.shared().readTree(answer.body());
    assertThat(problem.path("status").asInt()).as(what).isEqualTo(status);
    assertThat(problem.path("detail").asString()).as(what).isNotBlank();
    assertTellsNothing(body);
  }

  static void assertTellsNothing(String answer) {
    assertThat(answer.toLowerCase(Locale.ROOT))
        .doesNotContain(INSIDE.toArray(String[]::new))
        .doesNotContain(folder.toString());
  }

  static String log() {
    return LOG.toString(StandardCharsets.UTF_8);
  }

  /** How much there is: the rows of each table, and the length of each list in Redis. */
  static Map<String, Long> state() throws SQLException {
    Map<String, Long> state = new TreeMap<>();
    for (String table : List.of("users", "artists", "posters", "videos", "quiz_results")) {
      state.put(table, Long.parseLong(rows("SELECT count(*) FROM " + table).getFirst()));
    }
    try (RedisClient redis = redisServer.client()) {
      for (String key : redis.keys("*")) {
        state.put(key, redis.type(key).equals("list") ? redis.llen(key) : 1L);
      }
    }
    return state;
  }

  /** The rows of a query, their cells joined by a bar. */
  static List<String> rows(String sql) throws SQLException {
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
