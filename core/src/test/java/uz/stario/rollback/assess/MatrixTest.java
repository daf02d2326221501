package uz.stario.rollback.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.assess.Assessment.Decision;
import uz.stario.rollback.assess.Symptom.State;
import uz.stario.rollback.verify.PodState;

class MatrixTest {

  private static final Matrix MATRIX = Matrix.ofThePlaybook();
  private static final Measurement BASELINE = measured(240, 0, 40);
  private static final RolloutState DONE = rollout(2, pod(true, 0, ""), pod(true, 0, ""));

  private static Measurement measured(long requests, long failures, long p95Millis) {
    return new Measurement(
        Duration.ofSeconds(3), requests, failures, Optional.of(Duration.ofMillis(p95Millis)));
  }

  private static final Measurement NOTHING =
      new Measurement(Duration.ofSeconds(3), 0, 0, Optional.empty());

  private static PodState pod(boolean ready, int restarts, String reason) {
    return new PodState("api-gateway-1", "Running", ready, restarts, reason, "image", List.of());
  }

  private static RolloutState rollout(int stillServing, PodState... pods) {
    return new RolloutState(List.of(pods), 2, false, stillServing);
  }

  private static State state(Assessment assessment, int row) {
    return assessment.symptoms().get(row).state();
  }

  @Test
  void more_than_a_tenth_of_failed_requests_is_rolled_back_now() {
    Assessment assessment = MATRIX.assess(BASELINE, measured(180, 22, 41), DONE);

    assertThat(assessment.decision()).isEqualTo(Decision.ROLL_BACK_NOW);
    assertThat(assessment.worst().orElseThrow().row()).isEqualTo("5xx errors > 10 %");
    assertThat(assessment.worst().orElseThrow().evidence())
        .isEqualTo("12.2 % (22 of 180 requests)");
  }

  @Test
  void exactly_a_tenth_is_not_more_than_a_tenth() {
    assertThat(MATRIX.assess(BASELINE, measured(180, 18, 41), DONE).decision())
        .isEqualTo(Decision.NO_ROLLBACK);
    assertThat(MATRIX.assess(BASELINE, measured(180, 19, 41), DONE).decision())
        .isEqualTo(Decision.ROLL_BACK_NOW);
  }

  @Test
  void more_than_twice_the_latency_is_rolled_back_within_a_quarter_of_an_hour() {
    Assessment assessment = MATRIX.assess(BASELINE, measured(180, 0, 81), DONE);

    assertThat(assessment.decision()).isEqualTo(Decision.ROLL_BACK_SOON);
    assertThat(assessment.worst().orElseThrow().evidence())
        .isEqualTo("81 ms, 2.0 × the 40 ms before it");
    assertThat(MATRIX.assess(BASELINE, measured(180, 0, 80), DONE).decision())
        .isEqualTo(Decision.NO_ROLLBACK);
  }

  @Test
  void the_most_urgent_of_several_symptoms_decides() {
    Assessment assessment = MATRIX.assess(BASELINE, measured(180, 90, 400), DONE);

    assertThat(assessment.decision()).isEqualTo(Decision.ROLL_BACK_NOW);
    assertThat(state(assessment, 1)).isEqualTo(State.THERE);
  }

  @Test
  void no_requests_are_no_success() {
    Assessment assessment = MATRIX.assess(BASELINE, NOTHING, DONE);

    assertThat(assessment.decision()).isEqualTo(Decision.INSUFFICIENT_EVIDENCE);
    assertThat(state(assessment, 0)).isEqualTo(State.UNKNOWN);
    assertThat(state(assessment, 1)).isEqualTo(State.UNKNOWN);
    assertThat(NOTHING.errorRate()).isEmpty();
  }

  @Test
  void a_few_requests_say_nothing_even_where_all_fail() {
    assertThat(MATRIX.assess(BASELINE, measured(49, 49, 41), DONE).decision())
        .isEqualTo(Decision.INSUFFICIENT_EVIDENCE);
  }

  @Test
  void without_a_baseline_latency_is_unknown_and_errors_still_count() {
    Assessment assessment = MATRIX.assess(NOTHING, measured(180, 22, 900), DONE);

    assertThat(state(assessment, 1)).isEqualTo(State.UNKNOWN);
    assertThat(assessment.decision()).isEqualTo(Decision.ROLL_BACK_NOW);
    assertThat(MATRIX.latencyLimit(NOTHING)).isEmpty();
  }

  @Test
  void a_crash_loop_is_rolled_back_though_no_request_fails() {
    PodState crashing = pod(false, 2, "CrashLoopBackOff: exit code 1, 2 restarts");

    Assessment assessment = MATRIX.assess(BASELINE, measured(180, 0, 41), rollout(2, crashing));

    assertThat(assessment.decision()).isEqualTo(Decision.ROLL_BACK_SOON);
    assertThat(assessment.worst().orElseThrow().evidence())
        .isEqualTo("0 of 2 new pods ready: CrashLoopBackOff: exit code 1, 2 restarts");
  }

  @Test
  void one_restart_is_not_yet_a_loop() {
    PodState once = pod(false, 1, "CrashLoopBackOff: exit code 1, 1 restart");

    assertThat(MATRIX.assess(BASELINE, measured(180, 0, 41), rollout(2, once)).decision())
        .isEqualTo(Decision.INSUFFICIENT_EVIDENCE);
  }

  @Test
  void an_image_that_cannot_be_pulled_again_and_again_is_rolled_back() {
    PodState failedOnce = pod(false, 0, "ErrImagePull: not found");
    PodState backingOff = pod(false, 0, "ImagePullBackOff: Back-off pulling image");

    assertThat(MATRIX.assess(BASELINE, measured(180, 0, 41), rollout(2, failedOnce)).decision())
        .isEqualTo(Decision.INSUFFICIENT_EVIDENCE);
    Assessment again = MATRIX.assess(BASELINE, measured(180, 0, 41), rollout(2, backingOff));
    assertThat(again.decision()).isEqualTo(Decision.ROLL_BACK_SOON);
    assertThat(again.worst().orElseThrow().evidence())
        .isEqualTo("0 of 2 new pods ready: ImagePullBackOff");
  }

  @Test
  void a_release_beyond_its_progress_deadline_is_rolled_back() {
    RolloutState waiting = rollout(2, pod(false, 0, "not ready"));
    RolloutState givenUp = new RolloutState(waiting.pods(), 2, true, 2);

    assertThat(MATRIX.assess(BASELINE, measured(180, 0, 41), waiting).decision())
        .isEqualTo(Decision.INSUFFICIENT_EVIDENCE);
    assertThat(MATRIX.assess(BASELINE, measured(180, 0, 41), givenUp).decision())
        .isEqualTo(Decision.ROLL_BACK_SOON);
  }

  @Test
  void a_release_that_never_gets_ready_is_urgent_where_nothing_serves_any_more() {
    PodState crashing = pod(false, 2, "CrashLoopBackOff: exit code 1, 2 restarts");

    assertThat(MATRIX.assess(BASELINE, NOTHING, rollout(0, crashing)).decision())
        .isEqualTo(Decision.ROLL_BACK_NOW);
  }

  @Test
  void pods_that_are_not_seen_yet_are_unknown_and_an_assessment_of_nothing_is_open() {
    assertThat(MATRIX.assess(BASELINE, measured(180, 0, 41), rollout(2)).decision())
        .isEqualTo(Decision.INSUFFICIENT_EVIDENCE);
    assertThat(new Assessment(List.of()).decision()).isEqualTo(Decision.INSUFFICIENT_EVIDENCE);
  }

  @Test
  void what_people_suffer_is_not_put_down_to_a_release_that_serves_nobody() {
    RolloutState starting = rollout(2, pod(false, 0, "ContainerCreating"));
    RolloutState takenDown = rollout(1, pod(false, 0, "ContainerCreating"));

    Assessment assessment = MATRIX.assess(BASELINE, measured(180, 90, 400), starting);

    assertThat(assessment.decision()).isEqualTo(Decision.INSUFFICIENT_EVIDENCE);
    assertThat(assessment.symptoms().getFirst().evidence()).endsWith("but no new pod serves");
    assertThat(MATRIX.assess(BASELINE, measured(180, 90, 400), takenDown).decision())
        .as("the rollout took a good pod away")
        .isEqualTo(Decision.ROLL_BACK_NOW);
  }

  @Test
  void a_measurement_refuses_more_failures_than_requests() {
    assertThatThrownBy(() -> measured(3, 4, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
