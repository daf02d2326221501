package uz.stario.rollback.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.release.Given.workload;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Given;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.ReleasedService;
import uz.stario.rollback.release.WorkloadState;

class LongRunTest {

  private static final Instant CHANGED = Given.FIRST.plusSeconds(2 * 3600);
  private static final Duration DAY = Duration.ofHours(24);
  private static final Instant DAY_LATER = CHANGED.plus(DAY);

  private static final LongRun RUN =
      new LongRun(
          new Release(
              CHANGED,
              "production",
              "v2",
              new TreeMap<>(Map.of("api", new ReleasedService(new TreeSet<>(), new TreeMap<>()))),
              "",
              "",
              "anna"),
          "api",
          DAY);

  private static WorkloadState since(Given given, Optional<Instant> available) {
    WorkloadState state = given.state();
    return new WorkloadState(
        state.ref(),
        state.uid(),
        state.template(),
        state.revisions(),
        state.changedAt(),
        state.paused(),
        state.desired(),
        state.available(),
        state.keepsNoHistory(),
        state.lastApplied(),
        available);
  }

  private static WorkloadState running() {
    return since(workload("api").revision("v1").revision("v2"), Optional.of(CHANGED));
  }

  private static List<PodState> pods(int number, boolean ready, int restarts) {
    return IntStream.range(0, number)
        .mapToObj(n -> new PodState("api-" + n, "Running", ready, restarts, "", "", List.of()))
        .toList();
  }

  @Test
  void what_has_run_and_served_all_the_time_without_a_restart_is_beyond_doubt() {
    assertThat(RUN.doubt(running(), DAY_LATER)).isEmpty();
    assertThat(RUN.doubt(running(), Answer.given(pods(3, true, 0)))).isEmpty();
  }

  @Test
  void a_second_too_early_is_too_early() {
    assertThat(RUN.doubt(running(), DAY_LATER.minusSeconds(1)))
        .hasValueSatisfying(why -> assertThat(why).contains("since"));
  }

  @Test
  void another_version_is_running_does_not_count_for_this_one() {
    var other = since(workload("api").revision("v2").revision("v3"), Optional.of(CHANGED));

    assertThat(RUN.doubt(other, DAY_LATER.plus(DAY)))
        .hasValue("deployment/api runs something else");
  }

  @Test
  void a_break_in_between_begins_the_time_anew_and_what_nobody_knows_counts_as_one() {
    Given given = workload("api").revision("v1").revision("v2");

    assertThat(RUN.doubt(since(given, Optional.of(CHANGED.plusSeconds(1))), DAY_LATER)).isPresent();
    assertThat(RUN.doubt(since(given, Optional.empty()), DAY_LATER)).isPresent();
  }

  @Test
  void a_run_that_called_it_bad_is_not_contradicted() {
    Given bad = workload("api").revision("v1").revision("v2").judged(Health.BAD, "k3f9");

    assertThat(RUN.doubt(since(bad, Optional.of(CHANGED)), DAY_LATER)).isPresent();
  }

  @Test
  void a_pod_that_restarted_is_missing_or_is_not_ready_is_a_doubt_and_so_is_not_seeing_them() {
    assertThat(RUN.doubt(running(), Answer.given(pods(3, true, 1))))
        .hasValue("pod api-0 was restarted");
    assertThat(RUN.doubt(running(), Answer.given(pods(3, false, 0)))).isPresent();
    assertThat(RUN.doubt(running(), Answer.given(pods(2, true, 0)))).isPresent();
    assertThat(
            RUN.doubt(
                running(),
                Answer.refused(Problem.unchanged(ErrorCode.FORBIDDEN, "x", "may not look", ""))))
        .hasValue("may not look");
  }
}
