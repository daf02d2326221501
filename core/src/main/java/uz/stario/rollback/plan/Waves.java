package uz.stario.rollback.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import uz.stario.rollback.playbook.Service;

/**
 * Puts services in waves: a service comes after those it depends on, so that when it is back what
 * it calls is back too. Services that are not in the list do not count; a cycle, which the loader
 * refuses, is cut where it is met again.
 */
final class Waves {

  private final Map<String, Service> services = new HashMap<>();
  private final Map<String, Integer> waves = new HashMap<>();

  Waves(List<Service> services) {
    services.forEach(s -> this.services.put(s.name(), s));
    services.forEach(s -> wave(s.name(), new HashSet<>()));
  }

  /** From 1. */
  int of(Service service) {
    return waves.getOrDefault(service.name(), 1);
  }

  int last() {
    return waves.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private int wave(String name, Set<String> path) {
    Integer known = waves.get(name);
    if (known != null) {
      return known;
    }
    if (!path.add(name)) {
      return 0;
    }
    int wave = 1;
    for (String dependency : requireService(name).dependsOn()) {
      if (services.containsKey(dependency)) {
        wave = Math.max(wave, 1 + wave(dependency, path));
      }
    }
    path.remove(name);
    waves.put(name, wave);
    return wave;
  }

  private Service requireService(String name) {
    Service service = services.get(name);
    if (service == null) {
      throw new IllegalArgumentException("no service " + name);
    }
    return service;
  }
}
