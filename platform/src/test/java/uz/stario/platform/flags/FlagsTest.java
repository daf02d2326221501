package uz.stario.platform.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import uz.stario.platform.server.NeedsServers;
import uz.stario.platform.server.RedisServer;
import uz.stario.platform.server.Server;
import uz.stario.platform.web.Log;
import uz.stario.platform.web.Problem;

@NeedsServers(Server.REDIS)
final class FlagsTest {

  private static final String KEY = "feature:poster_gen:enabled";
  private static RedisServer server;

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private RedisClient redis;

  @BeforeAll
  static void startServer() throws IOException {
    server = RedisServer.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void connect() {
    redis = server.client();
    redis.flushAll();
  }

  @AfterEach
  void disconnect() {
    redis.close();
  }

  private Flags flags(Map<String, String> environment) {
    var log =
        new Log(
            new PrintStream(logged, true, StandardCharsets.UTF_8),
            InstantSource.system(),
            "test",
            "v1.2.3");
    return new Flags(environment, redis, log);
  }

  private Flags read(Map<String, String> environment) {
    Flags flags = flags(environment);
    flags.read();
    return flags;
  }

  @Test
  void a_switch_in_redis_is_in_force_before_the_first_request() {
    redis.set(KEY, "false");
    try (Flags flags = flags(Map.of()).watch()) {
      assertThat(flags.isOn(Feature.POSTER_GEN)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "FALSE", " off\n", "0", "no"})
  void whoever_says_off_wins(String off) {
    assertThat(read(Map.of("FEATURE_POSTER_GEN_ENABLED", off)).isOn(Feature.POSTER_GEN)).isFalse();
    redis.set(KEY, off);
    assertThat(read(Map.of()).isOn(Feature.POSTER_GEN)).isFalse();
    assertThat(read(Map.of("FEATURE_POSTER_GEN_ENABLED", "true")).isOn(Feature.POSTER_GEN))
        .as("the environment does not undo Redis")
        .isFalse();
    redis.set(KEY, "true");
    assertThat(read(Map.of("FEATURE_POSTER_GEN_ENABLED", off)).isOn(Feature.POSTER_GEN))
        .as("Redis does not undo the environment")
        .isFalse();
    assertThat(read(Map.of()).isOn(Feature.VIDEO_GEN)).as("another feature").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "perhaps", "fal se", "\u0000", "{\"on\": false}", "ﬁlse", "٠"})
  void a_value_that_is_neither_yes_nor_no_changes_nothing(String neither) {
    redis.set(KEY, neither);
    assertThat(read(Map.of()).isOn(Feature.POSTER_GEN)).isTrue();
    assertThat(read(Map.of("EMERGENCY_MODE", neither)).isEmergency()).isFalse();
  }

  @Test
  void keys_of_other_kinds_and_bytes_that_are_no_text_are_no_obstacle() {
    redis.lpush("feature:voice_quiz:enabled", "false");
    redis.hset("feature:x", "a", "b");
    redis.set(
        "feature:\u00ff".getBytes(StandardCharsets.ISO_8859_1), new byte[] {(byte) 0xff, 0, 1});
    redis.set(KEY, "off");

    Flags flags = read(Map.of());

    assertThat(flags.isOn(Feature.POSTER_GEN)).isFalse();
    assertThat(flags.isOn(Feature.VOICE_QUIZ)).isTrue();
    assertThat(flags.json().path("redis").asString()).isEqualTo("read");
    assertThat(flags.json().toString()).contains("\"poster_gen\":false");
  }

  @Test
  void an_emergency_switches_every_feature_off_wherever_it_is_said() {
    redis.set("feature:emergency_mode:enabled", "true");
    Flags inRedis = read(Map.of());
    Flags inEnvironment = read(Map.of("EMERGENCY_MODE", "true"));

    for (Feature feature : Feature.values()) {
      assertThat(inRedis.isOn(feature)).isFalse();
      assertThat(inEnvironment.isOn(feature)).isFalse();
      assertThatThrownBy(() -> inRedis.require(feature))
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.status()).isEqualTo(403));
    }
  }

  @Test
  void while_redis_is_away_the_last_values_stay_in_force_and_that_is_said_once()
      throws IOException {
    redis.set(KEY, "false");
    Flags flags = read(Map.of());
    server.crash();
    try {
      flags.read();
      flags.read();
      assertThat(flags.isOn(Feature.POSTER_GEN)).isFalse();
      assertThat(flags.json().path("redis").asString()).contains("away");
    } finally {
      server.startAgain();
    }
    redis.set(KEY, "true");
    flags.read();

    assertThat(flags.isOn(Feature.POSTER_GEN)).isTrue();
    assertThat(logged.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.contains("flags cannot be read"))
        .hasSize(1);
  }
}
