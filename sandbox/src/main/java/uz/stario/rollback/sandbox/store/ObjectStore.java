package uz.stario.rollback.sandbox.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.time.Timeline;

/**
 * Every object of the cluster under one lock and one counter of versions, as etcd and the generic
 * registry keep them.
 *
 * <p>Follows {@code k8s.io/apiserver/pkg/registry/generic/registry/store.go}: optimistic
 * concurrency by resourceVersion, generations, graceful deletion, finalizers. Reads give frozen
 * nodes (see {@link Manifest}); refusals are thrown as {@link Refused}. Safe for all threads;
 * listeners run under the lock and must only take note.
 */
public final class ObjectStore {
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_LENGTH = 5;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Resource, NavigableMap<String, ObjectNode>> objects = new HashMap<>();
  private final Map<Resource, History> histories = new HashMap<>();
  private final Map<String, Key> byUid = new HashMap<>();
  private final Map<String, Set<Key>> byOwner = new HashMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final Timeline timeline;
  private final Random random;
  private final Admission admission = new Admission(this);
  private long version = 1;

  /**
   * An empty store.
   *
   * @param historySize how many changes of each kind are kept for watches
   * @param seed what uids and generated names are drawn from
   */
  public ObjectStore(Timeline timeline, int historySize, long seed) {
    this.timeline = timeline;
    this.random = new Random(seed);
    for (Resource resource : Resources.ALL) {
      objects.put(resource, new TreeMap<>());
      histories.put(resource, new History(historySize, lock.newCondition()));
    }
  }

  /** Asked about every write that admission sees; throws {@link Refused} to turn it down. */
  public interface Webhook {
    /** Reviews a write of {@code verb} create or update. */
    void review(String verb, Key key);
  }

  /** Has the webhook asked about every later write, in place of the one before. */
  public void admit(Webhook webhook) {
    admission.admit(webhook);
  }

  /** Has every later change told, in order, under the lock. */
  public void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  /** The object, if it is there. */
  public Optional<ObjectNode> find(Key key) {
    return locked(() -> Optional.ofNullable(table(key.resource()).get(path(key))));
  }

  /** The object, or a refusal with 404. */
  public ObjectNode get(Key key) {
    return find(key).orElseThrow(() -> Refused.notFound(key.resource(), key.name()));
  }

  /** The objects of a kind that are in the scope. */
  public Listing list(Resource resource, Scope scope) {
    return locked(() -> {
      NavigableMap<String, ObjectNode> table = table(resource);
      String prefix = scope.namespace() + "/";
      List<ObjectNode> found = new ArrayList<>();
      for (var entry :
          (scope.namespace().isEmpty() ? table : table.tailMap(prefix, false)).entrySet()) {
        if (!scope.namespace().isEmpty() && !entry.getKey().startsWith(prefix)) {
          break;
        }
        if (scope.matches(entry.getValue())) {
          found.add(entry.getValue());
        }
      }
      return new Listing(version, found);
    });
  }

  /**
   * The objects of a kind that were in the scope at a resourceVersion.
   *
   * @throws Refused with 410 where that is older than the kept history
   */
  public Listing list(Resource resource, Scope scope, long at) {
    return locked(() -> {
      NavigableMap<String, ObjectNode> then = new TreeMap<>(table(resource));
      history(resource).undo(at, then, ObjectStore::path);
      return new Listing(at, then.values().stream().filter(scope::matches).toList());
    });
  }

  /** The objects of a kind as they were so many changes of that kind ago. */
  public Listing listStale(Resource resource, Scope scope, int changes) {
    return locked(() -> list(resource, scope, history(resource).versionBefore(changes, version)));
  }

  /** How many objects of a kind a namespace has. */
  int count(Resource resource, String namespace) {
    return list(resource, Scope.in(namespace)).items().size();
  }

  /**
   * The objects of a kind that name the uid as an owner; the empty uid stands for those without any
   * owner.
   */
  public List<ObjectNode> ownedBy(String uid, Resource resource) {
    return locked(() ->
        byOwner.getOrDefault(uid, Set.of()).stream()
            .filter(key -> key.resource().equals(resource))
            .map(key -> table(resource).get(path(key)))
            .toList());
  }

  /** The keys of all objects that name the uid as an owner. */
  public List<Key> ownedBy(String uid) {
    return locked(() -> List.copyOf(byOwner.getOrDefault(uid, Set.of())));
  }

  /** Whether an object with that uid is there. */
  public boolean exists(String uid) {
    return locked(() -> byUid.containsKey(uid));
  }

  /** Where the object with that uid is. */
  public Optional<Key> whereIs(String uid) {
    return locked(() -> Optional.ofNullable(byUid.get(uid)));
  }

  /** The present resourceVersion of the whole store. */
  public long version() {
    return locked(() -> version);
  }

  /**
   * A feed of the changes after a resourceVersion.
   *
   * @throws Refused with 410 where that is older than the kept history
   */
  public Feed watch(Resource resource, long after) {
    return locked(() -> {
      History history = history(resource);
      if (after < history.floor()) {
        throw Refused.expired(after, history.floor());
      }
      return new Feed(lock, history, after);
    });
  }

  /** Forgets all history: every watch and every list from an older resourceVersion expires. */
  public void compact() {
    locked(() -> {
      histories.values().forEach(history -> history.compact(version));
      return version;
    });
  }

  /** Adds an object; the draft becomes the store's own. */
  public ObjectNode create(Resource resource, String namespace, ObjectNode draft) {
    return create(resource, namespace, draft, false);
  }

  /** Adds an object, or with {@code dryRun} only says what it would be. */
  public ObjectNode create(Resource resource, String namespace, ObjectNode draft, boolean dryRun) {
    return locked(() -> {
      ObjectNode metadata = Manifest.metadata(draft);
      String name = Manifest.name(draft);
      if (name.isEmpty() && metadata.has("generateName")) {
        name = Manifest.text(metadata, "generateName") + suffix();
        metadata.put("name", name);
      }
      Key key = new Key(resource, resource.namespaced() ? namespace : "", name);
      if (resource.namespaced()) {
        metadata.put("namespace", namespace);
      } else {
        metadata.remove("namespace");
      }
      draft.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
      admission.create(key, draft);
      if (table(resource).containsKey(path(key))) {
        throw Refused.alreadyExists(resource, name);
      }
      metadata.put("uid", uuid()).put("creationTimestamp", Manifest.time(timeline.now()));
      metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
      if (resource.generations()) {
        metadata.put("generation", 1);
      }
      if (dryRun) {
        return draft;
      }
      return write(resource, null, draft);
    });
  }

  /**
   * Changes an object in one atomic step: the function gets the present state and gives the wanted
   * one, of which only the part may differ. Where nothing differs, nothing is written.
   */
  public ObjectNode update(Key key, Part part, UnaryOperator<ObjectNode> change) {
    return update(key, part, change, false);
  }

  /** Changes an object, or with {@code dryRun} only says what it would become. */
  public ObjectNode update(Key key, Part part, UnaryOperator<ObjectNode> change, boolean dryRun) {
    return locked(() -> {
      ObjectNode before = get(key);
      ObjectNode wanted = change.apply(before);
      if (wanted.equals(before)) {
        return before;
      }
      ObjectNode after = Revision.of(key, before, wanted, part);
      if (part == Part.MAIN) {
        admission.update(key, before, after);
      }
      Revision.countGeneration(key.resource(), before, after, part);
      if (after.equals(before)) {
        return before;
      }
      if (dryRun) {
        return after;
      }
      boolean released =
          Manifest.deleting(before)
              && hasFinalizers(before)
              && !hasFinalizers(after)
              && !isPod(key);
      return released ? remove(key.resource(), after) : write(key.resource(), before, after);
    });
  }

  /**
   * Lets an object go: at once, or by marking it where a pod needs time to end or a finalizer holds
   * it.
   *
   * @return the last state, with {@code deletionTimestamp} where it is still there
   */
  public ObjectNode delete(Key key, Deletion deletion) {
    return delete(key, deletion, false);
  }

  /** Lets an object go, or with {@code dryRun} only says whether it would. */
  public ObjectNode delete(Key key, Deletion deletion, boolean dryRun) {
    return locked(() -> {
      ObjectNode before = get(key);
      if (!deletion.uid().isEmpty() && !deletion.uid().equals(Manifest.uid(before))) {
        throw Refused.conflict(
            key.resource(),
            key.name(),
            "Precondition failed: UID in precondition: "
                + deletion.uid()
                + ", UID in object meta: "
                + Manifest.uid(before));
      }
      String wanted = deletion.resourceVersion();
      if (!wanted.isEmpty()
          && !wanted.equals(Manifest.text(before, "metadata", "resourceVersion"))) {
        throw Refused.stale(key.resource(), key.name());
      }
      if (dryRun) {
        return before;
      }
      ObjectNode after = Manifest.draft(before);
      ObjectNode metadata = Manifest.metadata(after);
      switch (deletion.propagation()) {
        case BACKGROUND -> {}
        case FOREGROUND -> addFinalizer(metadata, "foregroundDeletion");
        case ORPHAN -> addFinalizer(metadata, "orphan");
      }
      Duration grace = graceOf(key, before, deletion);
      if (grace.isZero() && !hasFinalizers(after)) {
        return remove(key.resource(), before);
      }
      if (Manifest.deleting(before)
          && metadata.path("deletionGracePeriodSeconds").asLong(0) <= grace.toSeconds()) {
        return after.equals(before) ? before : write(key.resource(), before, after);
      }
      metadata.put("deletionTimestamp", Manifest.time(timeline.now().plus(grace)));
      metadata.put("deletionGracePeriodSeconds", grace.toSeconds());
      if (key.resource().equals(Resources.NAMESPACE)) {
        after.set("status", Manifest.object().put("phase", "Terminating"));
      }
      if (key.resource().generations()) {
        metadata.put("generation", metadata.path("generation").asInt(0) + 1);
      }
      return write(key.resource(), before, after);
    });
  }

  /** Takes a namespace out once nothing is left in it. */
  public void finish(Key key) {
    locked(() -> {
      ObjectNode present = table(key.resource()).get(path(key));
      return present == null ? null : remove(key.resource(), present);
    });
  }

  private static Duration graceOf(Key key, ObjectNode object, Deletion deletion) {
    if (key.resource().equals(Resources.NAMESPACE)) {
      return Duration.ofSeconds(1);
    }
    if (!isPod(key) || Manifest.text(object, "spec", "nodeName").isEmpty()) {
      return Duration.ZERO;
    }
    String phase = Manifest.text(object, "status", "phase");
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      return Duration.ZERO;
    }
    Duration asked = deletion.grace();
    return asked != null
        ? asked
        : Duration.ofSeconds(
            Manifest.at(object, "spec", "terminationGracePeriodSeconds").asLong(30));
  }

  private static boolean isPod(Key key) {
    return key.resource().equals(Resources.POD);
  }

  private static boolean hasFinalizers(ObjectNode object) {
    return !Manifest.at(object, "metadata", "finalizers").isEmpty();
  }

  private static void addFinalizer(ObjectNode metadata, String name) {
    ArrayNode finalizers =
        metadata.path("finalizers") instanceof ArrayNode present
            ? present
            : metadata.putArray("finalizers");
    if (finalizers.valueStream().noneMatch(f -> f.asString("").equals(name))) {
      finalizers.add(name);
    }
  }

  private ObjectNode write(Resource resource, @Nullable ObjectNode before, ObjectNode after) {
    version++;
    Manifest.metadata(after).put("resourceVersion", Long.toString(version));
    table(resource).put(path(Key.of(resource, after)), after);
    index(resource, before, after);
    tell(new Change(resource, version, before, after, after));
    return after;
  }

  private ObjectNode remove(Resource resource, ObjectNode present) {
    version++;
    ObjectNode stored = table(resource).remove(path(Key.of(resource, present)));
    ObjectNode last = Manifest.draft(present);
    Manifest.metadata(last).put("resourceVersion", Long.toString(version));
    ObjectNode before = stored == null ? present : stored;
    index(resource, before, null);
    tell(new Change(resource, version, before, null, last));
    return last;
  }

  private void tell(Change change) {
    history(change.resource()).add(change);
    listeners.forEach(listener -> listener.accept(change));
  }

  private void index(Resource resource, @Nullable ObjectNode before, @Nullable ObjectNode after) {
    if (before != null) {
      Key key = Key.of(resource, before);
      byUid.remove(Manifest.uid(before));
      for (String owner : ownersOf(before)) {
        Set<Key> owned = byOwner.get(owner);
        if (owned != null && owned.remove(key) && owned.isEmpty()) {
          byOwner.remove(owner);
        }
      }
    }
    if (after != null) {
      Key key = Key.of(resource, after);
      byUid.put(Manifest.uid(after), key);
      for (String owner : ownersOf(after)) {
        byOwner.computeIfAbsent(owner, _ -> new LinkedHashSet<>()).add(key);
      }
    }
  }

  private static List<String> ownersOf(ObjectNode object) {
    List<String> owners = Manifest.owners(object);
    return owners.isEmpty() ? List.of("") : owners;
  }

  private NavigableMap<String, ObjectNode> table(Resource resource) {
    return objects.computeIfAbsent(resource, _ -> new TreeMap<>());
  }

  private History history(Resource resource) {
    History history = histories.get(resource);
    if (history == null) {
      throw new IllegalArgumentException("not a row of the table: " + resource);
    }
    return history;
  }

  private static String path(Key key) {
    return key.namespace() + "/" + key.name();
  }

  private String uuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(0xC0L << 56)) | (0x80L << 56);
    return new UUID(high, low).toString();
  }

  private String suffix() {
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      suffix.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
    }
    return suffix.toString();
  }

  private <T extends @Nullable Object> T locked(java.util.function.Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes the first objects of a kind beyond a bound, oldest version first; how events are kept
   * few.
   */
  public void prune(Resource resource, int most) {
    locked(() -> {
      NavigableMap<String, ObjectNode> table = table(resource);
      if (table.size() <= most) {
        return 0;
      }
      // A tenth at a time, so that a full table is not sorted for every new object.
      Map<Long, ObjectNode> oldest = new TreeMap<>();
      table.values().forEach(object -> oldest.put(Manifest.resourceVersion(object), object));
      int excess = table.size() - most + most / 10;
      new LinkedHashMap<>(oldest).values().stream().limit(excess).forEach(o -> remove(resource, o));
      return excess;
    });
  }
}
