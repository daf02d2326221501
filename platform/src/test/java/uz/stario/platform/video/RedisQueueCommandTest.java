package uz.stario.platform.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import uz.stario.platform.server.NeedsServers;
import uz.stario.platform.server.RedisServer;
import uz.stario.platform.server.Server;

@NeedsServers(Server.REDIS)
class RedisQueueCommandTest {

  private static RedisServer server;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private RedisClient redis;
  private VideoQueue queue;

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
    queue = new VideoQueue(redis);
  }

  @AfterEach
  void disconnect() {
    redis.close();
  }

  @Test
  void an_empty_queue_is_told_and_clearing_it_changes_nothing() {
    assertThat(run("inspect")).isEqualTo("video_generation_queue: no job waits\n");
    assertThat(run("clear")).isEqualTo("No job waited; nothing was changed.\n");
    assertThat(redis.keys("*")).isEmpty();
  }

  @Test
  void what_waits_and_who_works_is_shown() {
    queue.add("first");
    queue.add("with\u001b[31m colour");
    queue.add("third");
    queue.take("worker-1", Duration.ofMillis(10));

    assertThat(run("inspect"))
        .isEqualTo(
            """
            video_generation_queue: 2 jobs wait
              with·[31m colour
              third
            worker-1 works at 1
            """);
  }

  @Test
  void clearing_keeps_the_jobs_and_says_how_they_come_back() {
    queue.add("first");

    assertThat(run("clear"))
        .isEqualTo(
            """
            video_generation_queue is empty; its jobs (1) are kept in \
            video_generation_queue:quarantine:20261122T030405Z
            Back: redis-cli RENAMENX video_generation_queue:quarantine:20261122T030405Z \
            video_generation_queue
            """);
    assertThat(redis.exists("video_generation_queue")).isFalse();
    assertThat(redis.lrange("video_generation_queue:quarantine:20261122T030405Z", 0, -1))
        .containsExactly("first");
  }

  @Test
  void a_wrong_command_shows_the_right_ones() {
    for (List<String> wrong :
        List.of(List.<String>of(), List.of("drop"), List.of("clear", "inspect"))) {
      assertThat(command().run(wrong, server.url())).isEqualTo(2);
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage: redis-queue");
  }

  @Test
  void a_redis_that_is_away_is_told_without_its_password() {
    assertThat(command().run(List.of("inspect"), "redis://:hunter2@127.0.0.1:1/0")).isEqualTo(1);
    assertThat(command().run(List.of("inspect"), "no hunter2")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Nothing was changed")
        .contains("not an address")
        .doesNotContain("hunter2");
  }

  private String run(String argument) {
    out.reset();
    assertThat(command().run(List.of(argument), server.url())).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private RedisQueueCommand command() {
    return new RedisQueueCommand(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        () -> Instant.parse("2026-11-22T03:04:05Z"));
  }
}
