package uz.stario.rollback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.gpu.AskingContainer;
import uz.stario.rollback.gpu.Place;
import uz.stario.rollback.gpu.PlacedPod;
import uz.stario.rollback.playbook.GpuCheck;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;

class GpuVerdictTest {

  private static final String GPU = GpuCheck.USUAL_RESOURCE;
  private static final Map<String, String> LABELS =
      Map.of(
          "nvidia.com/cuda.driver.major", "550",
          "nvidia.com/cuda.driver.minor", "54",
          "nvidia.com/cuda.runtime.major", "12",
          "nvidia.com/cuda.runtime.minor", "4",
          "nvidia.com/gpu.family", "ampere");
  private static final Place GOOD = new Place.On("n1", Map.of(GPU, 2L), LABELS);

  @Test
  void pods_where_gpus_are_pass() {
    Checked checked = judge(pod("a", 1, Map.of(), GOOD), pod("b", 1, Map.of(), GOOD));

    assertThat(checked.result())
        .isEqualTo(
            new CheckResult.Passed(
                "2 pods where nvidia.com/gpu is; neither the playbook nor a variable of theirs"
                    + " requires a driver or CUDA"));
    assertThat(checked.seen())
        .containsExactly(
            "a on n1: its labels tell driver 550.54, CUDA 12.4",
            "b on n1: its labels tell driver 550.54, CUDA 12.4");
  }

  @Test
  void a_driver_and_cuda_as_required_pass_and_are_told() {
    assertThat(judge(pod("a", 1, requires("cuda>=12.2"), GOOD)).result())
        .isEqualTo(
            new CheckResult.Passed(
                "1 pod where nvidia.com/gpu is; there is what they require: cuda>=12.2"
                    + " (driver 550.54, CUDA 12.4)"));
  }

  @Test
  void a_cuda_that_is_too_old_fails() {
    assertThat(judge(pod("a", 1, requires("cuda>=12.6"), GOOD)).result())
        .isEqualTo(
            new CheckResult.Failed(
                "a requires 'cuda>=12.6', and the labels of n1 tell driver 550.54, CUDA 12.4"));
  }

  @Test
  void what_the_image_requires_can_stand_in_the_playbook() {
    GpuCheck demanding =
        new GpuCheck(
            "g",
            WorkloadRef.deployment("worker"),
            GPU,
            new TreeMap<>(),
            Optional.of("cuda>=12.6"),
            Duration.ofSeconds(5));

    assertThat(
            GpuVerdict.of(demanding, Answer.given(List.of(pod("a", 1, Map.of(), GOOD)))).result())
        .isEqualTo(
            new CheckResult.Failed(
                "a requires 'cuda>=12.6', and the labels of n1 tell driver 550.54, CUDA 12.4"));
    assertThat(
            GpuVerdict.of(demanding, Answer.given(List.of(pod("a", 1, requires("cuda>=12"), GOOD))))
                .result())
        .as("both must hold")
        .isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void all_that_is_required_must_hold() {
    assertThat(
            judge(
                    pod(
                        "a",
                        1,
                        Map.of(
                            "NVIDIA_REQUIRE_CUDA", "cuda>=12", "NVIDIA_REQUIRE_X", "driver>=600"),
                        GOOD))
                .result())
        .isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void a_requirement_that_is_switched_off_or_of_another_purpose_is_none() {
    assertThat(
            judge(
                    pod(
                        "a",
                        1,
                        Map.of("NVIDIA_REQUIRE_CUDA", "cuda>=99", "NVIDIA_DISABLE_REQUIRE", "true"),
                        GOOD),
                    pod("b", 1, Map.of("NVIDIA_REQUIRE_JETPACK_HOST_MOUNTS", "all"), GOOD),
                    pod("c", 1, Map.of("NVIDIA_REQUIRE_CUDA", ""), GOOD))
                .result())
        .isInstanceOf(CheckResult.Passed.class);
  }

  @Test
  void labels_that_tell_too_little_are_unknown() {
    Place bare = new Place.On("n1", Map.of(GPU, 1L), Map.of());

    assertThat(judge(pod("a", 1, requires("cuda>=12.2"), bare)).result())
        .isEqualTo(
            new CheckResult.Unknown(
                "a requires 'cuda>=12.2', and the labels of n1 tell too little (neither driver nor"
                    + " CUDA); GPU feature discovery writes them"));
  }

  @Test
  void a_requirement_that_nobody_understands_is_unknown() {
    assertThat(judge(pod("a", 1, requires("12.2"), GOOD)).result())
        .isEqualTo(
            new CheckResult.Unknown(
                "a: NVIDIA_REQUIRE_CUDA is not understood: '12.2' is not of the form"
                    + " cuda>=12.2"));
  }

  @Test
  void a_requirement_that_is_kept_elsewhere_is_unknown() {
    PlacedPod pod =
        new PlacedPod(
            "a",
            List.of(
                new AskingContainer(
                    "app", false, Map.of(GPU, 1L), Map.of(), Set.of("NVIDIA_REQUIRE_CUDA"))),
            GOOD);

    assertThat(judge(pod).result())
        .isInstanceOf(CheckResult.Unknown.class)
        .extracting(CheckResult::detail)
        .asString()
        .contains("NVIDIA_REQUIRE_CUDA");
  }

  @Test
  void a_pod_on_no_node_fails_with_the_scheduler_s_words() {
    assertThat(judge(pod("a", 1, Map.of(), new Place.Nowhere("0/3 nodes are available"))).result())
        .isEqualTo(new CheckResult.Failed("a is on no node: 0/3 nodes are available"));
  }

  @Test
  void a_node_that_has_left_fails() {
    assertThat(judge(pod("a", 1, Map.of(), new Place.Gone("n1"))).result())
        .isEqualTo(new CheckResult.Failed("a is on n1, which has left the cluster"));
  }

  @Test
  void a_node_without_gpus_to_give_fails() {
    assertThat(judge(pod("a", 1, Map.of(), new Place.On("n1", Map.of(GPU, 0L), LABELS))).result())
        .isEqualTo(new CheckResult.Failed("a is on n1, which has no nvidia.com/gpu to give"));
    assertThat(judge(pod("a", 4, Map.of(), GOOD)).result())
        .isEqualTo(
            new CheckResult.Failed(
                "a is on n1, which has only 2 nvidia.com/gpu to give, and requests 4"));
  }

  @Test
  void a_node_without_the_labels_fails() {
    assertThat(judge(Map.of("nvidia.com/gpu.family", "hopper"), pod("a", 1, Map.of(), GOOD)))
        .extracting(Checked::result)
        .isEqualTo(
            new CheckResult.Failed(
                "a is on n1, whose label nvidia.com/gpu.family is 'ampere'; it is to be hopper"));
    assertThat(judge(Map.of("zone", "b"), pod("a", 1, Map.of(), GOOD)).result())
        .isEqualTo(new CheckResult.Failed("a is on n1, which has no label zone; it is to be b"));
    assertThat(judge(Map.of("nvidia.com/gpu.family", "ampere"), pod("a", 1, Map.of(), GOOD)))
        .extracting(Checked::result)
        .isInstanceOf(CheckResult.Passed.class);
  }

  @Test
  void a_node_that_cannot_be_looked_at_is_unknown_and_one_that_fails_counts_more() {
    PlacedPod unread = pod("a", 1, Map.of(), new Place.Unread("n1", "no right"));

    assertThat(judge(unread).result())
        .isEqualTo(new CheckResult.Unknown("a is on n1, which can't be looked at: no right"));
    Checked both = judge(unread, pod("b", 1, Map.of(), new Place.Gone("n2")));
    assertThat(both.result()).isInstanceOf(CheckResult.Failed.class);
    assertThat(both.seen()).hasSize(2);
  }

  @Test
  void a_workload_that_requests_no_gpu_fails_and_none_at_all_is_unknown() {
    assertThat(judge(pod("a", 0, Map.of(), GOOD)).result())
        .isEqualTo(
            new CheckResult.Failed(
                "no container of deployment/video-gen-worker requests nvidia.com/gpu"));
    assertThat(judge().result()).isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void what_init_containers_request_is_not_added_to_the_others() {
    PlacedPod pod =
        new PlacedPod(
            "a",
            List.of(asking("fetch", true, 2), asking("app", false, 1), asking("b", false, 1)),
            GOOD);

    assertThat(pod.requested(GPU)).isEqualTo(2);
    assertThat(judge(pod).result()).isInstanceOf(CheckResult.Passed.class);
  }

  @Test
  void of_many_troubles_some_are_named_and_all_seen() {
    PlacedPod[] pods =
        IntStream.range(0, 9)
            .mapToObj(i -> pod("p" + i, 1, Map.of(), new Place.Gone("n" + i)))
            .toArray(PlacedPod[]::new);

    Checked checked = judge(pods);

    assertThat(checked.result().detail()).contains("p2", "and 6 more").doesNotContain("p3");
    assertThat(checked.seen()).hasSize(9);
  }

  @Test
  void pods_that_cannot_be_listed_are_unknown() {
    Problem problem = Problem.unchanged(ErrorCode.FORBIDDEN, "No.", "Not allowed.", "Ask.");

    assertThat(GpuVerdict.of(check(Map.of()), Answer.refused(problem)).result())
        .isEqualTo(new CheckResult.Unknown("Not allowed."));
  }

  private static Checked judge(PlacedPod... pods) {
    return judge(Map.of(), pods);
  }

  private static Checked judge(Map<String, String> labels, PlacedPod... pods) {
    return GpuVerdict.of(check(labels), Answer.given(List.of(pods)));
  }

  private static GpuCheck check(Map<String, String> labels) {
    return new GpuCheck(
        "GPUs",
        WorkloadRef.deployment("video-gen-worker"),
        GPU,
        new TreeMap<>(labels),
        Duration.ofSeconds(5));
  }

  private static Map<String, String> requires(String what) {
    return Map.of("NVIDIA_REQUIRE_CUDA", what);
  }

  private static AskingContainer asking(String name, boolean initial, long gpus) {
    return new AskingContainer(name, initial, Map.of(GPU, gpus), Map.of(), Set.of());
  }

  private static PlacedPod pod(String name, long gpus, Map<String, String> variables, Place place) {
    return new PlacedPod(
        name,
        List.of(new AskingContainer("app", false, Map.of(GPU, gpus), variables, Set.of())),
        place);
  }
}
