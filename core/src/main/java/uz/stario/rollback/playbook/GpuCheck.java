package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import uz.stario.rollback.release.WorkloadRef;

/**
 * Whether the pods of a workload that request GPUs are on nodes that have them, and have the driver
 * and CUDA that their containers require.
 *
 * @param resource what the GPUs are called where pods request them
 * @param labels what the nodes must be labelled with besides
 * @param requires what the image requires of driver and CUDA, where its variable is not the pod's:
 *     {@code cuda>=12.2 driver>=470,driver<471}
 */
public record GpuCheck(
    String name,
    WorkloadRef workload,
    String resource,
    SortedMap<String, String> labels,
    Optional<String> requires,
    Duration limit)
    implements Check {

  /** What NVIDIA's device plugin calls them. */
  public static final String USUAL_RESOURCE = "nvidia.com/gpu";

  /** One whose pods say themselves what they require. */
  public GpuCheck(
      String name,
      WorkloadRef workload,
      String resource,
      SortedMap<String, String> labels,
      Duration limit) {
    this(name, workload, resource, labels, Optional.empty(), limit);
  }

  public GpuCheck {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(labels)));
  }

  @Override
  public GpuCheck in(Environment environment) {
    return this;
  }
}
