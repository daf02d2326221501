package uz.stario.rollback.plan;

import java.util.List;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.Service;

/**
 * What a request is about: an environment and services in it, from a playbook or made up for a lone
 * workload.
 *
 * @param checks of the platform as a whole
 */
public record Scope(Environment environment, List<Service> services, List<Check> checks) {
  public Scope {
    services = List.copyOf(services);
    checks = List.copyOf(checks);
  }

  /** One whose services have all the checks. */
  public Scope(Environment environment, List<Service> services) {
    this(environment, services, List.of());
  }
}
