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
    cluster.create(node(3, 8));
  }

  private static ObjectNode node(int number, int gpus) {
    String name = "stario-node-" + number;
    ObjectNode node = Manifest.object().put("apiVersion", "v1").put("kind", "Node");
    ObjectNode labels = Manifest.metadata(node).put("name", name).putObject("labels");
    labels.put("kubernetes.io/hostname", name).put("kubernetes.io/os", "linux");
    if (gpus > 0) {
      featureDiscovery(labels, gpus);
    }
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

  /** As NVIDIA's GPU feature discovery labels a node. */
  private static void featureDiscovery(ObjectNode labels, int gpus) {
    labels.put("nvidia.com/cuda.driver-version.full", "550.54.15");
    labels.put("nvidia.com/cuda.driver-version.major", "550");
    labels.put("nvidia.com/cuda.driver-version.minor", "54");
    labels.put("nvidia.com/cuda.driver-version.revision", "15");
    labels.put("nvidia.com/cuda.runtime-version.full", "12.4");
    labels.put("nvidia.com/cuda.runtime-version.major", "12");
    labels.put("nvidia.com/cuda.runtime-version.minor", "4");
    labels.put("nvidia.com/gpu.compute.major", "8");
    labels.put("nvidia.com/gpu.compute.minor", "0");
    labels.put("nvidia.com/gpu.count", Integer.toString(gpus));
    labels.put("nvidia.com/gpu.present", "true");
    labels.put("nvidia.com/gpu.product", "NVIDIA-A100-SXM4-40GB");
  }
}
