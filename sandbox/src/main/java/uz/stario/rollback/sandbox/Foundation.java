package uz.stario.rollback.sandbox;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;

/** What is in a cluster before anybody puts something there: namespaces and nodes. */
final class Foundation {
  private static final int PODS_PER_NODE = 1_000;

  private Foundation() {}

  static void lay(Cluster cluster) {
    for (String name : List.of("default", "kube-system", "stario")) {
      ObjectNode namespace = Manifest.object().put("apiVersion", "v1").put("kind", "Namespace");
      Manifest.metadata(namespace).put("name", name);
      cluster.create(namespace);
    }
    cluster.create(node(1, 0));
    cluster.create(node(2, 0));
    cluster.create(node(3, 2));
  }

  private static ObjectNode node(int number, int gpus) {
    String name = "stario-node-" + number;
    ObjectNode node = Manifest.object().put("apiVersion", "v1").put("kind", "Node");
    ObjectNode labels = Manifest.metadata(node).put("name", name).putObject("labels");
    labels.put("kubernetes.io/hostname", name).put("kubernetes.io/os", "linux");
    ObjectNode status = node.putObject("status");
    for (String field : List.of("capacity", "allocatable")) {
      ObjectNode amounts = status.putObject(field);
      amounts.put("cpu", "16").put("memory", "64Gi").put("pods", Integer.toString(PODS_PER_NODE));
      if (gpus > 0) {
        amounts.put("nvidia.com/gpu", Integer.toString(gpus));
      }
    }
    status
        .putArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", "True")
        .put("reason", "KubeletReady");
    status
        .putArray("addresses")
        .addObject()
        .put("type", "InternalIP")
        .put("address", "192.168.0." + (10 + number));
    status.putObject("nodeInfo").put("kubeletVersion", "v1.33.1+sandbox");
    return node;
  }
}
