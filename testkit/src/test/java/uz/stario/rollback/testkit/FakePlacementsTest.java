package uz.stario.rollback.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import uz.stario.rollback.gpu.AskingContainer;
import uz.stario.rollback.gpu.Place;
import uz.stario.rollback.gpu.PlacedPod;
import uz.stario.rollback.port.Placements;
import uz.stario.rollback.release.WorkloadRef;

class FakePlacementsTest extends PlacementsContract {

  private static final WorkloadRef ASKING = WorkloadRef.deployment("asking");
  private static final WorkloadRef PLAIN = WorkloadRef.deployment("plain");
  private static final WorkloadRef GREEDY = WorkloadRef.deployment("greedy");
  private static final Place GPU_NODE =
      new Place.On("node-1", Map.of(GPU, 2L), Map.ofEntries(LABEL));

  @Override
  protected Stage open() {
    AskingContainer fetch = new AskingContainer("fetch", true, Map.of(), Map.of(), Set.of());
    AskingContainer app =
        new AskingContainer(
            "app",
            false,
            Map.of(GPU, 1L),
            Map.of("NVIDIA_REQUIRE_CUDA", "cuda>=12.2"),
            Set.of("NVIDIA_VISIBLE_DEVICES"));
    FakePlacements placements =
        new FakePlacements()
            .put(
                ASKING,
                new PlacedPod("asking-b", List.of(fetch, app), GPU_NODE),
                new PlacedPod("asking-a", List.of(fetch, app), GPU_NODE))
            .put(
                PLAIN,
                new PlacedPod(
                    "plain-a", List.of(fetch), new Place.On("node-2", Map.of(), Map.of())))
            .put(
                GREEDY,
                new PlacedPod(
                    "greedy-a",
                    List.of(
                        new AskingContainer("app", false, Map.of(GPU, 1_000L), Map.of(), Set.of())),
                    new Place.Nowhere("0/2 nodes are available: 2 Insufficient " + GPU + ".")));
    return new Stage() {
      @Override
      public Placements placements() {
        return placements;
      }

      @Override
      public WorkloadRef asking() {
        return ASKING;
      }

      @Override
      public WorkloadRef plain() {
        return PLAIN;
      }

      @Override
      public WorkloadRef greedy() {
        return GREEDY;
      }

      @Override
      public void close() {}
    };
  }
}
