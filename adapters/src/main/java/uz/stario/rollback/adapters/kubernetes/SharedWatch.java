package uz.stario.rollback.adapters.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Follows one kind of object in a namespace with one watch: begun at a list's resourceVersion,
 * resumed where it broke off, listed anew where the server has forgotten (410).
 *
 * <p>Runs on a thread of its own until closed; the follower is called on that thread alone.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">
 *     Efficient detection of changes</a>
 */
final class SharedWatch implements AutoCloseable {

  /** Who is told what is seen. */
  interface Follower {
    /** All there is; whatever else was known is gone. */
    void listed(List<JsonNode> objects);

    void changed(JsonNode object);

    void deleted(JsonNode object);

    /** Nothing is seen for the moment. */
    void interrupted(Reply why);

    /** It is seen again. */
    void resumed();
  }

  /** Waits between attempts; the last goes on until closed. The wait of a run has its own end. */
  record Backoff(List<Duration> delays) {
    static final Backoff NORMAL =
        new Backoff(
            List.of(
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5)));

    Duration after(int failures) {
      return delays.get(Math.min(failures, delays.size()) - 1);
    }
  }

  /**
   * Below the server's own default of 30 to 60 minutes, so that it ends watches in its own time.
   */
  private static final int SERVER_SECONDS = 600;

  /** Ten times what a cancelled read takes to return. */
  private static final Duration LAST_READ = Duration.ofMillis(100);

  private final Api api;
  private final String resource;
  private final String path;
  private final Follower follower;
  private final Backoff backoff;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Call call;
  private String version;
  private int failures;

  /**
   * Starts to follow.
   *
   * @param path of the list; may have a query
   * @param version from where; empty to list first
   */
  static SharedWatch start(
      Api api, String resource, String path, String version, Follower follower, Backoff backoff) {
    SharedWatch watch = new SharedWatch(api, resource, path, version, follower, backoff);
    watch.thread.start();
    return watch;
  }

  private SharedWatch(
      Api api, String resource, String path, String version, Follower follower, Backoff backoff) {
    this.api = api;
    this.resource = resource;
    this.path = path;
    this.version = version;
    this.follower = follower;
    this.backoff = backoff;
    this.thread = Thread.ofPlatform().daemon().name("watch-" + resource).unstarted(this::run);
  }

  private void run() {
    try {
      while (!isClosed()) {
        if (version.isEmpty() && !list()) {
          continue;
        }
        follow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean list() throws InterruptedException {
    Reply reply = api.get("list", resource, path);
    if (reply instanceof Reply.Ok(JsonNode body)) {
      if (!isClosed()) {
        follower.listed(Json.items(body, "items"));
        version = Reader.version(body);
        seen();
      }
      return true;
    }
    failed(reply);
    return false;
  }

  private void follow() throws InterruptedException {
    Call watching =
        api.watch(
            resource,
            path
                + (path.contains("?") ? "&" : "?")
                + "watch=true&allowWatchBookmarks=true&timeoutSeconds="
                + SERVER_SECONDS
                + "&resourceVersion="
                + version);
    call = watching;
    if (isClosed()) {
      return;
    }
    try (Response response = watching.execute()) {
      if (!response.isSuccessful()) {
        refused(Api.understood(response));
        return;
      }
      seen();
      BufferedSource lines = response.body().source();
      for (String line = lines.readUtf8Line(); line != null; line = lines.readUtf8Line()) {
        if (!isClosed() && !line.isEmpty() && !event(Json.parse(line))) {
          return;
        }
      }
      // The server ended it in its own time: go on at once, though never in a tight loop.
      pause(backoff.after(1));
    } catch (IOException e) {
      if (!isClosed()) {
        failed(Api.broken(e));
      }
    }
  }

  private boolean event(JsonNode event) throws InterruptedException {
    JsonNode object = event.path("object");
    switch (Json.text(event, "type")) {
      case "ADDED", "MODIFIED" -> follower.changed(object);
      case "DELETED" -> follower.deleted(object);
      case "ERROR" -> {
        refused(
            new Reply.Failed(
                (int) Json.number(object, 500, "code"),
                Json.text(object, "reason"),
                Json.text(object, "message"),
                List.of(),
                Optional.empty()));
        return false;
      }
      default -> {
        // A bookmark carries nothing but its version; so may kinds of event to come.
      }
    }
    String seen = Json.text(object, "metadata", "resourceVersion");
    if (!seen.isEmpty()) {
      version = seen;
    }
    return true;
  }

  private void refused(Reply reply) throws InterruptedException {
    if (reply instanceof Reply.Failed failed && failed.status() == 410) {
      version = "";
      pause(backoff.after(1));
    } else {
      failed(reply);
    }
  }

  private void failed(Reply reply) throws InterruptedException {
    failures++;
    if (failures > 1 && !isClosed()) {
      follower.interrupted(reply); // the first may be a connection that had gone stale
    }
    pause(backoff.after(failures));
  }

  private void seen() {
    if (failures > 1) {
      follower.resumed();
    }
    failures = 0;
  }

  private void pause(Duration delay) throws InterruptedException {
    boolean ignored = closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    Call running = call;
    if (running != null) {
      running.cancel();
    }
  }

  /**
   * Waits a moment until nothing is read any more: a JVM whose end finds a thread in native code
   * gives it 0.3 s.
   */
  void awaitEnd() {
    try {
      var _ = thread.join(LAST_READ);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
