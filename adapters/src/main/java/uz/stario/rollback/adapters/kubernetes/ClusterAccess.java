package uz.stario.rollback.adapters.kubernetes;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a cluster, and as whom.
 *
 * @param context what people call it; {@code in-cluster} inside a pod
 * @param namespace the context's own; empty where it names none
 * @param cluster the fields of the kubeconfig's {@code cluster}
 * @param user the fields of the kubeconfig's {@code user}
 */
record ClusterAccess(
    String context, String namespace, Map<String, Object> cluster, Map<String, Object> user) {

  static final String IN_CLUSTER = "in-cluster";

  /**
   * What a pod is given to speak with its own cluster.
   *
   * @see <a href="https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/">Accessing
   *     the API from a pod</a>
   */
  static ClusterAccess inCluster(String host, String port, Path serviceAccount, String namespace) {
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("server", "https://" + bracketed + ":" + port);
    cluster.put("certificate-authority", serviceAccount.resolve("ca.crt").toString());
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("tokenFile", serviceAccount.resolve("token").toString());
    return new ClusterAccess(IN_CLUSTER, namespace, cluster, user);
  }

  String server() {
    return clusterField("server").orElse("");
  }

  Optional<String> clusterField(String key) {
    return field(cluster, key);
  }

  Optional<String> userField(String key) {
    return field(user, key);
  }

  private static Optional<String> field(Map<String, Object> fields, String key) {
    return fields.get(key) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** Never the credentials. */
  @Override
  public String toString() {
    return context + " at " + server();
  }
}
