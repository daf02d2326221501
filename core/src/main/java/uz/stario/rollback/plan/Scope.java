package uz.stario.rollback.plan;

import java.util.List;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.Service;

/**
 * What a request is about: an environment and services in it, from a playbook or made up for a lone
 * workload.
 */
public record Scope(Environment environment, List<Service> services) {
  public Scope {
    services = List.copyOf(services);
  }
}
