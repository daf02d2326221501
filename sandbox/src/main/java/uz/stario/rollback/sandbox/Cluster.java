package uz.stario.rollback.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Deletion;
import uz.stario.rollback.sandbox.store.Feed;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Part;
import uz.stario.rollback.sandbox.store.Refused;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Resources;
import uz.stario.rollback.sandbox.store.Scope;

/**
 * The objects of the sandbox at hand, without HTTP.
 *
 * <p>What it gives are copies and what it takes is copied. What the API would refuse throws {@link
 * Refused}. Safe for all threads.
 */
public final class Cluster {
  private final ObjectStore store;

  Cluster(ObjectStore store) {
    this.store = store;
  }

  /** Creates an object from its whole manifest; without a namespace it goes to {@code default}. */
  public ObjectNode create(ObjectNode manifest) {
    Resource resource = resource(manifest);
    String namespace = Manifest.namespace(manifest);
    return store
        .create(resource, namespace.isEmpty() ? "default" : namespace, manifest.deepCopy())
        .deepCopy();
  }

  /** Creates an object from the JSON of its manifest. */
  public ObjectNode create(String json) {
    return create(Manifest.parse(json));
  }

  /**
   * Creates an object, or gives one that is there the manifest's spec, data, labels and
   * annotations.
   */
  public ObjectNode apply(ObjectNode manifest) {
    Key key = Key.of(resource(manifest), manifest);
    if (store.find(key).isEmpty()) {
      return create(manifest);
    }
    return edit(
        key.resource(),
        key.namespace(),
        key.name(),
        present -> {
          ObjectNode wanted = manifest.deepCopy();
          Manifest.at(wanted, "metadata", "annotations")
              .properties()
              .forEach(note ->
                  Manifest.child(Manifest.metadata(present), "annotations")
                      .set(note.getKey(), note.getValue()));
          wanted.remove(List.of("metadata", "status"));
          present.setAll(wanted);
        });
  }

  private static Resource resource(ObjectNode manifest) {
    String kind = Manifest.text(manifest, "kind");
    String version = Manifest.text(manifest, "apiVersion");
    return Resources.ALL.stream()
        .filter(r -> r.kind().equals(kind) && r.apiVersion().equals(version))
        .findFirst()
        .orElseThrow(() ->
            Refused.badRequest(
                "no matches for kind \"" + kind + "\" in version \"" + version + "\""));
  }

  /** The object, if it is there. */
  public Optional<ObjectNode> find(Resource resource, String namespace, String name) {
    return store.find(new Key(resource, namespace, name)).map(ObjectNode::deepCopy);
  }

  /** The object; refuses with 404. */
  public ObjectNode get(Resource resource, String namespace, String name) {
    return store.get(new Key(resource, namespace, name)).deepCopy();
  }

  /** The objects of a kind in a namespace, or in all for the empty name. */
  public List<ObjectNode> list(Resource resource, String namespace) {
    return store.list(resource, Scope.in(namespace)).items().stream()
        .map(ObjectNode::deepCopy)
        .toList();
  }

  /** Changes an object as a writer through the API would; nobody comes between read and write. */
  public ObjectNode edit(
      Resource resource, String namespace, String name, Consumer<ObjectNode> change) {
    return store
        .update(
            new Key(resource, namespace, name),
            Part.MAIN,
            present -> {
              ObjectNode wanted = present.deepCopy();
              change.accept(wanted);
              return wanted;
            })
        .deepCopy();
  }

  /** Deletes an object. */
  public void delete(Resource resource, String namespace, String name, Deletion deletion) {
    store.delete(new Key(resource, namespace, name), deletion);
  }

  /** Forgets the history, so that every watch from the past answers 410. */
  public void compact() {
    store.compact();
  }

  /**
   * Waits, by a watch, until an object is as wanted.
   *
   * @throws TimeoutException with the object's last state, if that takes longer than the patience
   */
  public ObjectNode await(
      Resource resource,
      String namespace,
      String name,
      Predicate<ObjectNode> wanted,
      Duration patience)
      throws InterruptedException, TimeoutException {
    Key key = new Key(resource, namespace, name);
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Feed feed = store.watch(resource, store.version());
      Optional<ObjectNode> found = store.find(key);
      if (found.isPresent() && wanted.test(found.get())) {
        return found.get().deepCopy();
      }
      long left = end - System.nanoTime();
      if (left <= 0 || feed.next(Duration.ofNanos(left)) == null) {
        throw new TimeoutException(
            resource.kind()
                + " "
                + name
                + " is not as wanted after "
                + patience
                + ": "
                + found.orElse(null));
      }
    }
  }
}
