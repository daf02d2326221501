package uz.stario.rollback.adapters.kubernetes;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.port.Inventory;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.Container;
import uz.stario.rollback.release.Fingerprint;
import uz.stario.rollback.release.Image;
import uz.stario.rollback.release.WorkloadRef;

/**
 * What one namespace runs, by what the kubelets say of containers and by the data of ConfigMaps and
 * Secrets. Needs the verbs {@code list} on pods and {@code get} on the others. Thread-safe.
 */
final class KubernetesInventory implements Inventory {

  /** Between people and the first change stands no longer question. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private static final String DIGEST = "@sha256:";
  private static final List<String> STATUSES =
      List.of("initContainerStatuses", "containerStatuses");

  private final Api api;
  private final Paths paths;
  private final Problems.Place place;
  private final WorkloadPods pods;
  private final Reader reader;

  KubernetesInventory(
      Api api, Paths paths, Problems.Place place, WorkloadPods pods, Reader reader) {
    this.api = api.within(LIMIT);
    this.paths = paths;
    this.place = place;
    this.pods = pods;
    this.reader = reader;
  }

  @Override
  public Answer<SortedSet<String>> images(WorkloadRef workload) {
    return pods.present(workload)
        .map(present -> {
          SortedSet<String> images = new TreeSet<>();
          List<Container> own =
              reader
                  .kept(workload)
                  .map(kept -> TemplateReader.read(kept.template()).containers())
                  .orElse(List.of());
          own.forEach(container -> images.addAll(images(container, present)));
          return images;
        });
  }

  /** With digests, or as the template has it where no pod tells one. */
  private static Set<String> images(Container container, List<JsonNode> pods) {
    Set<String> digests = new HashSet<>();
    for (JsonNode pod : pods) {
      for (String statuses : STATUSES) {
        for (JsonNode status : Json.items(pod, "status", statuses)) {
          String id = Json.text(status, "imageID");
          if (Json.text(status, "name").equals(container.name()) && id.contains(DIGEST)) {
            digests.add(id.substring(id.lastIndexOf(DIGEST)));
          }
        }
      }
    }
    Image image = container.image();
    if (digests.isEmpty() || !image.digest().isEmpty()) {
      return Set.of(image.reference());
    }
    Set<String> images = new TreeSet<>();
    digests.forEach(digest -> images.add(image.reference() + digest));
    return images;
  }

  @Override
  public Answer<String> fingerprint(String reference, byte[] key) {
    int slash = reference.indexOf('/');
    String resource =
        switch (reference.substring(0, Math.max(slash, 0))) {
          case "configmap" -> Paths.CONFIG_MAPS;
          case "secret" -> Paths.SECRETS;
          default -> throw new IllegalArgumentException(reference + " is no configuration");
        };
    Reply reply = api.get("get", resource, paths.one(resource, reference.substring(slash + 1)));
    return reply instanceof Reply.Ok(JsonNode body)
        ? Answer.given(fingerprint(body, key))
        : Answer.refused(Problems.of(reply, "get", resource, place));
  }

  /** Texts and bytes apart: what is moved from one to the other may be another value. */
  private static String fingerprint(JsonNode body, byte[] key) {
    TreeMap<String, String> data = new TreeMap<>();
    for (String group : List.of("data", "binaryData")) {
      for (var entry : Json.at(body, group).properties()) {
        data.put(group + "/" + entry.getKey(), entry.getValue().asString(""));
      }
    }
    return Fingerprint.of(key, data);
  }
}
