package uz.stario.rollback.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConvergenceTest {

  private static JsonNode deployment(
      int generation, int observed, int updated, int all, int available) {
    return Api.JSON.readTree(
        """
        {"metadata":{"name":"a","generation":%d},"spec":{"replicas":2},
         "status":{"observedGeneration":%d,"updatedReplicas":%d,"replicas":%d,"availableReplicas":%d}}\
        """
            .formatted(generation, observed, updated, all, available));
  }

  @Test
  void a_deployment_has_converged_when_only_new_pods_are_left_and_all_are_available() {
    assertThat(Convergence.isComplete(deployment(3, 3, 2, 2, 2), 3)).isTrue();
    assertThat(Convergence.isComplete(deployment(3, 3, 1, 2, 2), 3))
        .as("not all updated")
        .isFalse();
    assertThat(Convergence.isComplete(deployment(3, 3, 2, 3, 3), 3)).as("an old pod").isFalse();
    assertThat(Convergence.isComplete(deployment(3, 3, 2, 2, 1), 3)).as("not available").isFalse();
  }

  @Test
  void a_state_from_before_the_patch_does_not_count() {
    assertThat(Convergence.isComplete(deployment(2, 2, 2, 2, 2), 3))
        .as("not patched yet")
        .isFalse();
    assertThat(Convergence.isComplete(deployment(3, 2, 2, 2, 2), 3)).as("not seen yet").isFalse();
  }

  @Test
  void an_event_that_overtakes_the_answer_to_the_patch_is_not_forgotten() {
    Convergence convergence = new Convergence(List.of("a"));

    convergence.seen(deployment(3, 3, 2, 2, 2));
    convergence.patched("a", 3);

    assertThatCode(() -> convergence.await(Duration.ofSeconds(10))).doesNotThrowAnyException();
  }

  @Test
  void a_lost_watch_ends_the_wait() {
    Convergence convergence = new Convergence(List.of("a"));
    convergence.patched("a", 3);

    convergence.fail("the watch ended");

    assertThatThrownBy(() -> convergence.await(Duration.ofSeconds(10)))
        .hasMessage("the watch ended");
  }
}
