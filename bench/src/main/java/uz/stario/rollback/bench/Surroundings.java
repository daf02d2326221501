package uz.stario.rollback.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The environment that programs are measured in: the user's cluster, and nothing else of theirs.
 */
final class Surroundings {

  /** Told by the script that starts a benchmark: where the launcher is. */
  private static final String LAUNCHER = "stario.bench.launcher";

  private Surroundings() {}

  static Path launcher() {
    return Path.of(System.getProperty(LAUNCHER, "stario")).toAbsolutePath();
  }

  /**
   * What differs from the environment at hand: no state, playbook or settings of the user's, and a
   * {@code KUBECONFIG} that still holds in another working folder.
   */
  static Map<String, String> differences(Path folder, Map<String, String> environment) {
    Map<String, String> differences = new HashMap<>();
    differences.put("STARIO_STATE", folder.resolve("state").toString());
    differences.put("XDG_CONFIG_HOME", folder.resolve("settings").toString());
    differences.put("STARIO_PLAYBOOK", "");
    differences.put("STARIO_JAVA_OPTS", "");
    String kubeconfig = environment.getOrDefault("KUBECONFIG", "");
    if (!kubeconfig.isBlank()) {
      differences.put(
          "KUBECONFIG",
          Arrays.stream(kubeconfig.split(File.pathSeparator, -1))
              .filter(path -> !path.isBlank())
              .map(path -> Path.of(path).toAbsolutePath().toString())
              .collect(Collectors.joining(File.pathSeparator)));
    }
    return differences;
  }
}
