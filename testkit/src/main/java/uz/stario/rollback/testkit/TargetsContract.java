package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.lock.Conflict;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Processes;
import uz.stario.rollback.lock.Standing;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.port.Targets;
import uz.stario.rollback.port.Targets.Acquiring;
import uz.stario.rollback.port.Targets.Lease;
import uz.stario.rollback.port.Targets.Renewal;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.RegistryTargets;

/** What {@link Targets} do, wherever their {@link Registries} are. */
public abstract class TargetsContract {

  private static final int CONTENDERS = 50;

  /** Each writes twice and all on one object, so that fewer collide as often. */
  private static final int NEIGHBOURS = 15;

  private static final Instant NOW = Fixtures.NOW;
  private static final RunId FIRST = new RunId("first");
  private static final RunId SECOND = new RunId("second");
  private static final Owner OLIM = owner("olim", 11);
  private static final Owner NARGIZA = owner("nargiza", 22);

  private final SettableClock clock = new SettableClock(NOW);

  /**
   * The registry of the test's own environment, as another process or machine would open it; nobody
   * has ever locked anything there before the test.
   */
  protected abstract Registries another();

  @Test
  void a_target_is_held_by_one_run_and_the_other_is_told_by_whom_and_since_when() {
    held(machine(), FIRST, OLIM, "deployment/api", "deployment/video");
    clock.advance(Duration.ofSeconds(7));

    List<Conflict> conflicts =
        blocked(acquire(machine(), SECOND, NARGIZA, "deployment/video", "deployment/web"));

    assertThat(conflicts).hasSize(1);
    assertThat(conflicts.getFirst().common()).containsExactly(new TargetKey("deployment/video"));
    assertThat(conflicts.getFirst().standing()).isEqualTo(Standing.ALIVE);
    Holding holding = conflicts.getFirst().holding();
    assertThat(holding.run()).isEqualTo(FIRST);
    assertThat(holding.owner()).isEqualTo(OLIM);
    assertThat(holding.since()).isEqualTo(NOW);
    assertThat(holding.targets())
        .containsExactly(new TargetKey("deployment/api"), new TargetKey("deployment/video"));
  }

  @Test
  void of_targets_that_are_wanted_together_none_is_taken_when_one_is_held() {
    held(machine(), FIRST, OLIM, "deployment/api");
    blocked(acquire(machine(), SECOND, NARGIZA, "deployment/api", "deployment/web"));

    held(machine(), new RunId("third"), owner("olim", 33), "deployment/web");
  }

  @Test
  void all_that_stands_in_the_way_is_told_at_once() {
    held(machine(), FIRST, OLIM, "deployment/api");
    held(machine(), SECOND, NARGIZA, "queue/video");

    List<Conflict> conflicts =
        blocked(
            acquire(machine(), new RunId("third"), owner("x", 3), "deployment/api", "queue/video"));

    assertThat(conflicts).extracting(c -> c.holding().run()).containsExactly(FIRST, SECOND);
  }

  @Test
  void runs_with_other_targets_go_side_by_side_and_outlive_each_other() {
    Lease first = held(machine(), FIRST, OLIM, "deployment/api");
    Lease second = held(machine(), SECOND, NARGIZA, "deployment/web");

    assertThat(first.release()).isEmpty();

    assertThat(second.renew("")).isEqualTo(new Renewal.Kept());
    assertThat(blocked(acquire(machine(), FIRST, OLIM, "deployment/web"))).hasSize(1);
  }

  @Test
  void what_was_released_can_be_taken_and_released_twice_is_as_once() {
    Lease first = held(machine(), FIRST, OLIM, "deployment/api");

    assertThat(first.release()).isEmpty();
    Lease second = held(machine(), SECOND, NARGIZA, "deployment/api");
    assertThat(first.release()).isEmpty();

    assertThat(second.renew("")).isEqualTo(new Renewal.Kept());
    assertThat(first.renew("")).isEqualTo(new Renewal.Lost(Optional.of(seen("deployment/api"))));
  }

  @Test
  void fences_only_ever_rise() {
    long first = heldAndReleased(FIRST, OLIM);
    long second = heldAndReleased(SECOND, NARGIZA);
    long again = heldAndReleased(FIRST, OLIM);

    assertThat(List.of(first, second, again)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void a_heartbeat_and_its_note_are_seen_by_others() {
    Lease lease = held(machine(), FIRST, OLIM, "deployment/api");
    clock.advance(Duration.ofSeconds(29));

    assertThat(lease.renew("9f86d081 \"ночь\" \\ {}")).isEqualTo(new Renewal.Kept());
    clock.advance(Duration.ofSeconds(29));

    Conflict conflict = blocked(acquire(machine(), SECOND, NARGIZA, "deployment/api")).getFirst();
    assertThat(conflict.standing()).isEqualTo(Standing.ALIVE);
    assertThat(conflict.holding().heartbeat()).isEqualTo(NOW.plusSeconds(29));
    assertThat(conflict.holding().note()).isEqualTo("9f86d081 \"ночь\" \\ {}");
    assertThat(conflict.holding().fence()).isEqualTo(lease.holding().fence());
  }

  @Test
  void an_expired_holding_stands_in_the_way_until_somebody_takes_it_over() {
    Lease first = held(machine(), FIRST, OLIM, "deployment/api", "deployment/video");
    clock.advance(Holding.EXPIRY);
    Conflict silent = blocked(acquire(machine(), SECOND, NARGIZA, "deployment/api")).getFirst();
    assertThat(silent.standing()).isEqualTo(Standing.SILENT);

    Acquiring over = take(machine(), SECOND, NARGIZA, List.of(silent.holding()), "deployment/api");

    assertThat(over).isInstanceOf(Acquiring.Held.class);
    Acquiring.Held taken = (Acquiring.Held) over;
    assertThat(taken.takenOver()).containsExactly(silent.holding());
    assertThat(taken.lease().holding().fence()).isGreaterThan(first.holding().fence());
    assertThat(first.renew("")).isEqualTo(new Renewal.Lost(Optional.of(seen("deployment/api"))));
    assertThat(first.release()).isEmpty();
    assertThat(taken.lease().renew("")).isEqualTo(new Renewal.Kept());
    // All that the first one held has ended, not only what both wanted.
    held(machine(), new RunId("third"), OLIM, "deployment/video");
  }

  @Test
  void a_holding_that_has_shown_life_since_it_was_seen_is_not_taken_over() {
    Lease first = held(machine(), FIRST, OLIM, "deployment/api");
    clock.advance(Holding.EXPIRY);
    Holding seen = seen("deployment/api");
    assertThat(first.renew("late")).isEqualTo(new Renewal.Kept());
    clock.advance(Holding.EXPIRY);

    assertThat(blocked(take(machine(), SECOND, NARGIZA, List.of(seen), "deployment/api")))
        .hasSize(1);
    assertThat(first.renew("")).isEqualTo(new Renewal.Kept());
  }

  @Test
  void a_holding_that_is_alive_is_not_taken_over_by_naming_it() {
    held(machine(), FIRST, OLIM, "deployment/api");
    Holding seen = seen("deployment/api");

    assertThat(blocked(take(machine(), SECOND, NARGIZA, List.of(seen), "deployment/api")))
        .hasSize(1);
  }

  @Test
  void a_process_that_has_ended_here_counts_as_expired_at_once() {
    held(machine(), FIRST, OLIM, "deployment/api");
    Targets here = new RegistryTargets(another(), clock, OLIM::equals);
    Conflict gone = blocked(acquire(here, SECOND, NARGIZA, "deployment/api")).getFirst();
    assertThat(gone.standing()).isEqualTo(Standing.GONE);

    Acquiring over = take(here, SECOND, NARGIZA, List.of(gone.holding()), "deployment/api");

    assertThat(over).isInstanceOf(Acquiring.Held.class);
  }

  @Test
  void a_run_takes_up_what_its_own_ended_process_held_and_nobody_alive_loses_it_so() {
    Lease first = held(machine(), FIRST, OLIM, "deployment/api");
    assertThat(blocked(acquire(machine(), FIRST, NARGIZA, "deployment/api"))).hasSize(1);
    Targets here = new RegistryTargets(another(), clock, OLIM::equals);

    Acquiring again = acquire(here, FIRST, NARGIZA, "deployment/api");

    assertThat(again).isInstanceOf(Acquiring.Held.class);
    assertThat(((Acquiring.Held) again).takenOver()).hasSize(1);
    assertThat(first.renew("")).isInstanceOf(Renewal.Lost.class);
  }

  @Test
  void a_process_that_asks_again_for_what_it_holds_holds_it_still() {
    Lease first = held(machine(), FIRST, OLIM, "deployment/api");
    clock.advance(Duration.ofSeconds(1));

    Lease again = held(machine(), FIRST, OLIM, "deployment/api");

    assertThat(again.holding()).isEqualTo(first.holding());
    assertThat(first.renew("")).isEqualTo(new Renewal.Kept());
  }

  @Test
  void a_hundred_targets_are_taken_in_one_go() {
    String[] targets =
        IntStream.range(0, 100).mapToObj(i -> "deployment/s-" + i).toArray(String[]::new);

    assertThat(held(machine(), FIRST, OLIM, targets).holding().targets()).hasSize(100);
    assertThat(seen("deployment/s-42").targets()).hasSize(100);
  }

  @Test
  void of_fifty_that_want_one_target_at_once_exactly_one_has_it() throws Exception {
    List<Acquiring> answers =
        atOnce(
            CONTENDERS, i -> acquire(machine(), contender(i), owner("u" + i, i), "deployment/api"));

    List<Acquiring> winners = answers.stream().filter(Acquiring.Held.class::isInstance).toList();
    assertThat(winners).hasSize(1);
    Holding winner = ((Acquiring.Held) winners.getFirst()).lease().holding();
    assertThat(answers)
        .filteredOn(a -> !winners.contains(a))
        .allSatisfy(a -> assertThat(blocked(a).getFirst().holding()).isEqualTo(winner));
  }

  @Test
  void many_that_want_a_target_each_and_a_heartbeat_all_have_it() throws Exception {
    List<Lease> leases = new ArrayList<>();
    List<Acquiring> answers =
        atOnce(
            NEIGHBOURS,
            i -> acquire(machine(), contender(i), owner("u" + i, i), "deployment/s-" + i));
    answers.forEach(a -> leases.add(lease(a)));

    List<Renewal> renewals = atOnce(NEIGHBOURS, i -> leases.get(i).renew("hash " + i));

    assertThat(renewals).containsOnly(new Renewal.Kept());
    assertThat(leases).extracting(lease -> lease.holding().fence()).doesNotHaveDuplicates();
    assertThat(seen("deployment/s-7").note()).isEqualTo("hash 7");
  }

  private static RunId contender(int i) {
    return new RunId("run-" + i);
  }

  private interface Contender<T> {
    T compete(int number);
  }

  private static <T> List<T> atOnce(int many, Contender<T> contender) throws Exception {
    CyclicBarrier start = new CyclicBarrier(many);
    try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        int number = i;
        tasks.add(() -> {
          start.await();
          return contender.compete(number);
        });
      }
      List<T> results = new ArrayList<>();
      for (var future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }

  private long heldAndReleased(RunId run, Owner owner) {
    Lease lease = held(machine(), run, owner, "deployment/api");
    assertThat(lease.release()).isEmpty();
    return lease.holding().fence();
  }

  /** Who holds a target, as a stranger sees it. */
  private Holding seen(String target) {
    return blocked(acquire(machine(), new RunId("stranger"), owner("s", 99), target))
        .getFirst()
        .holding();
  }

  private Targets machine() {
    return new RegistryTargets(another(), clock, Processes.UNKNOWN);
  }

  private static Owner owner(String user, long pid) {
    return new Owner(user, "laptop-" + user, "boot-1", pid, NOW.minusSeconds(60));
  }

  private static Lease held(Targets targets, RunId run, Owner owner, String... names) {
    return lease(acquire(targets, run, owner, names));
  }

  private static Acquiring acquire(Targets targets, RunId run, Owner owner, String... names) {
    return take(targets, run, owner, List.of(), names);
  }

  private static Acquiring take(
      Targets targets, RunId run, Owner owner, List<Holding> expired, String... names) {
    TreeSet<TargetKey> keys = new TreeSet<>(Stream.of(names).map(TargetKey::new).toList());
    return targets.acquire(keys, run, owner, expired);
  }

  private static Lease lease(Acquiring answer) {
    assertThat(answer).isInstanceOf(Acquiring.Held.class);
    return ((Acquiring.Held) answer).lease();
  }

  private static List<Conflict> blocked(Acquiring answer) {
    assertThat(answer).isInstanceOf(Acquiring.HeldBy.class);
    return ((Acquiring.HeldBy) answer).conflicts();
  }
}
