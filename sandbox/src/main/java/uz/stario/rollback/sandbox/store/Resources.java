package uz.stario.rollback.sandbox.store;

import java.util.List;
import java.util.Optional;

/** The table of resources the API serves; a new kind is a new row here. */
public final class Resources {
  public static final Resource NAMESPACE =
      cluster("", "Namespace", "namespaces", List.of("ns"), List.of("status", "finalize"));
  public static final Resource NODE =
      cluster("", "Node", "nodes", List.of("no"), List.of("status"));
  public static final Resource POD =
      namespaced(
          "",
          "Pod",
          "pods",
          List.of("po"),
          List.of("status", "log", "eviction", "exec", "portforward"),
          false);
  public static final Resource SERVICE =
      namespaced("", "Service", "services", List.of("svc"), List.of("status", "proxy"), false);
  public static final Resource CONFIG_MAP =
      namespaced("", "ConfigMap", "configmaps", List.of("cm"), List.of(), false);
  public static final Resource SECRET =
      namespaced("", "Secret", "secrets", List.of(), List.of(), false);
  public static final Resource EVENT =
      namespaced("", "Event", "events", List.of("ev"), List.of(), false);
  public static final Resource RESOURCE_QUOTA =
      namespaced("", "ResourceQuota", "resourcequotas", List.of("quota"), List.of("status"), false);
  public static final Resource SERVICE_ACCOUNT =
      namespaced("", "ServiceAccount", "serviceaccounts", List.of("sa"), List.of(), false);
  public static final Resource DEPLOYMENT =
      namespaced(
          "apps", "Deployment", "deployments", List.of("deploy"), List.of("status", "scale"), true);
  public static final Resource REPLICA_SET =
      namespaced(
          "apps", "ReplicaSet", "replicasets", List.of("rs"), List.of("status", "scale"), true);
  public static final Resource LEASE =
      namespaced("coordination.k8s.io", "Lease", "leases", List.of(), List.of(), false);

  /** Every row, in the order discovery lists them. */
  public static final List<Resource> ALL =
      List.of(
          NAMESPACE,
          NODE,
          POD,
          SERVICE,
          CONFIG_MAP,
          SECRET,
          EVENT,
          RESOURCE_QUOTA,
          SERVICE_ACCOUNT,
          DEPLOYMENT,
          REPLICA_SET,
          LEASE);

  private Resources() {}

  /** Finds the row a path names. */
  public static Optional<Resource> find(String group, String version, String plural) {
    return ALL.stream()
        .filter(r ->
            r.plural().equals(plural) && r.group().equals(group) && r.version().equals(version))
        .findFirst();
  }

  private static Resource cluster(
      String group,
      String kind,
      String plural,
      List<String> shortNames,
      List<String> subresources) {
    return new Resource(
        group,
        "v1",
        kind,
        plural,
        kind.toLowerCase(java.util.Locale.ROOT),
        shortNames,
        false,
        subresources,
        false);
  }

  private static Resource namespaced(
      String group,
      String kind,
      String plural,
      List<String> shortNames,
      List<String> subresources,
      boolean generations) {
    return new Resource(
        group,
        "v1",
        kind,
        plural,
        kind.toLowerCase(java.util.Locale.ROOT),
        shortNames,
        true,
        subresources,
        generations);
  }
}
