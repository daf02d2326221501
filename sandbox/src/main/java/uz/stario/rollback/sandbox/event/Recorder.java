package uz.stario.rollback.sandbox.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.time.Timeline;

/**
 * Records Events about objects; the same event again raises its count, as {@code
 * client-go/tools/events} does.
 *
 * <p>For the timeline's thread only.
 */
public final class Recorder {
  /** The real server forgets events after an hour; here the oldest go once there are this many. */
  private static final int MOST_EVENTS = 10_000;

  /** How many events can be told apart from new ones; older ones start a new count. */
  private static final int REMEMBERED = 4_096;

  private final ObjectStore store;
  private final Timeline timeline;
  private final Map<List<String>, Key> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Key> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long sequence;

  /** A recorder that writes to the store. */
  public Recorder(ObjectStore store, Timeline timeline) {
    this.store = store;
    this.timeline = timeline;
  }

  /** Records that all is going its way. */
  public void normal(ObjectNode about, String component, String reason, String message) {
    record(about, component, "Normal", reason, message);
  }

  /** Records that something is wrong. */
  public void warning(ObjectNode about, String component, String reason, String message) {
    record(about, component, "Warning", reason, message);
  }

  private void record(
      ObjectNode about, String component, String type, String reason, String message) {
    String now = Manifest.time(timeline.now());
    List<String> identity = List.of(Manifest.uid(about), component, reason, message);
    Optional<Key> earlier =
        Optional.ofNullable(seen.get(identity)).filter(k -> store.find(k).isPresent());
    if (earlier.isPresent()) {
      store.update(
          earlier.get(),
          Part.WHOLE,
          event ->
              Manifest.draft(event)
                  .put("count", Manifest.number(event, "count") + 1)
                  .put("lastTimestamp", now));
      return;
    }
    String namespace = Manifest.namespace(about).isEmpty() ? "default" : Manifest.namespace(about);
    ObjectNode event = Manifest.object();
    String name = Manifest.name(about) + "." + Long.toHexString(0x18_0000_0000_0000L + ++sequence);
    Manifest.metadata(event).put("name", name);
    event
        .putObject("involvedObject")
        .put("kind", about.path("kind").asString(""))
        .put("namespace", namespace)
        .put("name", Manifest.name(about))
        .put("uid", Manifest.uid(about))
        .put("apiVersion", about.path("apiVersion").asString(""))
        .put("resourceVersion", Manifest.text(about, "metadata", "resourceVersion"));
    event.put("reason", reason).put("message", message);
    event.putObject("source").put("component", component);
    event.put("firstTimestamp", now).put("lastTimestamp", now).put("count", 1).put("type", type);
    event.putNull("eventTime").put("reportingComponent", component).put("reportingInstance", "");
    try {
      seen.put(identity, Key.of(Resources.EVENT, store.create(Resources.EVENT, namespace, event)));
      store.prune(Resources.EVENT, MOST_EVENTS);
    } catch (Refused namespaceIsGone) {
      // Events about the end of a namespace have nowhere to go; the real recorder drops them too.
    }
  }
}
