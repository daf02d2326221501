package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodTroubleTest {

  @ParameterizedTest
  @ValueSource(strings = {"ErrImagePull", "ImagePullBackOff", "InvalidImageName"})
  void an_image_that_cannot_be_pulled_is_named_with_pod_container_and_reason(String reason) {
    PodTrouble trouble = of(waiting(reason, "Back-off pulling image x")).orElseThrow();

    assertThat(trouble.kind()).isEqualTo(PodTrouble.Kind.IMAGE);
    assertThat(trouble.text())
        .isEqualTo(
            "pod api-1, container app can't pull its image: "
                + reason
                + ": Back-off pulling image x");
  }

  @Test
  void an_image_pull_stays_the_same_trouble_while_its_reason_alternates() {
    PodTrouble first = of(waiting("ErrImagePull", "a")).orElseThrow();
    PodTrouble second = of(waiting("ImagePullBackOff", "b")).orElseThrow();

    assertThat(first.sameAs(second)).isTrue();
    assertThat(first.sameAs(of(waiting("CrashLoopBackOff", "")).orElseThrow())).isFalse();
  }

  @Test
  void a_crash_loop_is_trouble_also_between_two_crashes() {
    String ended = "\"lastState\":{\"terminated\":{\"exitCode\":3,\"reason\":\"Error\"}}";

    assertThat(
            of(
                "{\"name\":\"app\",\"ready\":false,\"restartCount\":2,\"state\":{\"running\":{}},"
                    + ended
                    + "}"))
        .map(PodTrouble::text)
        .hasValue("pod api-1, container app crashes: Error: exit code 3, 2 restarts");
    assertThat(
            of(
                "{\"name\":\"app\",\"ready\":true,\"restartCount\":2,\"state\":{\"running\":{}},"
                    + ended
                    + "}"))
        .isEmpty();
  }

  @Test
  void a_container_killed_for_its_memory_says_so_and_not_that_it_waits() {
    assertThat(
            of(
                "{\"name\":\"app\",\"restartCount\":1,\"state\":{\"waiting\":{\"reason\":"
                    + "\"CrashLoopBackOff\"}},\"lastState\":{\"terminated\":{\"exitCode\":137,"
                    + "\"reason\":\"OOMKilled\"}}}"))
        .map(PodTrouble::text)
        .hasValue("pod api-1, container app crashes: OOMKilled: exit code 137, 1 restart");
  }

  @Test
  void a_missing_configmap_is_trouble() {
    assertThat(of(waiting("CreateContainerConfigError", "configmap \"app\" not found")))
        .map(PodTrouble::kind)
        .hasValue(PodTrouble.Kind.CONFIG);
  }

  @Test
  void a_pod_that_fits_no_node_is_trouble_of_the_pod() {
    Optional<PodTrouble> trouble =
        PodTrouble.of(
            Objects.json(
                """
                {"metadata": {"name": "api-1"}, "status": {"conditions": [
                  {"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
                   "message": "0/3 nodes are available"}]}}
                """));

    assertThat(trouble)
        .map(PodTrouble::text)
        .hasValue("pod api-1 fits no node: Unschedulable: 0/3 nodes are available");
  }

  @Test
  void a_pod_that_only_starts_is_no_trouble() {
    assertThat(of(waiting("ContainerCreating", ""))).isEmpty();
    assertThat(of("{\"name\":\"init\",\"state\":{\"terminated\":{\"exitCode\":0}}}")).isEmpty();
    assertThat(PodTrouble.of(Objects.json("{}"))).isEmpty();
  }

  private static String waiting(String reason, String message) {
    return "{\"name\":\"app\",\"state\":{\"waiting\":{\"reason\":\"%s\",\"message\":\"%s\"}}}"
        .formatted(reason, message.replace("\"", "\\\""));
  }

  private static Optional<PodTrouble> of(String status) {
    return PodTrouble.of(
        Objects.json(
            "{\"metadata\":{\"name\":\"api-1\"},\"status\":{\"containerStatuses\":["
                + status
                + "]}}"));
  }
}
