package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.audit.Integrity.Broken;
import uz.stario.rollback.audit.Integrity.Kind;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Journal.Appending;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;

/** What every {@link Journal} does. */
public abstract class JournalContract {

  private static final RunId RUN = Fixtures.run("20260102-a1b2");
  private static final Instant NOW = Fixtures.NOW;

  private Journal journal;

  /** An empty journal. */
  protected abstract Journal open();

  /**
   * Puts other entries in the place of a run's, behind the journal's back.
   *
   * @param how gets what is stored and gives what is to be
   */
  protected abstract void tamper(Journal journal, RunId run, UnaryOperator<List<Entry>> how)
      throws Exception;

  @BeforeEach
  final void open_the_journal() {
    journal = open();
  }

  @AfterEach
  final void close_the_journal() {
    journal.close();
  }

  @Test
  void a_journal_without_runs_is_empty_and_no_error() {
    assertThat(given(journal.read(RUN))).isEmpty();
    assertThat(given(journal.runs(10))).isEmpty();
    assertThat(given(journal.named(""))).isEmpty();
  }

  @Test
  void events_are_read_back_in_the_order_in_which_they_were_appended() {
    List<RunEvent> first = List.of(started("api"), Fixtures.intended("api", 1));
    List<RunEvent> second = List.of(Fixtures.intended("api", 2));

    assertThat(count(journal.append(RUN, 0, first))).isEqualTo(2);
    assertThat(count(journal.append(RUN, 2, second))).isEqualTo(3);

    assertThat(given(journal.read(RUN)))
        .containsExactly(first.get(0), first.get(1), second.getFirst());
  }

  @Test
  void the_events_after_the_first_ones_are_read_alone() {
    RunEvent first = Fixtures.intended("api", 1);
    RunEvent second = Fixtures.intended("api", 2);
    journal.append(RUN, 0, List.of(started("api"), first, second));

    assertThat(given(journal.since(RUN, 1))).containsExactly(first, second);
    assertThat(given(journal.since(RUN, 3))).isEmpty();
    assertThat(given(journal.since(RUN, 99))).isEmpty();
  }

  @Test
  void events_of_every_kind_and_with_awkward_values_are_read_back_unchanged() {
    Generated generated = new Generated(7);
    List<RunEvent> events = new ArrayList<>(List.of(generated.started()));
    IntStream.range(0, 200).forEach(_ -> events.add(generated.event()));

    assertThat(count(journal.append(RUN, 0, events))).isEqualTo(201);

    assertThat(given(journal.read(RUN))).isEqualTo(events);
  }

  @Test
  void an_append_that_expects_fewer_events_is_a_conflict_and_appends_nothing() {
    journal.append(RUN, 0, List.of(started("api"), Fixtures.intended("api", 1)));

    assertThat(journal.append(RUN, 1, List.of(Fixtures.intended("api", 9))))
        .isEqualTo(new Appending.Conflict(2));

    assertThat(given(journal.read(RUN))).hasSize(2).doesNotContain(Fixtures.intended("api", 9));
  }

  @Test
  void an_append_that_expects_more_events_than_there_are_is_a_conflict() {
    assertThat(journal.append(RUN, 1, List.of(Fixtures.intended("api", 1))))
        .isEqualTo(new Appending.Conflict(0));
    assertThat(given(journal.read(RUN))).isEmpty();
  }

  @Test
  void a_second_start_of_the_same_run_is_a_conflict() {
    journal.append(RUN, 0, List.of(started("api")));

    assertThat(journal.append(RUN, 0, List.of(started("api"))))
        .isEqualTo(new Appending.Conflict(1));
  }

  @Test
  void appending_nothing_only_compares_the_number_of_events() {
    journal.append(RUN, 0, List.of(started("api")));

    assertThat(count(journal.append(RUN, 1, List.of()))).isEqualTo(1);
    assertThat(journal.append(RUN, 0, List.of())).isEqualTo(new Appending.Conflict(1));
  }

  @Test
  void a_run_that_does_not_begin_with_its_start_is_a_bug_of_the_caller() {
    assertThatThrownBy(() -> journal.append(RUN, 0, List.of(Fixtures.intended("api", 1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(given(journal.read(RUN))).isEmpty();
  }

  @Test
  void runs_do_not_see_each_others_events() {
    RunId other = Fixtures.run("20260102-ffff");
    journal.append(RUN, 0, List.of(started("api")));
    journal.append(other, 0, List.of(started("web"), Fixtures.intended("web", 1)));

    assertThat(given(journal.read(RUN))).containsExactly(started("api"));
    assertThat(given(journal.read(other))).hasSize(2);
  }

  @Test
  void of_many_who_append_at_the_same_place_exactly_one_wins() throws Exception {
    journal.append(RUN, 0, List.of(started("api")));
    int rivals = 8;
    CyclicBarrier together = new CyclicBarrier(rivals);
    List<Callable<Appending>> attempts = new ArrayList<>();
    for (int i = 0; i < rivals; i++) {
      int mine = i;
      attempts.add(() -> {
        together.await();
        return journal.append(RUN, 1, List.of(Fixtures.intended("api", mine)));
      });
    }

    List<Appending> came = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(rivals)) {
      for (var attempt : threads.invokeAll(attempts)) {
        came.add(attempt.get());
      }
    }

    assertThat(came).filteredOn(Appending.Appended.class::isInstance).hasSize(1);
    assertThat(came).filteredOn(new Appending.Conflict(2)::equals).hasSize(rivals - 1);
    assertThat(given(journal.read(RUN))).hasSize(2);
  }

  @Test
  void a_summary_says_what_a_run_is_about_and_that_it_has_not_ended() {
    journal.append(RUN, 0, List.of(started("api", "web")));

    assertThat(given(journal.runs(10)))
        .containsExactly(
            new Journal.Summary(
                RUN,
                NOW,
                Optional.empty(),
                Optional.empty(),
                "production",
                List.of("api", "web"),
                "olim@laptop"));
  }

  @Test
  void a_summary_says_how_a_run_ended() {
    Instant end = NOW.plusNanos(123_456_789);
    journal.append(RUN, 0, List.of(started("api")));
    journal.append(RUN, 1, List.of(new RunEvent.Ended(end, RunResult.UNVERIFIED)));

    Journal.Summary summary = given(journal.runs(1)).getFirst();

    assertThat(summary.endedAt()).contains(end);
    assertThat(summary.result()).contains(RunResult.UNVERIFIED);
  }

  @Test
  void the_newest_runs_come_first_whatever_their_names() {
    startAt("b", NOW);
    startAt("a", NOW.plus(Duration.ofSeconds(1)));
    startAt("c", NOW.plusMillis(500));

    assertThat(given(journal.runs(10)))
        .extracting(s -> s.run().value())
        .containsExactly("a", "c", "b");
    assertThat(given(journal.runs(2))).extracting(s -> s.run().value()).containsExactly("a", "c");
  }

  @Test
  void runs_are_found_by_the_start_of_their_name() {
    startAt("ab-1", NOW);
    startAt("ab-2", NOW.plusSeconds(1));
    startAt("ac", NOW.plusSeconds(2));
    startAt("AB-3", NOW.plusSeconds(3));

    assertThat(given(journal.named("ab"))).extracting(RunId::value).containsExactly("ab-2", "ab-1");
    assertThat(given(journal.named("ab-1"))).extracting(RunId::value).containsExactly("ab-1");
    assertThat(given(journal.named("b"))).isEmpty();
  }

  @Test
  void a_prefix_is_taken_literally() {
    startAt("ab", NOW);

    assertThat(given(journal.named("a%"))).isEmpty();
    assertThat(given(journal.named("a_"))).isEmpty();
    assertThat(given(journal.named("a*"))).isEmpty();
    assertThat(given(journal.named("' OR 1=1 --"))).isEmpty();
  }

  @Test
  void at_most_twenty_runs_are_found_by_name() {
    IntStream.range(0, 25).forEach(i -> startAt("run-" + i, NOW.plusSeconds(i)));

    assertThat(given(journal.named("run-"))).hasSize(20).startsWith(Fixtures.run("run-24"));
  }

  @Test
  void closing_twice_is_as_closing_once() {
    journal.append(RUN, 0, List.of(started("api")));
    journal.close();
    journal.close();
  }

  private void startAt(String run, Instant at) {
    assertThat(count(journal.append(Fixtures.run(run), 0, List.of(Fixtures.started(at, "api")))))
        .isEqualTo(1);
  }

  private static RunEvent started(String... services) {
    return Fixtures.started(NOW, services);
  }

  @Test
  void each_event_holds_the_checksum_of_the_one_before() {
    assertThat(append(RUN, 5)).isEqualTo(entriesOf(RUN).getLast().head());

    Head head = Head.NONE;
    for (Entry entry : entriesOf(RUN)) {
      assertThat(entry.previous()).isEqualTo(head.hash());
      assertThat(entry)
          .isEqualTo(Entry.after(head, RUN, entry.at(), entry.type(), entry.by(), entry.body()));
      head = entry.head();
    }
    assertThat(head.events()).isEqualTo(5);
    assertThat(journal.append(RUN, 5, List.of())).isEqualTo(new Appending.Appended(5, head.hash()));
    assertThat(given(journal.verify(RUN, List.of(head)))).isEqualTo(new Integrity.Sound(head));
  }

  @Test
  void whoever_writes_is_written_down_with_each_event() {
    append(RUN, 2);

    assertThat(entriesOf(RUN)).allMatch(entry -> !entry.by().isBlank());
  }

  @Test
  void the_same_event_in_another_run_has_another_checksum() {
    RunId other = Fixtures.run("20260102-ffff");

    assertThat(append(RUN, 1)).isNotEqualTo(append(other, 1));
  }

  @Test
  void a_run_that_never_was_is_sound_unless_something_is_known_of_it() {
    assertThat(given(journal.verify(RUN, List.of()))).isEqualTo(new Integrity.Sound(Head.NONE));
    assertThat(given(journal.entries(RUN))).isEmpty();
    assertThat(given(journal.verify(RUN, List.of(new Head(3, "a".repeat(64))))))
        .isEqualTo(
            new Broken(RUN, 1, Kind.TRUNCATED, "The end is missing: 0 of 3 events are there."));
  }

  @Test
  void all_runs_are_told_the_oldest_first() {
    startAt("b", NOW.plusSeconds(1));
    startAt("a", NOW.plusSeconds(2));
    startAt("c", NOW);

    assertThat(given(journal.all())).extracting(RunId::value).containsExactly("c", "b", "a");
  }

  @Test
  void an_event_that_was_edited_is_named() throws Exception {
    append(RUN, 6);
    tamper(journal, RUN, changing(3, e -> with(e, e.seq(), e.body().replace("2", "7"))));

    assertThat(broken())
        .isEqualTo(
            new Broken(RUN, 3, Kind.EDITED, "Event 3 was changed after it had been written."));
  }

  @Test
  void an_event_that_was_edited_is_found_although_its_own_checksum_was_made_to_fit()
      throws Exception {
    append(RUN, 6);
    tamper(
        journal,
        RUN,
        changing(
            3,
            e ->
                Entry.after(
                    new Head(2, e.previous()), RUN, e.at(), e.type(), e.by(), e.body() + " ")));

    assertThat(broken()).returns(3L, Broken::seq).returns(Kind.EDITED, Broken::kind);
  }

  @Test
  void whoever_edits_who_wrote_an_event_or_when_is_found() throws Exception {
    append(RUN, 3);
    tamper(
        journal,
        RUN,
        changing(
            2,
            e ->
                new Entry(
                    RUN, 2, e.at(), e.type(), "someone else", e.body(), e.previous(), e.hash())));

    assertThat(broken()).returns(2L, Broken::seq).returns(Kind.EDITED, Broken::kind);
  }

  @Test
  void the_last_event_rewritten_with_its_checksum_is_found_by_what_the_store_knows_of_the_end()
      throws Exception {
    append(RUN, 4);
    tamper(
        journal,
        RUN,
        changing(
            4,
            e ->
                Entry.after(
                    new Head(3, e.previous()), RUN, e.at(), e.type(), e.by(), e.body() + " ")));

    assertThat(broken()).returns(4L, Broken::seq).returns(Kind.EDITED, Broken::kind);
  }

  @Test
  void an_event_that_was_removed_is_named() throws Exception {
    append(RUN, 6);
    tamper(journal, RUN, entries -> without(entries, 3));

    assertThat(broken()).isEqualTo(new Broken(RUN, 3, Kind.REMOVED, "Event 3 was taken out."));
  }

  @Test
  void the_first_event_that_was_removed_is_named() throws Exception {
    append(RUN, 6);
    tamper(journal, RUN, entries -> without(entries, 1));

    assertThat(broken()).returns(1L, Broken::seq).returns(Kind.REMOVED, Broken::kind);
  }

  @Test
  void an_event_that_was_removed_is_named_although_those_after_it_moved_up() throws Exception {
    append(RUN, 6);
    tamper(
        journal,
        RUN,
        entries ->
            without(entries, 3).stream()
                .map(e -> e.seq() > 3 ? with(e, e.seq() - 1, e.body()) : e)
                .toList());

    assertThat(broken()).isEqualTo(new Broken(RUN, 3, Kind.REMOVED, "Event 3 was taken out."));
  }

  @Test
  void events_that_changed_places_are_named() throws Exception {
    append(RUN, 6);
    tamper(
        journal,
        RUN,
        entries -> {
          List<Entry> now = new ArrayList<>(entries);
          now.set(1, with(entries.get(4), 2, entries.get(4).body()));
          now.set(4, with(entries.get(1), 5, entries.get(1).body()));
          return now;
        });

    assertThat(broken())
        .isEqualTo(new Broken(RUN, 2, Kind.REORDERED, "Events 2 and 5 have changed places."));
  }

  @Test
  void events_whose_contents_changed_places_are_named() throws Exception {
    append(RUN, 6);
    tamper(
        journal,
        RUN,
        entries -> {
          List<Entry> now = new ArrayList<>(entries);
          now.set(1, content(entries.get(1), entries.get(4)));
          now.set(4, content(entries.get(4), entries.get(1)));
          return now;
        });

    assertThat(broken())
        .isEqualTo(new Broken(RUN, 2, Kind.REORDERED, "Events 2 and 5 have changed places."));
  }

  @Test
  void a_missing_end_is_said_with_how_much_is_missing() throws Exception {
    append(RUN, 6);
    tamper(journal, RUN, entries -> entries.subList(0, 4));

    assertThat(broken())
        .isEqualTo(
            new Broken(RUN, 5, Kind.TRUNCATED, "The end is missing: 4 of 6 events are there."));
  }

  @Test
  void a_run_all_of_whose_events_were_removed_is_no_run_that_never_was() throws Exception {
    append(RUN, 2);
    tamper(journal, RUN, _ -> List.of());

    assertThat(broken()).returns(1L, Broken::seq).returns(Kind.TRUNCATED, Broken::kind);
    assertThat(given(journal.all())).contains(RUN);
  }

  @Test
  void an_event_put_in_behind_the_journals_back_is_named_although_its_checksum_fits()
      throws Exception {
    append(RUN, 3);
    tamper(
        journal,
        RUN,
        entries -> {
          List<Entry> now = new ArrayList<>(entries);
          Entry last = entries.getLast();
          now.add(Entry.after(last.head(), RUN, last.at(), last.type(), last.by(), last.body()));
          return now;
        });

    assertThat(broken()).returns(4L, Broken::seq).returns(Kind.ADDED, Broken::kind);
  }

  @Test
  void a_record_written_anew_from_end_to_end_is_found_by_what_is_known_elsewhere() {
    Head known = append(RUN, 3);

    assertThat(given(journal.verify(RUN, List.of(known)))).isEqualTo(new Integrity.Sound(known));
    assertThat(given(journal.verify(RUN, List.of(new Head(2, known.hash())))))
        .isEqualTo(
            new Broken(
                RUN, 2, Kind.EDITED, "Event 2, or one before it, is not what is known of it."));
    assertThat(given(journal.verify(RUN, List.of(known, new Head(9, known.hash())))))
        .isInstanceOfSatisfying(
            Broken.class, broken -> assertThat(broken.kind()).isEqualTo(Kind.TRUNCATED));
  }

  @Test
  void a_run_goes_on_from_its_head_and_other_runs_stay_sound_when_one_is_broken() throws Exception {
    RunId other = Fixtures.run("20260102-ffff");
    append(RUN, 3);
    Head head = append(other, 3);
    tamper(journal, RUN, entries -> without(entries, 2));

    assertThat(given(journal.verify(other, List.of()))).isEqualTo(new Integrity.Sound(head));
  }

  /** Starts a run and appends intents until it has so many events. */
  private Head append(RunId run, int events) {
    Appending last = journal.append(run, 0, List.of(started("api")));
    for (int i = 1; i < events; i++) {
      last = journal.append(run, i, List.of(Fixtures.intended("api", i)));
    }
    return switch (last) {
      case Appending.Appended(long count, String hash) -> new Head(count, hash);
      case Appending.Conflict _, Appending.Unwritable _ -> throw new AssertionError(last);
    };
  }

  private List<Entry> entriesOf(RunId run) {
    return given(journal.entries(run));
  }

  private Broken broken() {
    return switch (given(journal.verify(RUN, List.of()))) {
      case Broken broken -> broken;
      case Integrity.Sound sound -> throw new AssertionError(sound);
    };
  }

  private static UnaryOperator<List<Entry>> changing(long seq, UnaryOperator<Entry> how) {
    return entries -> entries.stream().map(e -> e.seq() == seq ? how.apply(e) : e).toList();
  }

  private static List<Entry> without(List<Entry> entries, long seq) {
    return entries.stream().filter(e -> e.seq() != seq).toList();
  }

  private static Entry with(Entry e, long seq, String body) {
    return new Entry(e.run(), seq, e.at(), e.type(), e.by(), body, e.previous(), e.hash());
  }

  private static Entry content(Entry place, Entry of) {
    return new Entry(
        place.run(),
        place.seq(),
        of.at(),
        of.type(),
        of.by(),
        of.body(),
        place.previous(),
        place.hash());
  }

  /** How many events a run has after an append; anything else than an append fails the test. */
  public static long count(Appending appending) {
    return switch (appending) {
      case Appending.Appended(long events, String _) -> events;
      case Appending.Conflict _, Appending.Unwritable _ -> throw new AssertionError(appending);
    };
  }

  /** The value of an answer; a refusal fails the test with its text. */
  protected static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(T value) -> value;
      case Answer.Refused<T>(var problem) -> throw new AssertionError(problem.sentence());
    };
  }
}
