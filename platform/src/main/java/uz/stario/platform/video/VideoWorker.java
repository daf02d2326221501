package uz.stario.platform.video;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Makes the videos that wait, one at a time, until it is told to stop.
 *
 * <p>What goes wrong with a job is written to its row, and the job waits again, up to {@link
 * #MAX_ATTEMPTS} times. Where Redis or the database is away the worker says so and waits: a job
 * stays in its list meanwhile.
 */
public final class VideoWorker {

  /**
   * How often a job is begun: a worker that dies of one must not take the others along for ever.
   */
  public static final int MAX_ATTEMPTS = 3;

  /** How often it beats, and looks for jobs of workers that no longer do. */
  private static final Duration BEAT = Duration.ofSeconds(5);

  /** How long it waits for a job before it looks whether it is to stop. */
  private static final Duration WAIT = Duration.ofSeconds(1);

  /** How long it leaves alone what is away. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final String name;
  private final VideoQueue queue;
  private final VideoStore store;
  private final VideoFiles files;
  private final Encoder encoder;
  private final Supplier<Optional<String>> missing;
  private final BiConsumer<String, Map<String, String>> log;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * A worker that is not yet at work.
   *
   * @param name of its own: no other worker, of now or before, has it
   * @param missing what it cannot work without, if so: jobs then stay where they are
   * @param log takes a message and what belongs to it
   */
  VideoWorker(
      String name,
      VideoQueue queue,
      VideoStore store,
      VideoFiles files,
      Encoder encoder,
      Supplier<Optional<String>> missing,
      BiConsumer<String, Map<String, String>> log) {
    this.name = name;
    this.queue = queue;
    this.store = store;
    this.files = files;
    this.encoder = encoder;
    this.missing = missing;
    this.log = log;
  }

  /** Works until {@link #stop}; then hands back what it holds. */
  void run() {
    Thread beating = Thread.ofVirtual().name("beat").start(this::beat);
    while (!isStopped(Duration.ZERO)) {
      if (missing.get().isPresent()) {
        isStopped(PAUSE);
        continue;
      }
      try {
        queue.beat(name);
        // It holds nothing between jobs, unless Redis went away in the midst of one, or before its
        // answer came.
        queue.handBack(name);
        once(WAIT);
        trouble = Optional.empty();
      } catch (JedisException | SQLException e) {
        trouble = Optional.of(e instanceof SQLException ? "the database is away" : "Redis is away");
        log.accept("Worker waits", Map.of("reason", reason(e)));
        isStopped(PAUSE);
      }
    }
    beating.interrupt();
    try {
      queue.leave(name);
    } catch (JedisException e) {
      log.accept("Worker could not say good-bye", Map.of("reason", reason(e)));
    }
  }

  /** Asks {@link #run} to end after the job in hand. */
  void stop() {
    stop.countDown();
  }

  /** What keeps it from working, for its health. */
  Optional<String> trouble() {
    return trouble;
  }

  /**
   * Takes a job and does it.
   *
   * @return whether there was one
   */
  boolean once(Duration wait) throws SQLException {
    Optional<String> entry = queue.take(name, wait);
    if (entry.isPresent()) {
      handle(entry.get());
    }
    return entry.isPresent();
  }

  private void handle(String entry) throws SQLException {
    Optional<Job> parsed = Job.parse(entry);
    if (parsed.isEmpty()) {
      queue.setAside(name, entry);
      log.accept("Job set aside", Map.of("reason", "not a job", "list", VideoQueue.UNREADABLE));
      return;
    }
    Job job = parsed.get();
    try {
      switch (store.claim(job.id(), MAX_ATTEMPTS)) {
        case BEGUN -> make(job, entry);
        case FINISHED -> drop(job, entry, "it is finished already");
        case GIVEN_UP -> drop(job, entry, "it was tried " + MAX_ATTEMPTS + " times");
        case UNKNOWN -> {
          queue.setAside(name, entry);
          log.accept(
              "Job set aside", Map.of("job", job.id().toString(), "reason", "no such video"));
        }
      }
    } catch (SQLException e) {
      // Not the job's fault: it goes back and no attempt is lost.
      queue.again(name, entry);
      throw e;
    }
  }

  private void make(Job job, String entry) throws SQLException {
    try {
      String file = files.make(job, encoder);
      store.done(job.id(), file);
      queue.done(name, entry);
      log.accept("Video done", Map.of("job", job.id().toString(), "encoder", encoder.name()));
    } catch (IOException | RuntimeException e) {
      if (e instanceof JedisException redis) {
        throw redis;
      }
      store.again(job.id(), reason(e));
      queue.again(name, entry);
      log.accept("Video failed", Map.of("job", job.id().toString(), "reason", reason(e)));
    }
  }

  private void drop(Job job, String entry, String reason) {
    queue.done(name, entry);
    log.accept("Job dropped", Map.of("job", job.id().toString(), "reason", reason));
  }

  private void beat() {
    while (!isStopped(BEAT)) {
      try {
        queue.beat(name);
        int jobs = queue.reap();
        if (jobs > 0) {
          log.accept("Jobs of a silent worker put back", Map.of("jobs", Integer.toString(jobs)));
        }
      } catch (JedisException _) {
        // The loop that works says so.
      }
    }
  }

  private boolean isStopped(Duration wait) {
    try {
      return stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
