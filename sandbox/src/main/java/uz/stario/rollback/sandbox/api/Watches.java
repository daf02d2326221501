package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.fault.Fault;
import uz.stario.rollback.sandbox.store.Change;
import uz.stario.rollback.sandbox.store.Feed;
import uz.stario.rollback.sandbox.store.Listing;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Scope;

/**
 * Streams changes to clients.
 *
 * <p>Semantics of resourceVersion from the API concepts page of Kubernetes ("Efficient detection of
 * changes"): absent or zero begins with what is there, a number continues after it, and one older
 * than the history is 410.
 */
final class Watches {
  /** More watches than any test or drill needs, fewer than would hurt. */
  private static final int MOST_WATCHES = 2_000;

  /** The real server ends a watch after 30 to 60 minutes. */
  private static final long DEFAULT_SECONDS = 1_800;

  /** How often a quiet watch says where it stands; the real server takes a minute. */
  private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(10);

  private final ObjectStore store;
  private final Tables tables;
  private final Semaphore room = new Semaphore(MOST_WATCHES);

  Watches(ObjectStore store, Tables tables) {
    this.store = store;
    this.tables = tables;
  }

  void serve(Exchange exchange, Target target) throws IOException, InterruptedException {
    if (!room.tryAcquire()) {
      throw Refused.tooManyRequests(1);
    }
    try {
      watch(exchange, target);
    } finally {
      room.release();
    }
  }

  private void watch(Exchange exchange, Target target) throws IOException, InterruptedException {
    Resource resource = target.resource();
    Scope scope = Lists.scope(exchange, target);
    boolean bookmarks = exchange.flag("allowWatchBookmarks");
    boolean streamed = exchange.flag("sendInitialEvents");
    long asked = exchange.resourceVersion();
    Duration length = Duration.ofSeconds(exchange.number("timeoutSeconds", DEFAULT_SECONDS));
    @Nullable Listing initial = asked == 0 || streamed ? store.list(resource, scope) : null;
    Feed feed = store.watch(resource, initial == null ? asked : initial.version());
    boolean asTable = Tables.wanted(exchange);
    try (OutputStream out = exchange.stream("application/json")) {
      out.flush();
      Writer writer = new Writer(out, resource, asTable ? exchange : null);
      if (exchange.fault() instanceof Fault.WatchGap(int after, int lost)) {
        writer.lose(after, lost);
      }
      if (initial != null) {
        for (ObjectNode object : initial.items()) {
          writer.event("ADDED", object);
        }
        if (streamed) {
          writer.bookmark(initial.version(), true);
        }
      }
      follow(feed, scope, writer, length, bookmarks);
    }
  }

  private void follow(Feed feed, Scope scope, Writer writer, Duration length, boolean bookmarks)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    try {
      while (true) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          if (bookmarks) {
            writer.bookmark(feed.version(), false);
          }
          return;
        }
        Duration patience = Duration.ofNanos(Math.min(left, BOOKMARK_EVERY.toNanos()));
        Change change = feed.next(patience);
        if (change == null) {
          if (bookmarks && left > BOOKMARK_EVERY.toNanos()) {
            writer.bookmark(feed.version(), false);
          }
          continue;
        }
        Map.Entry<String, ObjectNode> seen = scope.view(change);
        if (seen != null) {
          writer.event(seen.getKey(), seen.getValue());
        }
      }
    } catch (Refused expired) {
      writer.error(expired);
    }
  }

  private final class Writer {
    private final OutputStream out;
    private final Resource resource;
    private final @Nullable Exchange table;
    private int told;
    private int gapBegins;
    private int gapEnds;

    Writer(OutputStream out, Resource resource, @Nullable Exchange table) {
      this.out = out;
      this.resource = resource;
      this.table = table;
    }

    void lose(int after, int events) {
      gapBegins = after;
      gapEnds = after + events;
    }

    void event(String type, ObjectNode object) throws IOException {
      int number = told++;
      if (number >= gapBegins && number < gapEnds) {
        return;
      }
      Exchange wanted = table;
      send(
          type,
          wanted == null
              ? object
              : tables.of(
                  resource, java.util.List.of(object), Manifest.resourceVersion(object), wanted));
    }

    void bookmark(long version, boolean endOfInitial) throws IOException {
      ObjectNode mark =
          Manifest.object().put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
      ObjectNode metadata = mark.putObject("metadata");
      metadata.put("resourceVersion", Long.toString(version)).putNull("creationTimestamp");
      if (endOfInitial) {
        metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
      }
      send("BOOKMARK", mark);
    }

    void error(Refused refused) throws IOException {
      send("ERROR", refused.status());
    }

    private void send(String type, ObjectNode object) throws IOException {
      ObjectNode event = Manifest.object().put("type", type);
      event.set("object", object);
      byte[] json = Manifest.JSON.writeValueAsBytes(event);
      byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      out.write(line);
      out.flush();
    }
  }
}
