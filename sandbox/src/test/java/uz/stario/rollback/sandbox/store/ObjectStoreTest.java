package uz.stario.rollback.sandbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.time.SteppedTimeline;

class ObjectStoreTest {
  private static final Key MAP = new Key(Resources.CONFIG_MAP, "default", "a");

  private final ObjectStore store =
      new ObjectStore(new SteppedTimeline(Instant.parse("2026-01-20T10:00:00Z")), 3, 1);

  ObjectStoreTest() {
    store.create(Resources.NAMESPACE, "", Manifest.parse("{\"metadata\":{\"name\":\"default\"}}"));
  }

  private ObjectNode create(String json) {
    return store.create(Resources.CONFIG_MAP, "default", Manifest.parse(json));
  }

  private ObjectNode put(String value) {
    return store.update(MAP, Part.MAIN, before -> data(before, value));
  }

  private static ObjectNode data(ObjectNode before, String value) {
    ObjectNode after = before.deepCopy();
    after.putObject("data").put("key", value);
    return after;
  }

  @Test
  void the_slower_of_two_writers_is_told_that_its_state_is_stale() {
    ObjectNode read = create("{\"metadata\":{\"name\":\"a\"}}");
    put("first");
    assertThatThrownBy(() -> store.update(MAP, Part.MAIN, _ -> data(read, "second")))
        .hasMessage(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                + " please apply your changes to the latest version and try again");
    assertThat(Manifest.text(store.get(MAP), "data", "key")).isEqualTo("first");
  }

  @Test
  void a_write_that_changes_nothing_makes_no_version() {
    create("{\"metadata\":{\"name\":\"a\"}}");
    put("same");
    long version = store.version();
    put("same");
    assertThat(store.version()).isEqualTo(version);
  }

  @Test
  void unknown_fields_are_kept() {
    create("{\"metadata\":{\"name\":\"a\"},\"fromTheFuture\":{\"x\":[1,{}]}}");
    assertThat(store.get(MAP).path("fromTheFuture").toString()).isEqualTo("{\"x\":[1,{}]}");
  }

  @Test
  void a_second_object_of_the_same_name_is_refused() {
    create("{\"metadata\":{\"name\":\"a\"}}");
    assertThatThrownBy(() -> create("{\"metadata\":{\"name\":\"a\"}}"))
        .hasMessage("configmaps \"a\" already exists");
  }

  @Test
  void a_generated_name_starts_with_its_prefix() {
    String name = Manifest.name(create("{\"metadata\":{\"generateName\":\"web-\"}}"));
    assertThat(name).matches("web-[a-z0-9]{5}");
  }

  @Test
  void nothing_can_be_created_in_a_namespace_that_is_not_there() {
    ObjectNode draft = Manifest.parse("{\"metadata\":{\"name\":\"a\"}}");
    assertThatThrownBy(() -> store.create(Resources.CONFIG_MAP, "x", draft))
        .hasMessage("namespaces \"x\" not found");
  }

  @Test
  void a_feed_tells_every_change_once_and_in_order() throws InterruptedException {
    Feed feed = store.watch(Resources.CONFIG_MAP, store.version());
    create("{\"metadata\":{\"name\":\"a\"}}");
    put("x");
    store.delete(MAP, Deletion.BACKGROUND);
    assertThat(feed.next(Duration.ZERO)).matches(c -> c != null && c.before() == null);
    assertThat(feed.next(Duration.ZERO))
        .matches(c -> c != null && c.before() != null && c.after() != null);
    assertThat(feed.next(Duration.ZERO)).matches(c -> c != null && c.after() == null);
    assertThat(feed.next(Duration.ZERO)).isNull();
  }

  @Test
  void a_feed_that_fell_behind_the_history_expires() {
    long before = store.version();
    create("{\"metadata\":{\"name\":\"a\"}}");
    Feed slow = store.watch(Resources.CONFIG_MAP, before);
    for (int i = 0; i < 3; i++) {
      put("v" + i);
    }
    assertThatThrownBy(() -> slow.next(Duration.ZERO))
        .hasMessageStartingWith("too old resource version");
    assertThatThrownBy(() -> store.watch(Resources.CONFIG_MAP, before))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(410));
  }

  @Test
  void compaction_expires_the_past_and_not_the_present() {
    create("{\"metadata\":{\"name\":\"a\"}}");
    long past = store.version() - 1;
    store.compact();
    assertThatThrownBy(() -> store.watch(Resources.CONFIG_MAP, past)).isInstanceOf(Refused.class);
    assertThat(store.watch(Resources.CONFIG_MAP, store.version())).isNotNull();
  }

  @Test
  void an_object_that_leaves_a_scope_is_deleted_to_its_watchers() throws InterruptedException {
    create("{\"metadata\":{\"name\":\"a\",\"labels\":{\"app\":\"web\"}}}");
    Scope scope = new Scope("default", Selector.parse("app=web"), FieldSelector.EVERYTHING);
    Feed feed = store.watch(Resources.CONFIG_MAP, store.version());
    store.update(
        MAP,
        Part.MAIN,
        before -> {
          ObjectNode after = before.deepCopy();
          Manifest.metadata(after).remove("labels");
          return after;
        });
    Change left = feed.next(Duration.ZERO);
    assertThat(left).isNotNull();
    assertThat(scope.view(java.util.Objects.requireNonNull(left)))
        .isNotNull()
        .extracting(java.util.Map.Entry::getKey)
        .isEqualTo("DELETED");
  }

  @Test
  void pruning_removes_the_oldest_and_keeps_the_newest() {
    for (int i = 0; i < 12; i++) {
      create("{\"metadata\":{\"name\":\"m%02d\"}}".formatted(i));
    }
    store.prune(Resources.CONFIG_MAP, 12);
    assertThat(store.list(Resources.CONFIG_MAP, Scope.EVERYTHING).items()).hasSize(12);
    // m00 is written again, so that by version, which counts, m01 and m02 are the oldest.
    store.update(
        new Key(Resources.CONFIG_MAP, "default", "m00"), Part.MAIN, o -> data(o, "touched"));
    store.prune(Resources.CONFIG_MAP, 11);
    assertThat(store.list(Resources.CONFIG_MAP, Scope.EVERYTHING).items())
        .extracting(Manifest::name)
        .containsExactly("m00", "m03", "m04", "m05", "m06", "m07", "m08", "m09", "m10", "m11");
  }

  @Test
  void an_object_is_found_by_its_owner_until_it_loses_it() {
    String owner = Manifest.uid(create("{\"metadata\":{\"name\":\"a\"}}"));
    create(
        "{\"metadata\":{\"name\":\"b\",\"ownerReferences\":[{\"uid\":\"%s\"}]}}".formatted(owner));
    Key owned = new Key(Resources.CONFIG_MAP, "default", "b");
    assertThat(store.ownedBy(owner)).containsExactly(owned);
    assertThat(store.ownedBy("", Resources.CONFIG_MAP))
        .extracting(Manifest::name)
        .containsExactly("a");
    store.update(
        owned,
        Part.MAIN,
        before -> {
          ObjectNode after = before.deepCopy();
          Manifest.metadata(after).remove("ownerReferences");
          return after;
        });
    assertThat(store.ownedBy(owner)).isEmpty();
    assertThat(store.ownedBy("", Resources.CONFIG_MAP))
        .extracting(Manifest::name)
        .containsExactly("a", "b");
    store.delete(MAP, Deletion.BACKGROUND);
    assertThat(store.exists(owner)).isFalse();
  }

  @Test
  void a_list_of_the_past_shows_what_was_there_then() {
    create("{\"metadata\":{\"name\":\"a\"}}");
    long then = store.version();
    create("{\"metadata\":{\"name\":\"b\"}}");
    store.delete(MAP, Deletion.BACKGROUND);
    assertThat(store.list(Resources.CONFIG_MAP, Scope.in("default"), then).items())
        .extracting(Manifest::name)
        .containsExactly("a");
  }
}
