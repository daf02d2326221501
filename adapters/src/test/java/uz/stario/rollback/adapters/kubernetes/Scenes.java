package uz.stario.rollback.adapters.kubernetes;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One Deployment, {@code api}, with the ReplicaSets rs-1 of v1 and rs-2 of v2, as JSON text. */
final class Scenes {

  private Scenes() {}

  static String list(String... items) {
    return "{\"metadata\":{\"resourceVersion\":\"100\"},\"items\":[%s]}"
        .formatted(String.join(",", items));
  }

  static String deployment(long generation, String version) {
    return deployment(generation, version, 0, "100");
  }

  /** Of two replicas, of which so many are updated and available. */
  static String deployment(long generation, String version, int available, String resource) {
    return """
    {"metadata": {"name": "api", "uid": "u-1", "generation": %d, "resourceVersion": "%s"},
     "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "api"}}, "template": %s},
     "status": {"observedGeneration": %d, "replicas": %d, "updatedReplicas": %d,
       "availableReplicas": %d}}
    """
        .formatted(
            generation, resource, template(version), generation, available, available, available);
  }

  static String replicaSets() {
    return list(replicaSet(1), replicaSet(2));
  }

  private static String replicaSet(int number) {
    return """
    {"metadata": {"name": "api-%1$d", "uid": "rs-%1$d", "labels": {"app": "api"},
       "annotations": {"deployment.kubernetes.io/revision": "%1$d"},
       "ownerReferences": [{"uid": "u-1", "kind": "Deployment", "controller": true}]},
     "spec": {"template": %2$s}}
    """
        .formatted(number, template("v" + number));
  }

  static String pod(String name, String replicaSet, String waiting) {
    return """
    {"metadata": {"name": "%s", "resourceVersion": "105", "ownerReferences": [
       {"uid": "%s", "kind": "ReplicaSet", "name": "api-%s", "controller": true}]},
     "status": {"containerStatuses": [
       {"name": "app", "state": {"waiting": {"reason": "%s"}}}]}}
    """
        .formatted(name, replicaSet, replicaSet.substring(3), waiting);
  }

  static String runningPod(String name, String replicaSet, boolean ready) {
    return """
    {"metadata": {"name": "%s", "resourceVersion": "105", "ownerReferences": [
       {"uid": "%s", "kind": "ReplicaSet", "name": "api-%s", "controller": true}]},
     "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "%s"}]}}
    """
        .formatted(name, replicaSet, replicaSet.substring(3), ready ? "True" : "False");
  }

  /** A pod of rs-2 with containers that run and are ready. */
  static String servingPod(String name, String... containers) {
    String spec =
        Stream.of(containers)
            .map(container -> "{\"name\": \"" + container + "\"}")
            .collect(Collectors.joining(","));
    return """
    {"metadata": {"name": "%s", "resourceVersion": "105", "ownerReferences": [
       {"uid": "rs-2", "kind": "ReplicaSet", "name": "api-2", "controller": true}]},
     "spec": {"containers": [%s]},
     "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}}
    """
        .formatted(name, spec);
  }

  /** One of rs-2 that serves again after its container {@code app} ended twice. */
  static String restartedPod(String name) {
    return """
    {"metadata": {"name": "%s", "resourceVersion": "105", "ownerReferences": [
       {"uid": "rs-2", "kind": "ReplicaSet", "name": "api-2", "controller": true}]},
     "spec": {"containers": [{"name": "app"}]},
     "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}],
       "containerStatuses": [{"name": "app", "ready": true, "restartCount": 2,
         "state": {"running": {}}, "lastState": {"terminated": {"exitCode": 3}}}]}}
    """
        .formatted(name);
  }

  static String fingerprint(String version) {
    return Fingerprints.of(Objects.json(template(version)));
  }

  private static String template(String version) {
    return "{\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"api:%s\"}]}}"
        .formatted(version);
  }
}
