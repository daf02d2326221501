package uz.stario.rollback.adapters.kubernetes;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The pods of a namespace by the Deployment that their owner's name speaks of. Thread-safe. */
final class PodIndex {

  private final Map<String, Map<String, PodView>> pods = new ConcurrentHashMap<>();

  void replace(List<PodView> all) {
    pods.clear();
    all.forEach(this::put);
  }

  /** Whether that is news to whoever waits for the Deployment's rollout. */
  boolean put(PodView pod) {
    PodView known = of(pod).put(pod.state().name(), pod);
    return known == null
        ? pod.keepsPeopleWaiting()
        : known.waiting() != pod.waiting() || !known.trouble().equals(pod.trouble());
  }

  boolean remove(PodView pod) {
    PodView known = of(pod).remove(pod.state().name());
    return known != null && known.keepsPeopleWaiting();
  }

  Collection<PodView> of(String deployment) {
    return pods.getOrDefault(deployment, Map.of()).values();
  }

  private Map<String, PodView> of(PodView pod) {
    return pods.computeIfAbsent(pod.deployment(), name -> new ConcurrentHashMap<>());
  }
}
