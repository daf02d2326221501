package uz.stario.rollback.adapters.kubernetes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Finds out which cluster is meant, in kubectl's order: the file given, {@code KUBECONFIG}, {@code
 * ~/.kube/config}, the pod's own service account.
 */
final class KubeConfigs {

  private KubeConfigs() {}

  static Answer<ClusterAccess> choose(KubernetesConnection.Settings settings) {
    List<Path> files = files(settings);
    return KubeConfigFiles.load(files).then(merged -> choose(settings, files, merged));
  }

  private static List<Path> files(KubernetesConnection.Settings settings) {
    if (!settings.kubeconfig().isEmpty()) {
      return settings.kubeconfig();
    }
    List<Path> files = new ArrayList<>();
    for (String path :
        settings.environment().getOrDefault("KUBECONFIG", "").split(File.pathSeparator, -1)) {
      if (!path.isBlank()) {
        files.add(Path.of(path));
      }
    }
    String home = settings.environment().getOrDefault("HOME", "");
    if (files.isEmpty() && !home.isEmpty()) {
      files.add(Path.of(home, ".kube", "config"));
    }
    return files;
  }

  private static Answer<ClusterAccess> choose(
      KubernetesConnection.Settings settings, List<Path> files, KubeConfigFiles merged) {
    boolean given = !settings.kubeconfig().isEmpty();
    if (merged.contexts().isEmpty()) {
      Optional<ClusterAccess> pod =
          given || !merged.read().isEmpty() ? Optional.empty() : pod(settings);
      return pod.map(Answer::given)
          .orElseGet(() -> Answer.refused(missing(settings, files, merged)));
    }
    String name = settings.context().orElse(merged.currentContext());
    Map<String, Object> context = merged.contexts().get(name);
    if (context == null) {
      return Answer.refused(unknown(name, merged));
    }
    Map<String, Object> cluster = merged.clusters().get(String.valueOf(context.get("cluster")));
    if (cluster == null || !(cluster.get("server") instanceof String)) {
      return Answer.refused(
          KubeConfigFiles.invalid(
              merged.read().getFirst(),
              "Its context "
                  + name
                  + " names a cluster that it doesn't have or that has no server."));
    }
    Map<String, Object> user =
        merged.users().getOrDefault(String.valueOf(context.get("user")), Map.of());
    String namespace = context.get("namespace") instanceof String own ? own : "";
    return Answer.given(new ClusterAccess(name, namespace, cluster, user));
  }

  private static Optional<ClusterAccess> pod(KubernetesConnection.Settings settings) {
    String host = settings.environment().getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = settings.environment().getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    Path account = settings.serviceAccount();
    if (host.isEmpty() || !Files.exists(account.resolve("token"))) {
      return Optional.empty();
    }
    String namespace = "";
    try {
      namespace = Files.readString(account.resolve("namespace")).strip();
    } catch (IOException e) {
      // A pod without it has to be told the namespace, like any other context without one.
    }
    return Optional.of(ClusterAccess.inCluster(host, port, account, namespace));
  }

  private static Problem missing(
      KubernetesConnection.Settings settings, List<Path> files, KubeConfigFiles merged) {
    String empty =
        settings.environment().containsKey("KUBECONFIG")
                && settings.environment().get("KUBECONFIG").isBlank()
                && settings.kubeconfig().isEmpty()
            ? "KUBECONFIG is set but empty. "
            : "";
    String why;
    if (files.isEmpty()) {
      why = "No kubeconfig is named, and there is no home directory to look in.";
    } else if (merged.read().isEmpty()) {
      why = names(files) + (files.size() == 1 ? " does not exist." : " do not exist.");
    } else {
      why = names(merged.read()) + (merged.read().size() == 1 ? " has" : " have") + " no contexts.";
    }
    return Problem.unchanged(
        ErrorCode.KUBECONFIG_MISSING,
        "Cannot tell which cluster to speak with.",
        empty + why,
        "Set KUBECONFIG or --kubeconfig to a file that `kubectl config get-contexts` can show.");
  }

  private static Problem unknown(String name, KubeConfigFiles merged) {
    String which =
        name.isEmpty()
            ? "No context is chosen in " + names(merged.read()) + "."
            : "There is no context " + name + " in " + names(merged.read()) + ".";
    return Problem.unchanged(
        ErrorCode.KUBECONFIG_INVALID,
        "Cannot tell which cluster to speak with.",
        which + " It has: " + String.join(", ", new TreeSet<>(merged.contexts().keySet())) + ".",
        "Name one of them with --context.");
  }

  private static String names(List<Path> files) {
    return String.join(" and ", files.stream().map(Path::toString).toList());
  }
}
