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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    assertThat(journal.append(RUN, 0, first)).isEqualTo(new Appending.Appended(2));
    assertThat(journal.append(RUN, 2, second)).isEqualTo(new Appending.Appended(3));

    assertThat(given(journal.read(RUN)))
        .containsExactly(first.get(0), first.get(1), second.getFirst());
  }

  @Test
  void events_of_every_kind_and_with_awkward_values_are_read_back_unchanged() {
    Generated generated = new Generated(7);
    List<RunEvent> events = new ArrayList<>(List.of(generated.started()));
    IntStream.range(0, 200).forEach(_ -> events.add(generated.event()));

    assertThat(journal.append(RUN, 0, events)).isEqualTo(new Appending.Appended(201));

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

    assertThat(journal.append(RUN, 1, List.of())).isEqualTo(new Appending.Appended(1));
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
    assertThat(journal.append(Fixtures.run(run), 0, List.of(Fixtures.started(at, "api"))))
        .isEqualTo(new Appending.Appended(1));
  }

  private static RunEvent started(String... services) {
    return Fixtures.started(NOW, services);
  }

  /** The value of an answer; a refusal fails the test with its text. */
  protected static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(T value) -> value;
      case Answer.Refused<T>(var problem) -> throw new AssertionError(problem.sentence());
    };
  }
}
