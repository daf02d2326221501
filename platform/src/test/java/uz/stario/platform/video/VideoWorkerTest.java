package uz.stario.platform.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import uz.stario.platform.server.NeedsServers;
import uz.stario.platform.server.PostgresServer;
import uz.stario.platform.server.RedisServer;
import uz.stario.platform.server.Server;

/** Against a real Redis and a real PostgreSQL. */
@NeedsServers({Server.POSTGRES, Server.REDIS})
class VideoWorkerTest {

  private static final Duration AT_ONCE = Duration.ofMillis(10);
  private static RedisServer redisServer;
  private static PostgresServer postgres;

  private final List<String> log = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;
  private RedisClient redis;
  private VideoQueue queue;
  private VideoStore store;

  @BeforeAll
  static void startServers() throws IOException, SQLException {
    redisServer = RedisServer.start();
    postgres = PostgresServer.start();
    postgres.sql(
        "CREATE TABLE artists (id text PRIMARY KEY, name text NOT NULL)",
        """
        CREATE TABLE videos (id uuid PRIMARY KEY, artist_id text NOT NULL REFERENCES artists (id),
          prompt text NOT NULL, status text NOT NULL DEFAULT 'queued'
            CHECK (status IN ('queued', 'running', 'done', 'failed')),
          file text, error text, attempts integer NOT NULL DEFAULT 0,
          created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL)\
        """,
        "INSERT INTO artists VALUES ('test', 'Test Artist')");
  }

  @AfterAll
  static void stopServers() throws IOException {
    postgres.close();
    redisServer.close();
  }

  @BeforeEach
  void connect() {
    redis = redisServer.client();
    redis.flushAll();
    queue = new VideoQueue(redis);
    store = new VideoStore(postgres.dataSource());
  }

  @AfterEach
  void disconnect() {
    redis.close();
  }

  @Test
  void a_job_becomes_a_file_and_a_row_that_says_so() throws Exception {
    Job job = asked("See you in Samarkand");

    assertThat(worker("a", new JavaEncoder()).once(AT_ONCE)).isTrue();

    Video video = store.find(job.id()).orElseThrow();
    assertThat(video.status()).isEqualTo("done");
    assertThat(video.attempts()).isEqualTo(1);
    assertThat(video.file()).isEqualTo(job.id() + ".mp4");
    assertThat(new VideoFiles(folder).read(job.id()).orElseThrow()).hasSizeGreaterThan(1000);
    assertThat(folder.toFile().list()).as("no parts are left").hasSize(1);
    assertThat(queue.depth().processing()).isEmpty();
  }

  @Test
  void a_job_that_fails_waits_again_and_is_given_up_after_three_attempts() throws Exception {
    Job job = asked("x");
    VideoWorker worker = worker("a", failing());

    assertThat(worker.once(AT_ONCE)).isTrue();
    assertThat(store.find(job.id()).orElseThrow().status()).isEqualTo("queued");
    while (worker.once(AT_ONCE)) {
      assertThat(store.find(job.id()).orElseThrow().attempts())
          .isLessThanOrEqualTo(VideoWorker.MAX_ATTEMPTS);
    }

    Video video = store.find(job.id()).orElseThrow();
    assertThat(video.status()).isEqualTo("failed");
    assertThat(video.attempts()).isEqualTo(3);
    assertThat(video.error()).isEqualTo("no space left (attempt 3, the last)");
    assertThat(queue.depth().waiting()).isZero();
  }

  @Test
  void a_job_of_a_worker_that_died_is_done_by_another() throws Exception {
    Job job = asked("x");
    queue.beat("dead");
    assertThat(queue.take("dead", AT_ONCE)).isPresent();
    store.claim(job.id(), VideoWorker.MAX_ATTEMPTS);
    redis.del("video_generation_queue:worker:dead");

    VideoWorker other = worker("b", new JavaEncoder());
    assertThat(other.once(AT_ONCE)).isFalse();
    queue.reap();
    assertThat(other.once(AT_ONCE)).isTrue();
    assertThat(store.find(job.id()).orElseThrow().status()).isEqualTo("done");
    assertThat(store.find(job.id()).orElseThrow().attempts()).isEqualTo(2);
  }

  @Test
  void a_job_that_kills_each_worker_is_given_up() throws Exception {
    Job job = asked("x");
    for (int i = 0; i < 3; i++) {
      queue.take("dead-" + i, AT_ONCE);
      store.claim(job.id(), VideoWorker.MAX_ATTEMPTS);
      queue.reap();
    }
    assertThat(worker("b", new JavaEncoder()).once(AT_ONCE)).isTrue();

    assertThat(store.find(job.id()).orElseThrow().error())
        .isEqualTo("the worker ended (attempt 3, the last)");
    assertThat(queue.depth().waiting()).isZero();
  }

  @Test
  void a_job_that_is_handed_out_twice_is_done_once() throws Exception {
    Job job = asked("x");
    queue.add(job.toJson());
    VideoWorker worker = worker("a", new JavaEncoder());

    while (worker.once(AT_ONCE)) {
      // Until nothing waits.
    }
    assertThat(store.find(job.id()).orElseThrow().attempts()).isEqualTo(1);
    assertThat(log).anyMatch(line -> line.contains("finished already"));
  }

  @Test
  void what_is_no_job_is_set_aside_and_kept() throws Exception {
    queue.add("{not json");
    queue.add("{\"id\": \"42\", \"artist_id\": \"test\"}");
    queue.add(new Job(UUID.randomUUID(), "test", "Test", "never asked for").toJson());
    VideoWorker worker = worker("a", new JavaEncoder());

    while (worker.once(AT_ONCE)) {
      // Until nothing waits.
    }
    assertThat(queue.depth().unreadable()).isEqualTo(3);
    assertThat(queue.depth().processing()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "42",
        "[]",
        "{}",
        "\u0000",
        "{\"id\": null, \"artist_id\": null}",
        "{\"id\": [], \"artist_id\": {}}",
        "{\"id\": \"' OR 1=1 --\", \"artist_id\": \"test\"}",
        "{\"id\": \"../../../etc/passwd\", \"artist_id\": \"test\"}",
        "{\"id\": \"00000000-0000-0000-0000-000000000000\", \"artist_id\": \"a\\u0000\\ud800\"}"
      })
  void whatever_stands_in_the_queue_the_worker_goes_on_with_the_next(String entry)
      throws Exception {
    queue.add(entry);
    queue.add("[".repeat(100_000));
    Job job = asked("after it");
    VideoWorker worker = worker("a", new JavaEncoder());

    while (worker.once(AT_ONCE)) {
      // Until nothing waits.
    }
    assertThat(store.find(job.id()).orElseThrow().status()).isEqualTo("done");
    assertThat(queue.depth().unreadable()).isEqualTo(2);
  }

  @Test
  void a_reason_that_is_no_text_is_kept_as_far_as_it_is_one() throws Exception {
    Job job = asked("x");

    worker("a", failing("a\0b\ud83d 😀" + "x".repeat(1000))).once(AT_ONCE);

    assertThat(store.find(job.id()).orElseThrow().error())
        .startsWith("ab 😀xxx")
        .satisfies(error -> assertThat(error.codePointCount(0, error.length())).isEqualTo(500));
  }

  @Test
  void a_job_that_was_cleared_stays_queued_and_is_made_once_it_is_put_back() throws Exception {
    Job job = asked("x");
    String kept = queue.clear(Instant.EPOCH).orElseThrow();
    VideoWorker worker = worker("a", new JavaEncoder());

    assertThat(worker.once(AT_ONCE)).isFalse();
    assertThat(store.find(job.id()).orElseThrow().status()).isEqualTo("queued");
    assertThat(redis.renamenx(kept, VideoQueue.WAITING)).isEqualTo(1);
    assertThat(worker.once(AT_ONCE)).isTrue();
    assertThat(store.find(job.id()).orElseThrow().status()).isEqualTo("done");
  }

  @Test
  void a_job_whose_video_was_given_up_while_it_was_cleared_is_dropped() throws Exception {
    Job job = asked("x");
    String kept = queue.clear(Instant.EPOCH).orElseThrow();
    // As the platform's README says it.
    postgres.sql(
        """
        UPDATE videos SET status = 'failed', error = 'cleared from the queue', updated_at = now()
        WHERE status = 'queued' AND created_at < now() + interval '1 second'\
        """);
    assertThat(redis.renamenx(kept, VideoQueue.WAITING)).isEqualTo(1);

    assertThat(worker("a", new JavaEncoder()).once(AT_ONCE)).isTrue();

    assertThat(store.find(job.id()).orElseThrow().status()).isEqualTo("failed");
    assertThat(log).anyMatch(line -> line.contains("finished already"));
  }

  @Test
  void a_job_is_not_lost_and_no_attempt_counted_while_the_database_is_away() throws Exception {
    Job job = asked("x");
    postgres.crash();
    try {
      assertThatThrownBy(() -> worker("a", new JavaEncoder()).once(AT_ONCE))
          .isInstanceOf(SQLException.class);
      assertThat(queue.oldest(1)).containsExactly(job.toJson());
    } finally {
      postgres.on();
    }
    assertThat(worker("a", new JavaEncoder()).once(AT_ONCE)).isTrue();
    assertThat(store.find(job.id()).orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void a_worker_waits_for_redis_and_goes_on_when_it_is_back() throws Exception {
    Job job = asked("x");
    redisServer.crash();
    VideoWorker worker = worker("a", new JavaEncoder());
    Thread running = Thread.ofVirtual().start(worker::run);
    try {
      await(() -> worker.trouble().isPresent());
      redisServer.startAgain();
      await(() -> status(job).equals("done"));
      await(() -> worker.trouble().isEmpty());
    } finally {
      worker.stop();
      running.join();
    }
    assertThat(redis.keys("*worker*")).as("it said good-bye").isEmpty();
  }

  @Test
  void a_job_whose_handing_out_was_not_heard_of_is_done_all_the_same() throws Exception {
    Job job = asked("x");
    queue.take("a", AT_ONCE);
    VideoWorker worker = worker("a", new JavaEncoder());
    Thread running = Thread.ofVirtual().start(worker::run);
    try {
      await(() -> status(job).equals("done"));
    } finally {
      worker.stop();
      running.join();
    }
  }

  private String status(Job job) {
    try {
      return store.find(job.id()).orElseThrow().status();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private Job asked(String prompt) throws SQLException {
    Job job = new Job(UUID.randomUUID(), "test", "Test Artist", prompt);
    store.create(job);
    queue.add(job.toJson());
    return job;
  }

  private VideoWorker worker(String name, Encoder encoder) {
    return new VideoWorker(
        name,
        queue,
        store,
        new VideoFiles(folder),
        encoder,
        Optional::empty,
        (message, fields) -> log.add(message + " " + fields));
  }

  private static Encoder failing() {
    return failing("no space left");
  }

  private static Encoder failing(String reason) {
    return new Encoder() {
      @Override
      public String name() {
        return "failing";
      }

      @Override
      public void encode(Film film, Path file) throws IOException {
        Files.writeString(file, "half a film");
        throw new IOException(reason);
      }
    };
  }
}
