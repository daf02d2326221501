package uz.stario.rollback.sandbox.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
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
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Resource, Table> tables = new HashMap<>();
  private final OwnerIndex owners = new OwnerIndex();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private final Timeline timeline;
  private final Names names;
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
    this.names = new Names(seed);
    Resources.ALL.forEach(
        resource -> tables.put(resource, new Table(historySize, lock.newCondition())));
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
    return locked(() -> table(key.resource()).find(key));
  }

  /** The object, or a refusal with 404. */
  public ObjectNode get(Key key) {
    return find(key).orElseThrow(() -> Refused.notFound(key.resource(), key.name()));
  }

  /** The objects of a kind that are in the scope. */
  public Listing list(Resource resource, Scope scope) {
    return locked(() -> new Listing(version, table(resource).in(scope)));
  }

  /**
   * The objects of a kind that were in the scope at a resourceVersion.
   *
   * @throws Refused with 410 where that is older than the kept history
   */
  public Listing list(Resource resource, Scope scope, long at) {
    return locked(() -> new Listing(at, table(resource).in(scope, at)));
  }

  /** The objects of a kind as they were so many changes of that kind ago. */
  public Listing listStale(Resource resource, Scope scope, int changes) {
    return locked(
        () -> list(resource, scope, table(resource).history().versionBefore(changes, version)));
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
        owners.ownedBy(uid).stream()
            .filter(key -> key.resource().equals(resource))
            .map(this::get)
            .toList());
  }

  /** The keys of all objects that name the uid as an owner. */
  public List<Key> ownedBy(String uid) {
    return locked(() -> owners.ownedBy(uid));
  }

  /** Whether an object with that uid is there. */
  public boolean exists(String uid) {
    return whereIs(uid).isPresent();
  }

  /** Where the object with that uid is. */
  public Optional<Key> whereIs(String uid) {
    return locked(() -> owners.whereIs(uid));
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
      History history = table(resource).history();
      if (after < history.floor()) {
        throw Refused.expired(after, history.floor());
      }
      return new Feed(lock, history, after);
    });
  }

  /** Forgets all history: every watch and every list from an older resourceVersion expires. */
  public void compact() {
    locked(() -> {
      tables.values().forEach(table -> table.history().compact(version));
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
        name = Manifest.text(metadata, "generateName") + names.suffix();
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
      if (table(resource).find(key).isPresent()) {
        throw Refused.alreadyExists(resource, name);
      }
      metadata.put("uid", names.uid()).put("creationTimestamp", Manifest.time(timeline.now()));
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
      boolean released = Ending.releases(key, before, after);
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
      Ending.checkPreconditions(key, before, deletion);
      if (dryRun) {
        return before;
      }
      ObjectNode after = Ending.mark(key, before, deletion, timeline.now());
      if (after == null) {
        return remove(key.resource(), before);
      }
      return after.equals(before) ? before : write(key.resource(), before, after);
    });
  }

  /** Takes a namespace out once nothing is left in it. */
  public void finish(Key key) {
    locked(() -> find(key).map(present -> remove(key.resource(), present)));
  }

  /**
   * Removes the first objects of a kind beyond a bound, oldest version first; how events are kept
   * few.
   */
  public void prune(Resource resource, int most) {
    locked(() -> {
      List<ObjectNode> excess = table(resource).beyond(most);
      excess.forEach(object -> remove(resource, object));
      return excess;
    });
  }

  private ObjectNode write(Resource resource, @Nullable ObjectNode before, ObjectNode after) {
    version++;
    Manifest.metadata(after).put("resourceVersion", Long.toString(version));
    table(resource).put(Key.of(resource, after), after);
    owners.change(resource, before, after);
    tell(new Change(resource, version, before, after, after));
    return after;
  }

  private ObjectNode remove(Resource resource, ObjectNode present) {
    version++;
    ObjectNode stored = table(resource).remove(Key.of(resource, present));
    ObjectNode last = Manifest.draft(present);
    Manifest.metadata(last).put("resourceVersion", Long.toString(version));
    ObjectNode before = stored == null ? present : stored;
    owners.change(resource, before, null);
    tell(new Change(resource, version, before, null, last));
    return last;
  }

  private void tell(Change change) {
    table(change.resource()).history().add(change);
    listeners.forEach(listener -> listener.accept(change));
  }

  private Table table(Resource resource) {
    Table table = tables.get(resource);
    if (table == null) {
      throw new IllegalArgumentException("not a row of the table: " + resource);
    }
    return table;
  }

  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
