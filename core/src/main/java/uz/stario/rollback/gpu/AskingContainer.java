package uz.stario.rollback.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A container with what it asks of the node.
 *
 * @param initial whether it ends before the others begin
 * @param requests whole amounts of extended resources, by name
 * @param variables those beginning with {@code NVIDIA_} whose value the pod tells
 * @param unseen those beginning so whose value is kept elsewhere
 */
public record AskingContainer(
    String name,
    boolean initial,
    Map<String, Long> requests,
    Map<String, String> variables,
    Set<String> unseen) {

  /** What variables that matter here begin with. */
  public static final String PREFIX = "NVIDIA_";

  private static final String REQUIRE = "NVIDIA_REQUIRE_";

  /** Of another purpose, though it begins so. */
  private static final String JETPACK = "NVIDIA_REQUIRE_JETPACK";

  /** What Go, in which the toolkit is written, takes for true. */
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

  public AskingContainer {
    requests = Map.copyOf(requests);
    variables = Map.copyOf(variables);
    unseen = Set.copyOf(unseen);
  }

  /** How much of a resource. */
  public long requested(String resource) {
    return requests.getOrDefault(resource, 0L);
  }

  /** What it requires of driver and CUDA, all of which must hold, by variable. */
  public Map<String, Requirement.Parsed> requirements() {
    Map<String, Requirement.Parsed> requirements = new TreeMap<>();
    if (!TRUE.contains(variables.getOrDefault("NVIDIA_DISABLE_REQUIRE", ""))) {
      variables.forEach((name, value) -> {
        if (requires(name) && !value.isBlank()) {
          requirements.put(name, Requirement.parse(value));
        }
      });
    }
    return requirements;
  }

  /** The variables that may require more, which nobody here can read. */
  public List<String> unseenRequirements() {
    return new ArrayList<>(
        new TreeSet<>(unseen.stream().filter(AskingContainer::requires).toList()));
  }

  private static boolean requires(String variable) {
    return variable.startsWith(REQUIRE) && !variable.startsWith(JETPACK);
  }
}
