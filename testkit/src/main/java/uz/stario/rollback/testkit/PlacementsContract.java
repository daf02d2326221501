package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.gpu.AskingContainer;
import uz.stario.rollback.gpu.Place;
import uz.stario.rollback.gpu.PlacedPod;
import uz.stario.rollback.port.Placements;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;

/** What every {@link Placements} does, on a cluster of which one node has GPUs. */
public abstract class PlacementsContract {

  /** What the GPUs of the stage are called. */
  protected static final String GPU = "nvidia.com/gpu";

  /** A label of the node that has them, and its value. */
  protected static final Map.Entry<String, String> LABEL =
      Map.entry("nvidia.com/gpu.product", "NVIDIA-A100-SXM4-40GB");

  private static final Duration AMPLE = Duration.ofSeconds(30);

  /** An environment with workloads whose pods request GPUs, or none. */
  public interface Stage extends AutoCloseable {

    Placements placements();

    /**
     * Two pods on the node with GPUs, whose one container {@code app} requests one GPU. It has the
     * variables NVIDIA_REQUIRE_CUDA=cuda>=12.2, NVIDIA_VISIBLE_DEVICES from elsewhere and
     * DB_PASSWORD=hunter2. An init container {@code fetch} requests none.
     */
    WorkloadRef asking();

    /** One pod that requests nothing, on any node. */
    WorkloadRef plain();

    /** One pod that requests 1000 GPUs, which no node has. */
    WorkloadRef greedy();

    @Override
    void close();
  }

  private @Nullable Stage opened;

  protected abstract Stage open();

  @BeforeEach
  final void open_the_stage() {
    opened = open();
  }

  @AfterEach
  final void close_the_stage() {
    stage().close();
  }

  @Test
  void pods_are_told_with_what_their_containers_ask() {
    List<PlacedPod> pods = placed(stage().asking());

    assertThat(pods).hasSize(2).extracting(PlacedPod::name).isSorted();
    assertThat(pods)
        .allSatisfy(pod ->
            assertThat(pod.containers())
                .containsExactly(
                    new AskingContainer("fetch", true, Map.of(), Map.of(), Set.of()),
                    new AskingContainer(
                        "app",
                        false,
                        Map.of(GPU, 1L),
                        Map.of("NVIDIA_REQUIRE_CUDA", "cuda>=12.2"),
                        Set.of("NVIDIA_VISIBLE_DEVICES"))));
  }

  @Test
  void the_node_is_told_with_what_it_can_give_and_its_labels() {
    assertThat(placed(stage().asking()))
        .extracting(PlacedPod::place)
        .allSatisfy(place ->
            assertThat(place)
                .isInstanceOfSatisfying(
                    Place.On.class,
                    on -> {
                      assertThat(on.node()).isNotEmpty();
                      assertThat(on.allocatable().get(GPU)).isPositive();
                      assertThat(on.allocatable()).doesNotContainKeys("cpu", "memory", "pods");
                      assertThat(on.labels()).contains(LABEL);
                    }));
  }

  @Test
  void a_pod_that_asks_for_nothing_is_told_too() {
    assertThat(placed(stage().plain()))
        .singleElement()
        .satisfies(pod -> {
          assertThat(pod.requested(GPU)).isZero();
          assertThat(pod.place()).isInstanceOf(Place.On.class);
        });
  }

  @Test
  void a_pod_that_fits_nowhere_is_told_with_the_scheduler_s_words() {
    assertThat(placed(stage().greedy()))
        .singleElement()
        .satisfies(pod -> {
          assertThat(pod.requested(GPU)).isEqualTo(1_000);
          assertThat(pod.place())
              .isInstanceOfSatisfying(
                  Place.Nowhere.class,
                  nowhere -> assertThat(nowhere.why()).contains("Insufficient " + GPU));
        });
  }

  @Test
  void a_workload_that_is_not_there_is_told() {
    assertThat(stage().placements().of(WorkloadRef.deployment("nobody"), AMPLE))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.problem().toString()).contains("deployment/nobody"));
  }

  private List<PlacedPod> placed(WorkloadRef workload) {
    Answer<List<PlacedPod>> answer = stage().placements().of(workload, AMPLE);
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<List<PlacedPod>>) answer).value();
  }

  protected final Stage stage() {
    if (opened == null) {
      throw new IllegalStateException("no stage is open");
    }
    return opened;
  }
}
