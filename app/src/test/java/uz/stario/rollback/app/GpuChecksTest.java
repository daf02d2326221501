package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Resources;

/** Whether pods are where GPUs are, by what the sandbox's nodes say. */
class GpuChecksTest {

  private static final String GPU_NODE = "stario-node-3";

  @TempDir private Path folder;

  @Test
  void verify_tells_whether_the_gpus_driver_and_cuda_are_there_that_pods_ask_for()
      throws Exception {
    try (Platform platform = Platform.in(folder)) {
      platform.live(List.of("poster-gen"), "v1.2.3");
      Machine machine =
          platform
              .machine()
              .playbook(
                  platform
                      .playbook("")
                      .replace(
                          "    workloads: [deployment/poster-gen]\n",
                          """
                              workloads: [deployment/poster-gen]
                              checks:
                                - name: GPUs
                                  gpu: { workload: deployment/poster-gen }
                          """));

      Outcome none = machine.stario("verify", "poster-gen");
      assertThat(none.code()).as(none.out() + none.err()).isEqualTo(1);
      assertThat(none.out())
          .contains("no container of deployment/poster-gen requests nvidia.com/gpu");

      platform.edit(
          "poster-gen",
          deployment -> {
            ObjectNode container = (ObjectNode) deployment.at("/spec/template/spec/containers/0");
            ObjectNode resources = container.withObject("resources");
            resources.withObject("requests").put("nvidia.com/gpu", "1");
            resources.withObject("limits").put("nvidia.com/gpu", "1");
            container
                .withArray("env")
                .addObject()
                .put("name", "NVIDIA_REQUIRE_CUDA")
                .put("value", "cuda>=12.2");
          });
      platform.settled("poster-gen");

      Outcome there = machine.stario("verify", "poster-gen", "--json");
      assertThat(there.code()).as(there.out() + there.err()).isZero();
      assertThat(there.out())
          .contains("there is what they require: cuda>=12.2 (driver 550.54.15, CUDA 12.4");

      node(platform, labels -> labels.put("nvidia.com/cuda.runtime-version.major", "11"));
      Outcome old = machine.stario("verify", "poster-gen");
      assertThat(old.code()).as(old.out() + old.err()).isEqualTo(1);
      assertThat(old.out()).contains("requires 'cuda>=12.2'", "CUDA 11.4");

      node(platform, ObjectNode::removeAll);
      Outcome silent = machine.stario("verify", "poster-gen");
      assertThat(silent.code()).as(silent.out() + silent.err()).isEqualTo(6);
      assertThat(silent.out()).contains("tell too little");
    }
  }

  private static void node(Platform platform, Consumer<ObjectNode> change) {
    platform
        .cluster()
        .edit(
            Resources.NODE,
            "",
            GPU_NODE,
            node -> change.accept(node.withObject("metadata").withObject("labels")));
  }
}
