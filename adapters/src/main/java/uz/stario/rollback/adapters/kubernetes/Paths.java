package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/**
 * Where things are on the API server, for one namespace.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">API concepts</a>
 */
record Paths(String namespace) {

  static final String DEPLOYMENTS = "deployments.apps";
  static final String REPLICA_SETS = "replicasets.apps";
  static final String PODS = "pods";
  static final String POD_LOGS = "pods/log";
  static final String POD_EXEC = "pods/exec";
  static final String CONFIG_MAPS = "configmaps";
  static final String SECRETS = "secrets";
  static final String NODES = "nodes";
  static final String LEASES = "leases.coordination.k8s.io";

  String all(String resource) {
    return switch (resource) {
      case DEPLOYMENTS -> "/apis/apps/v1/namespaces/" + encoded(namespace) + "/deployments";
      case REPLICA_SETS -> "/apis/apps/v1/namespaces/" + encoded(namespace) + "/replicasets";
      case PODS, CONFIG_MAPS, SECRETS ->
          "/api/v1/namespaces/" + encoded(namespace) + "/" + resource;
      case LEASES -> "/apis/coordination.k8s.io/v1/namespaces/" + encoded(namespace) + "/leases";
      default -> throw new IllegalArgumentException("no path for " + resource);
    };
  }

  String one(String resource, String name) {
    return all(resource) + "/" + encoded(name);
  }

  /** A list of at most one, which has the resourceVersion of the whole kind. */
  String only(String resource, String name) {
    return all(resource) + "?fieldSelector=" + encoded("metadata.name=" + name);
  }

  static String node(String name) {
    return "/api/v1/nodes/" + encoded(name);
  }

  String namespacePath() {
    return "/api/v1/namespaces/" + encoded(namespace);
  }

  static String encoded(String segment) {
    return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
  }
}
