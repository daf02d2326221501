package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.port.Targets.Lease;
import uz.stario.rollback.port.Targets.Renewal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.LeaseKeeper;

class LeaseKeeperTest {

  private static final Renewal UNSURE =
      new Renewal.Unsure(
          Problem.unchanged(ErrorCode.CLUSTER_UNREACHABLE, "", "no route to host.", ""));

  private final SettableClock clock = new SettableClock(Fixtures.NOW);
  private final SeededExecutor executor = new SeededExecutor(1);
  private final SeededTimers timers = new SeededTimers(clock, executor);
  private final Deque<Supplier<Renewal>> answers = new ArrayDeque<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private String hash = "h0";

  private final LeaseKeeper keeper =
      LeaseKeeper.keep(new Scripted(), timers, clock, () -> hash, told::add);

  @Test
  void it_beats_every_five_seconds_with_the_newest_note() {
    pass(12);
    hash = "h1";
    pass(3);

    assertThat(notes).containsExactly("h0", "h0", "h1");
    assertThat(keeper.mayAct()).isTrue();
    assertThat(keeper.why()).isEmpty();
  }

  @Test
  void while_no_renewal_comes_through_it_may_act_for_twenty_five_seconds_and_no_longer() {
    answer(20, UNSURE);

    pass(24);
    assertThat(keeper.mayAct()).isTrue();
    pass(1);

    assertThat(keeper.mayAct()).isFalse();
    assertThat(keeper.why()).isEqualTo("the lock was not renewed for over 25 s: no route to host.");
    assertThat(told).isEmpty();
  }

  @Test
  void once_a_renewal_comes_through_again_it_may_act_again() {
    answer(6, UNSURE);
    pass(30);
    assertThat(keeper.mayAct()).isFalse();

    pass(5);

    assertThat(keeper.mayAct()).isTrue();
  }

  @Test
  void a_process_that_stood_still_may_not_act_until_it_has_renewed() {
    clock.advance(Duration.ofMinutes(10));
    assertThat(keeper.mayAct()).isFalse();
    assertThat(keeper.why()).contains("stood still");

    pass(0);

    assertThat(keeper.mayAct()).isTrue();
  }

  @Test
  void a_clock_that_was_set_back_is_not_believed_until_it_has_renewed() {
    pass(5);
    clock.set(clock.instant().minus(Duration.ofHours(1)));

    assertThat(keeper.mayAct()).isFalse();
  }

  @Test
  void a_slow_answer_does_not_lengthen_the_hold() {
    answers.add(() -> {
      clock.advance(Duration.ofSeconds(24));
      return new Renewal.Kept();
    });
    timers.fireNext();
    executor.runReady();
    clock.advance(Duration.ofSeconds(1));

    assertThat(keeper.mayAct()).isFalse();
  }

  @Test
  void a_lost_hold_is_told_once_and_for_all_and_beats_no_more() {
    Holding other =
        new Holding(
            new RunId("1122-other"),
            new Owner("nargiza", "desk", "", 7, Fixtures.NOW),
            new TreeSet<>(List.of(new TargetKey("deployment/api"))),
            9,
            Fixtures.NOW,
            Fixtures.NOW,
            "");
    answers.add(() -> new Renewal.Lost(Optional.of(other)));

    pass(60);

    assertThat(told).containsExactly("the lock was taken over by run 1122-other of nargiza@desk");
    assertThat(keeper.mayAct()).isFalse();
    assertThat(keeper.why()).isEqualTo(told.getFirst());
    assertThat(notes).hasSize(1);
    assertThat(timers.left()).isZero();
  }

  @Test
  void a_bug_in_an_adapter_does_not_end_the_heartbeats() {
    answers.add(() -> {
      throw new IllegalStateException("bug");
    });

    pass(15);

    assertThat(notes).hasSize(3);
    assertThat(keeper.mayAct()).isTrue();
  }

  @Test
  void a_keeper_that_is_closed_beats_no_more_and_tells_nobody() {
    answers.add(() -> {
      keeper.close();
      return new Renewal.Lost(Optional.empty());
    });

    pass(60);
    keeper.close();

    assertThat(told).isEmpty();
    assertThat(timers.left()).isZero();
  }

  private void answer(int times, Renewal renewal) {
    for (int i = 0; i < times; i++) {
      answers.add(() -> renewal);
    }
  }

  private void pass(int seconds) {
    timers.passUntil(clock.instant().plusSeconds(seconds), executor);
  }

  private final class Scripted implements Lease {
    @Override
    public Holding holding() {
      return new Holding(
          new RunId("r"),
          new Owner("olim", "laptop", "", 1, Fixtures.NOW),
          new TreeSet<>(List.of(new TargetKey("deployment/api"))),
          1,
          Fixtures.NOW,
          Fixtures.NOW,
          "");
    }

    @Override
    public Renewal renew(String note) {
      notes.add(note);
      return answers.isEmpty() ? new Renewal.Kept() : answers.remove().get();
    }

    @Override
    public Optional<Problem> release() {
      return Optional.empty();
    }
  }
}
