package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.lock.Conflict;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Standing;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.port.Targets;
import uz.stario.rollback.port.Targets.Acquiring;
import uz.stario.rollback.port.Targets.Lease;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.Holders;
import uz.stario.rollback.run.engine.Holders.Known;
import uz.stario.rollback.run.engine.Locking;
import uz.stario.rollback.run.engine.RegistryTargets;

class LockingTest {

  private static final TargetKey API = new TargetKey("deployment/api");
  private static final RunId OTHER = new RunId("other");
  private static final RunId MINE = new RunId("mine");
  private static final Owner NARGIZA = new Owner("nargiza", "desk", "boot-2", 2, Fixtures.NOW);
  private static final Owner OLIM = new Owner("olim", "laptop", "boot-1", 1, Fixtures.NOW);

  private final InMemoryRegistries registries = new InMemoryRegistries();
  private final SettableClock clock = new SettableClock(Fixtures.NOW);
  private final SeededExecutor executor = new SeededExecutor(1);
  private final SeededTimers timers = new SeededTimers(clock, executor);
  private final List<List<Conflict>> waited = new ArrayList<>();
  private Known known = Known.NOTHING;
  private @Nullable RunId leaving;
  private @Nullable Owner gone;

  @Test
  void what_is_free_is_had_at_once() {
    assertThat(held(locking(MINE, false, Duration.ZERO)).takenOver()).isEmpty();
    assertThat(timers.left()).isZero();
  }

  @Test
  void without_patience_the_loser_is_told_at_once() {
    lease(OTHER, NARGIZA, clock);

    Acquiring answer = locking(MINE, true, Duration.ZERO).join();

    assertThat(answer).isInstanceOf(Acquiring.HeldBy.class);
    assertThat(waited).isEmpty();
  }

  @Test
  void with_patience_it_has_the_target_soon_after_the_other_lets_go() {
    Lease other = lease(OTHER, NARGIZA, clock);
    CompletableFuture<Acquiring> mine = locking(MINE, false, Duration.ofMinutes(5));
    beatFor(other, 120);
    assertThat(mine).isNotDone();
    assertThat(waited).isNotEmpty();

    other.release();
    pass(Locking.POLL);

    assertThat(held(mine).lease().holding().run()).isEqualTo(MINE);
  }

  @Test
  void patience_has_an_end() {
    Lease other = lease(OTHER, NARGIZA, clock);
    CompletableFuture<Acquiring> mine = locking(MINE, false, Duration.ofMinutes(1));

    beatFor(other, 62);

    assertThat(mine.join()).isInstanceOf(Acquiring.HeldBy.class);
    assertThat(timers.left()).isZero();
  }

  @Test
  void an_expired_run_is_not_taken_over_unasked_and_waiting_for_it_ends() {
    lease(OTHER, NARGIZA, clock);
    clock.advance(Duration.ofHours(1));

    CompletableFuture<Acquiring> mine = locking(MINE, false, Duration.ofMinutes(1));
    pass(Duration.ofSeconds(62));

    assertThat(mine.join()).isInstanceOf(Acquiring.HeldBy.class);
  }

  @Test
  void an_expired_run_is_watched_for_longer_than_a_heartbeat_and_then_taken_over() {
    lease(OTHER, NARGIZA, clock);
    clock.advance(Duration.ofHours(1));
    CompletableFuture<Acquiring> mine = locking(MINE, true, Duration.ZERO);

    pass(Holding.HEARTBEAT);
    assertThat(mine).isNotDone();
    pass(Duration.ofSeconds(2));

    assertThat(held(mine).takenOver()).extracting(Holding::run).containsExactly(OTHER);
  }

  @Test
  void a_run_that_moves_while_it_is_watched_is_alive_whatever_the_clocks_say() {
    SettableClock slow = new SettableClock(clock.instant().minus(Duration.ofHours(1)));
    Lease other = lease(OTHER, NARGIZA, slow);
    CompletableFuture<Acquiring> mine = locking(MINE, true, Duration.ZERO);
    pass(Duration.ofSeconds(3));
    slow.advance(Duration.ofSeconds(5));
    other.renew("");

    pass(Duration.ofSeconds(2));

    assertThat(mine.join()).isInstanceOf(Acquiring.HeldBy.class);
  }

  @Test
  void a_run_whose_clock_is_ahead_is_watched_for_the_whole_expiry() {
    lease(OTHER, NARGIZA, new SettableClock(clock.instant().plus(Duration.ofHours(1))));
    CompletableFuture<Acquiring> mine = locking(MINE, true, Duration.ZERO);

    pass(Duration.ofSeconds(30));
    assertThat(mine).isNotDone();
    pass(Duration.ofSeconds(2));

    assertThat(held(mine).takenOver()).hasSize(1);
  }

  @Test
  void a_run_that_is_taken_up_again_takes_over_its_own_without_being_asked() {
    lease(MINE, NARGIZA, clock);
    clock.advance(Duration.ofMinutes(1));
    CompletableFuture<Acquiring> mine = locking(MINE, false, Duration.ZERO);

    pass(Duration.ofSeconds(6));

    assertThat(held(mine).takenOver()).hasSize(1);
  }

  @Test
  void a_run_that_another_process_carries_out_is_not_taken_up() {
    lease(MINE, NARGIZA, clock);

    assertThat(locking(MINE, true, Duration.ZERO).join()).isInstanceOf(Acquiring.HeldBy.class);
  }

  @Test
  void what_is_had_after_nobody_waits_any_more_is_let_go_of() {
    Lease other = lease(OTHER, NARGIZA, clock);
    CompletableFuture<Acquiring> mine = locking(MINE, false, Duration.ofMinutes(5));
    mine.cancel(false);
    other.release();

    pass(Duration.ofMinutes(1));

    assertThat(registries.kept().orElseThrow().holdings()).isEmpty();
    assertThat(timers.left()).isZero();
  }

  @Test
  void a_run_that_is_about_to_let_go_is_waited_for_without_any_patience() {
    for (Known going : List.of(Known.ENDED, Known.LEAVING)) {
      Lease other = lease(OTHER, NARGIZA, clock);
      known = going;
      CompletableFuture<Acquiring> mine = locking(MINE, false, Duration.ZERO);
      beatFor(other, 20);
      assertThat(mine).as(going.name()).isNotDone();
      assertThat(waited).isNotEmpty();

      other.release();
      pass(Duration.ofSeconds(1));

      assertThat(held(mine).takenOver()).isEmpty();
      held(mine).lease().release();
    }
  }

  @Test
  void who_never_lets_go_is_not_waited_for_for_ever() {
    Lease other = lease(OTHER, NARGIZA, clock);
    known = Known.ENDED;
    CompletableFuture<Acquiring> mine = locking(MINE, false, Duration.ZERO);

    beatFor(other, (int) Locking.LEAVING.toSeconds() + 1);

    assertThat(mine.join()).isInstanceOf(Acquiring.HeldBy.class);
    assertThat(timers.left()).isZero();
  }

  @Test
  void one_that_stays_is_not_waited_for_because_another_leaves() {
    lease(OTHER, NARGIZA, clock);
    TreeSet<TargetKey> more = new TreeSet<>(List.of(new TargetKey("deployment/web")));
    targets(clock).acquire(more, new RunId("leaving"), NARGIZA, List.of());
    leaving = new RunId("leaving");

    var both = new TreeSet<>(List.of(API, new TargetKey("deployment/web")));
    CompletableFuture<Acquiring> mine = locking(both, MINE, false, Duration.ZERO);

    assertThat(mine.join()).isInstanceOf(Acquiring.HeldBy.class);
  }

  @Test
  void what_an_ended_run_has_left_is_taken_over_without_being_asked_for() {
    lease(OTHER, NARGIZA, clock);
    known = Known.ENDED;
    CompletableFuture<Acquiring> mine = locking(MINE, false, Duration.ZERO);

    pass(Holding.EXPIRY.plus(Holding.WATCHED).plus(Locking.POLL));

    assertThat(held(mine).takenOver()).extracting(Holding::run).containsExactly(OTHER);
  }

  @Test
  void what_a_dead_process_of_this_machine_locked_before_its_run_began_is_taken_over_at_once() {
    lease(OTHER, NARGIZA, clock);
    gone = NARGIZA;
    known = Known.UNBEGUN;

    assertThat(held(locking(MINE, false, Duration.ZERO)).takenOver()).hasSize(1);
  }

  @Test
  void a_dead_process_that_may_have_left_something_half_done_is_not_taken_over_unasked() {
    lease(OTHER, NARGIZA, clock);
    gone = NARGIZA;
    for (Known left : List.of(Known.NOTHING, Known.LEAVING)) {
      known = left;
      CompletableFuture<Acquiring> mine = locking(MINE, false, Duration.ofSeconds(1));
      pass(Duration.ofSeconds(3));
      assertThat(mine.join()).as(left.name()).isInstanceOf(Acquiring.HeldBy.class);
    }
  }

  @Test
  void what_is_only_silent_is_not_taken_over_because_its_run_is_not_known_here() {
    lease(OTHER, NARGIZA, clock);
    clock.advance(Duration.ofHours(1));
    known = Known.UNBEGUN;
    CompletableFuture<Acquiring> mine = locking(MINE, false, Duration.ofSeconds(1));

    pass(Duration.ofSeconds(10));

    assertThat(mine.join()).isInstanceOf(Acquiring.HeldBy.class);
  }

  @Test
  void who_is_refused_what_it_may_take_over_tries_again_later_and_not_at_once() {
    TreeSet<TargetKey> keys = new TreeSet<>(List.of(API));
    Holding first = lease(OTHER, NARGIZA, clock).holding();
    Holding second =
        new Holding(OTHER, NARGIZA, keys, first.fence() + 1, first.since(), first.heartbeat(), "");
    AtomicInteger asked = new AtomicInteger();
    // As a server tells that answers from old copies, now from one and now from the other.
    Targets forgetful =
        (_, _, _, _) ->
            new Acquiring.HeldBy(
                List.of(
                    new Conflict(
                        asked.getAndIncrement() % 2 == 0 ? first : second, keys, Standing.GONE)));
    known = Known.UNBEGUN;
    var mine =
        Locking.begin(
            forgetful,
            timers,
            executor,
            clock,
            new Locking.Request(keys, MINE, OLIM, false, Duration.ofMinutes(1)),
            _ -> known,
            waited::add);
    executor.runReady();
    assertThat(asked).hasValue(2);

    pass(Locking.POLL);
    assertThat(asked).hasValue(4);
    assertThat(mine).isNotDone();
  }

  private CompletableFuture<Acquiring> locking(RunId run, boolean takeOver, Duration patience) {
    return locking(new TreeSet<>(List.of(API)), run, takeOver, patience);
  }

  private CompletableFuture<Acquiring> locking(
      SortedSet<TargetKey> keys, RunId run, boolean takeOver, Duration patience) {
    var request = new Locking.Request(keys, run, OLIM, takeOver, patience);
    Holders holders = held -> held.run().equals(leaving) ? Known.LEAVING : known;
    var future =
        Locking.begin(targets(clock), timers, executor, clock, request, holders, waited::add);
    executor.runReady();
    return future;
  }

  private Lease lease(RunId run, Owner owner, InstantSource by) {
    TreeSet<TargetKey> keys = new TreeSet<>(List.of(API));
    Acquiring answer = targets(by).acquire(keys, run, owner, List.of());
    assertThat(answer).isInstanceOf(Acquiring.Held.class);
    return ((Acquiring.Held) answer).lease();
  }

  private RegistryTargets targets(InstantSource by) {
    return new RegistryTargets(registries, by, owner -> owner.equals(gone));
  }

  private void beatFor(Lease lease, int seconds) {
    for (int i = 0; i < seconds; i++) {
      lease.renew("beat " + i);
      pass(Duration.ofSeconds(1));
    }
  }

  private void pass(Duration time) {
    Instant until = clock.instant().plus(time);
    timers.passUntil(until, executor);
  }

  private static Acquiring.Held held(CompletableFuture<Acquiring> answer) {
    assertThat(answer).isDone();
    assertThat(answer.join()).isInstanceOf(Acquiring.Held.class);
    return (Acquiring.Held) answer.join();
  }
}
