package uz.stario.rollback.sandbox.pods;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.ObjectStore;
import uz.stario.rollback.sandbox.store.Resource;
import uz.stario.rollback.sandbox.store.Resources;

/**
 * The files that a container has from Kubernetes: its network's, and mounted ConfigMaps and
 * Secrets.
 */
public final class PodFiles {
  private PodFiles() {}

  /** The files by absolute path, as they are just now. */
  public static NavigableMap<String, String> of(
      ObjectStore store, ObjectNode pod, JsonNode container) {
    NavigableMap<String, String> files = new TreeMap<>();
    String name = Manifest.name(pod);
    files.put("/etc/hostname", name + "\n");
    files.put(
        "/etc/hosts",
        "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n"
            + Manifest.text(pod, "status", "podIP")
            + "\t"
            + name
            + "\n");
    String search = Manifest.namespace(pod) + ".svc.cluster.local svc.cluster.local cluster.local";
    files.put(
        "/etc/resolv.conf", "search " + search + "\nnameserver 10.96.0.10\noptions ndots:5\n");
    files.put("/var/run/secrets/kubernetes.io/serviceaccount/namespace", Manifest.namespace(pod));
    for (JsonNode mount : container.path("volumeMounts")) {
      for (JsonNode volume : Manifest.at(pod, "spec", "volumes")) {
        if (Manifest.text(volume, "name").equals(Manifest.text(mount, "name"))) {
          JsonNode map = volume.path("configMap");
          JsonNode secret = volume.path("secret");
          mount(store, pod, Resources.CONFIG_MAP, Manifest.text(map, "name"), map, mount, files);
          mount(
              store,
              pod,
              Resources.SECRET,
              Manifest.text(secret, "secretName"),
              secret,
              mount,
              files);
        }
      }
    }
    return files;
  }

  private static void mount(
      ObjectStore store,
      ObjectNode pod,
      Resource kind,
      String name,
      JsonNode volume,
      JsonNode mount,
      NavigableMap<String, String> files) {
    if (volume.isMissingNode()) {
      return;
    }
    String at = Manifest.text(mount, "mountPath").replaceFirst("/$", "");
    String subPath = Manifest.text(mount, "subPath");
    JsonNode data =
        store
            .find(new Key(kind, Manifest.namespace(pod), name))
            .map(source -> source.path("data"))
            .orElse(Manifest.object());
    data.properties()
        .forEach(entry -> {
          String file = path(volume, entry.getKey());
          String text = entry.getValue().asString("");
          if (kind.equals(Resources.SECRET)) {
            text = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
          }
          if (subPath.isEmpty() && !file.isEmpty()) {
            files.put(at + "/" + file, text);
          } else if (!file.isEmpty() && file.equals(subPath)) {
            files.put(at, text);
          }
        });
  }

  /** Where a key is in the volume; empty where {@code items} leaves it out. */
  private static String path(JsonNode volume, String key) {
    if (volume.path("items").isEmpty()) {
      return key;
    }
    return volume
        .path("items")
        .valueStream()
        .filter(item -> Manifest.text(item, "key").equals(key))
        .map(item -> Manifest.text(item, "path"))
        .findFirst()
        .orElse("");
  }
}
