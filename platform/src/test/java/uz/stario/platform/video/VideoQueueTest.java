package uz.stario.platform.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import uz.stario.platform.server.NeedsServers;
import uz.stario.platform.server.RedisServer;
import uz.stario.platform.server.Server;

/** Against a real Redis. */
@NeedsServers(Server.REDIS)
class VideoQueueTest {

  private static final Duration AT_ONCE = Duration.ofMillis(10);
  private static final Instant NOW = Instant.parse("2026-11-22T03:04:05Z");
  private static RedisServer server;

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
  void jobs_are_taken_oldest_first() {
    queue.add("first");
    queue.add("second");

    assertThat(queue.oldest(5)).containsExactly("first", "second");
    assertThat(queue.take("a", AT_ONCE)).contains("first");
    assertThat(queue.take("b", AT_ONCE)).contains("second");
    assertThat(queue.take("a", AT_ONCE)).isEmpty();
  }

  @Test
  void a_job_that_is_worked_at_is_counted_for_its_worker_until_it_is_done() {
    queue.add("job");
    queue.take("a", AT_ONCE);

    assertThat(queue.depth().waiting()).isZero();
    assertThat(queue.depth().processing()).isEqualTo(Map.of("a", 1L));

    queue.done("a", "job");
    assertThat(queue.depth().processing()).isEmpty();
  }

  @Test
  void the_jobs_of_a_dead_worker_come_before_those_that_wait() {
    queue.beat("dead");
    queue.add("old");
    queue.take("dead", AT_ONCE);
    queue.add("new");

    assertThat(queue.reap()).as("it still beats").isZero();
    assertThat(redis.ttl("video_generation_queue:worker:dead")).isPositive();
    redis.del("video_generation_queue:worker:dead");

    assertThat(queue.reap()).isEqualTo(1);
    assertThat(queue.oldest(5)).containsExactly("old", "new");
    assertThat(queue.reap()).isZero();
  }

  @Test
  void a_worker_that_leaves_hands_back_what_it_holds() {
    queue.beat("a");
    queue.add("job");
    queue.take("a", AT_ONCE);
    queue.leave("a");

    assertThat(queue.oldest(1)).containsExactly("job");
    assertThat(redis.keys("*worker*")).isEmpty();
  }

  @Test
  void a_job_that_waits_again_goes_behind_the_others_and_is_there_once() {
    queue.add("bad");
    queue.add("good");
    queue.take("a", AT_ONCE);
    queue.again("a", "bad");

    assertThat(queue.oldest(5)).containsExactly("good", "bad");
    assertThat(queue.depth().processing()).isEmpty();
  }

  @Test
  void clearing_renames_the_list_so_that_it_can_be_brought_back() {
    queue.add("first");
    queue.add("second");

    assertThat(queue.clear(NOW)).contains("video_generation_queue:quarantine:20261122T030405Z");
    assertThat(queue.depth().waiting()).isZero();
    assertThat(queue.quarantined())
        .isEqualTo(Map.of("video_generation_queue:quarantine:20261122T030405Z", 2L));

    queue.add("third");
    assertThat(queue.clear(NOW)).contains("video_generation_queue:quarantine:20261122T030405Z-2");
    assertThat(queue.clear(NOW)).as("nothing waits").isEmpty();

    redis.rename("video_generation_queue:quarantine:20261122T030405Z", "video_generation_queue");
    assertThat(queue.take("a", AT_ONCE)).contains("first");
  }

  @Test
  void what_the_playbook_deletes_by_hand_is_an_empty_queue() {
    queue.add("job");
    redis.del("video_generation_queue");

    assertThat(queue.depth().waiting()).isZero();
    assertThat(queue.take("a", AT_ONCE)).isEmpty();
  }

  @Test
  void nothing_written_through_is_lost_when_redis_crashes() throws IOException {
    queue.add("waiting");
    queue.add("more");
    queue.take("a", AT_ONCE);
    server.crash();
    server.startAgain();

    try (RedisClient anew = server.client()) {
      var again = new VideoQueue(anew);
      assertThat(again.reap()).as("no worker beats").isEqualTo(1);
      assertThat(again.oldest(5)).containsExactly("waiting", "more");
    }
  }
}
