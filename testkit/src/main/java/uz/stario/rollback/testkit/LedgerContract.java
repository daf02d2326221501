package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.port.Ledger.Query;
import uz.stario.rollback.port.Ledger.Recording;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Judgement;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.ReleasedService;

/** What every {@link Ledger} does. */
public abstract class LedgerContract {

  private static final Instant NOW = Fixtures.NOW;

  private Ledger ledger;

  /** The one ledger of the test, which is empty when it begins, opened anew. */
  protected abstract Ledger open();

  /** Whom the store names where somebody says to be this person. */
  protected String writer(String person) {
    return person;
  }

  @BeforeEach
  final void open_the_ledger() {
    ledger = open();
  }

  @AfterEach
  final void close_the_ledger() {
    ledger.close();
  }

  /** A release with something in every field. */
  public static Release release(String version, Instant at, String... services) {
    TreeMap<String, ReleasedService> released = new TreeMap<>();
    for (String service : services) {
      released.put(
          service,
          new ReleasedService(
              new TreeSet<>(Set.of("registry.example/" + service + ":" + version)),
              new TreeMap<>(Map.of("secret/jwt", "0a1b"))));
    }
    return new Release(
        at, "production", version, released, "9f3c", "the \"fix\" für O'zbekiston | 100 %", "anna");
  }

  private Judgement judgement(Release release, Health health, Instant at) {
    return new Judgement(release.id(), health, "12 % errors", "olim", at);
  }

  @Test
  void an_empty_ledger_lists_nothing_and_is_no_error() {
    assertThat(given(ledger.list(Query.newest(10)))).isEmpty();
  }

  @Test
  void what_was_recorded_is_read_back_and_survives() {
    Release release = release("v1.2.4", NOW.plusNanos(123), "api", "video");
    assertThat(given(ledger.record(release))).isInstanceOf(Recording.Added.class);
    Judgement judgement = judgement(release, Health.BAD, NOW.plusNanos(7));
    assertThat(ledger.judge(judgement)).isEmpty();

    LedgerEntry expected =
        new LedgerEntry(release.by(writer("anna")), List.of(judgement.by(writer("olim"))));
    assertThat(given(ledger.list(Query.newest(10)))).containsExactly(expected);
    try (Ledger again = open()) {
      assertThat(given(again.list(Query.newest(10)))).containsExactly(expected);
    }
  }

  @Test
  void recording_twice_is_recording_once_and_is_said() {
    Release release = release("v1.2.4", NOW, "api");
    ledger.record(release);

    assertThat(given(ledger.record(release("v1.2.4", NOW.plusSeconds(5), "api").by("olim"))))
        .isEqualTo(new Recording.AlreadyThere(release.by(writer("anna"))));
    assertThat(given(ledger.list(Query.newest(10)))).hasSize(1);
  }

  @Test
  void who_says_otherwise_is_refused_with_the_difference_and_changes_nothing() {
    Release release = release("v1.2.4", NOW, "api");
    ledger.record(release);
    Release other =
        new Release(
            NOW, "production", "v1.2.4", release.services(), "77aa", release.notes(), "olim");

    assertThat(given(ledger.record(other)))
        .isEqualTo(
            new Recording.Differs(
                release.by(writer("anna")),
                List.of("schema revision is recorded as 9f3c, not 77aa")));
    assertThat(given(ledger.list(Query.newest(10))))
        .extracting(LedgerEntry::release)
        .containsExactly(release.by(writer("anna")));
  }

  @Test
  void of_many_who_record_one_release_at_once_one_adds_it() throws Exception {
    int people = 8;
    CyclicBarrier together = new CyclicBarrier(people);
    List<Callable<Recording>> all = new ArrayList<>();
    List<Ledger> opened = new ArrayList<>(List.of(ledger));
    IntStream.range(1, people).forEach(_ -> opened.add(open()));
    for (Ledger one : opened) {
      all.add(() -> {
        together.await();
        return given(one.record(release("v1.2.4", NOW, "api")));
      });
    }
    List<Recording> recordings = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(people)) {
      for (var done : threads.invokeAll(all)) {
        recordings.add(done.get());
      }
    }
    opened.stream().skip(1).forEach(Ledger::close);

    assertThat(recordings).filteredOn(Recording.Added.class::isInstance).hasSize(1);
    assertThat(recordings).filteredOn(Recording.AlreadyThere.class::isInstance).hasSize(people - 1);
    assertThat(given(ledger.list(Query.newest(10)))).hasSize(1);
  }

  @Test
  void every_judgement_is_kept_in_the_order_in_which_it_came() {
    Release release = release("v1.2.4", NOW, "api");
    ledger.record(release);
    List<Judgement> said =
        List.of(
            judgement(release, Health.HEALTHY, NOW.plusSeconds(9)),
            judgement(release, Health.VULNERABLE, NOW.plusSeconds(3)),
            judgement(release, Health.UNKNOWN, NOW.plusSeconds(9)));
    said.forEach(one -> assertThat(ledger.judge(one)).isEmpty());

    LedgerEntry entry = given(ledger.list(Query.newest(1))).getFirst();
    assertThat(entry.judgements())
        .extracting(Judgement::health)
        .containsExactly(Health.HEALTHY, Health.VULNERABLE, Health.UNKNOWN);
    assertThat(entry.health()).isEqualTo(Health.UNKNOWN);
  }

  @Test
  void what_was_never_recorded_can_not_be_judged() {
    ledger.record(release("v1.2.4", NOW, "api"));

    assertThat(ledger.judge(judgement(release("v9", NOW, "api"), Health.BAD, NOW)))
        .map(Problem::code)
        .isEqualTo(Optional.of(ErrorCode.RELEASE_NOT_FOUND));
    assertThat(given(ledger.list(Query.newest(1))).getFirst().judgements()).isEmpty();
  }

  @Test
  void a_list_is_newest_first_and_holds_what_was_asked_for() {
    Release old = release("v1", NOW, "api", "video");
    Release middle = release("v2", NOW.plusSeconds(10), "video");
    Release late = release("v3", NOW.plusSeconds(20), "api");
    Release elsewhere =
        new Release(NOW.plusSeconds(30), "staging", "v3", late.services(), "", "", "anna");
    Stream.of(middle, elsewhere, old, late).forEach(ledger::record);

    assertThat(listed(Query.newest(10))).containsExactly(elsewhere, late, middle, old);
    assertThat(listed(Query.newest(2))).containsExactly(elsewhere, late);
    assertThat(listed(Query.newest(10).in("production"))).containsExactly(late, middle, old);
    assertThat(listed(Query.newest(10).in("production").of("video"))).containsExactly(middle, old);
    assertThat(listed(Query.newest(10).named("v3"))).containsExactly(elsewhere, late);
    assertThat(listed(Query.newest(10).named(late.id()))).containsExactly(late);
    assertThat(listed(Query.newest(10).named("v"))).isEmpty();
  }

  @Test
  void the_name_of_a_service_is_no_pattern() {
    ledger.record(release("v1", NOW, "video-gen"));

    for (String service : List.of("video", "gen", "%", "video_gen", "video-gen-worker", "")) {
      assertThat(listed(Query.newest(10).of(service))).as(service).isEmpty();
    }
    assertThat(listed(Query.newest(10).of("video-gen"))).hasSize(1);
  }

  @Test
  void pages_hold_every_release_once_even_those_of_one_instant() {
    List<Release> all =
        IntStream.range(0, 25)
            .mapToObj(i -> release("v" + i, NOW.plusSeconds(i / 10), "api"))
            .toList();
    all.forEach(ledger::record);

    List<Release> seen = new ArrayList<>();
    Query query = Query.newest(4);
    for (int page = 0; page < 8; page++) {
      List<Release> found = listed(query);
      seen.addAll(found);
      if (!found.isEmpty()) {
        query = query.after(found.getLast());
      }
    }
    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
    assertThat(seen).isEqualTo(listed(Query.newest(100)));
  }

  @Test
  void judgements_stand_with_their_own_release_on_every_page() {
    Release one = release("v1", NOW, "api");
    Release other = release("v2", NOW.plusSeconds(1), "api");
    Stream.of(one, other).forEach(ledger::record);
    ledger.judge(judgement(one, Health.BAD, NOW.plusSeconds(2)));

    assertThat(given(ledger.list(Query.newest(1))).getFirst().health()).isEqualTo(Health.UNKNOWN);
    assertThat(given(ledger.list(Query.newest(1).after(other))).getFirst().health())
        .isEqualTo(Health.BAD);
  }

  @Test
  void the_key_of_fingerprints_stays_the_same() {
    byte[] key = given(ledger.fingerprintKey());

    assertThat(key).isNotEmpty();
    try (Ledger again = open()) {
      assertThat(given(again.fingerprintKey())).isEqualTo(key);
    }
  }

  private List<Release> listed(Query query) {
    return given(ledger.list(query)).stream()
        .map(LedgerEntry::release)
        .map(release -> release.by("anna"))
        .toList();
  }

  /** The value, or a failed test. */
  protected static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(T value) -> value;
      case Answer.Refused<T>(Problem problem) -> throw new AssertionError(problem.sentence());
    };
  }
}
