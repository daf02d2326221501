package uz.stario.rollback.adapters.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;

/**
 * Opens the workloads of a namespace as kubectl would find it.
 *
 * <p>Nothing is sent yet: whether the cluster answers shows with the first request. Connecting may
 * take 10 seconds, an answer 30.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/">
 *     Organizing cluster access</a>
 */
public final class KubernetesConnection {

  private static final Duration READ = Duration.ofSeconds(30);
  private static final String DEFAULT_NAMESPACE = "default";

  private KubernetesConnection() {}

  /**
   * Where to look and what to choose.
   *
   * @param kubeconfig files named on the command line, before anything the environment says
   * @param context the one to use instead of the current
   * @param namespace the one to use instead of the context's
   * @param environment {@code KUBECONFIG}, {@code HOME}, {@code KUBERNETES_SERVICE_HOST} and {@code
   *     KUBERNETES_SERVICE_PORT} are read from it
   * @param serviceAccount where a pod finds its own credentials
   * @param read how long an answer may take
   */
  public record Settings(
      List<Path> kubeconfig,
      Optional<String> context,
      Optional<String> namespace,
      Map<String, String> environment,
      Path serviceAccount,
      Duration read) {

    public Settings {
      kubeconfig = List.copyOf(kubeconfig);
      environment = Map.copyOf(environment);
    }

    /** What kubectl would use with the same environment. */
    public static Settings of(
        Optional<Path> kubeconfig,
        Optional<String> context,
        Optional<String> namespace,
        Map<String, String> environment) {
      return new Settings(
          kubeconfig.stream().toList(),
          context,
          namespace,
          environment,
          Path.of("/var/run/secrets/kubernetes.io/serviceaccount"),
          READ);
    }
  }

  /** The workloads; refused where there is no usable kubeconfig. */
  public static Answer<KubernetesWorkloads> open(Settings settings) {
    return open(settings, new Redactor());
  }

  /**
   * The same.
   *
   * @param redactor is told every credential and every secret value of a workload that is read
   */
  public static Answer<KubernetesWorkloads> open(Settings settings, Redactor redactor) {
    return open(settings, SharedWatch.Backoff.NORMAL, redactor);
  }

  private static Answer<KubernetesWorkloads> open(
      Settings settings, SharedWatch.Backoff backoff, Redactor redactor) {
    return KubeConfigs.choose(settings)
        .then(access ->
            Transport.open(access, settings.read(), settings.environment(), redactor)
                .map(api ->
                    new KubernetesWorkloads(
                        api,
                        new Problems.Place(
                            access.context(), namespace(settings, access), shown(api.host())),
                        backoff,
                        redactor)));
  }

  /** Without what may be secret: a password before the host, a token in the path. */
  private static String shown(String server) {
    return server.replaceFirst("(?<=//)[^/@]*@", "").replaceFirst("(?<=[^/:])/.*", "");
  }

  private static String namespace(Settings settings, ClusterAccess access) {
    return settings
        .namespace()
        .orElse(access.namespace().isEmpty() ? DEFAULT_NAMESPACE : access.namespace());
  }
}
