package uz.stario.rollback.playbook;

import java.util.List;
import java.util.Optional;

/**
 * The description of a platform.
 *
 * @param checks of the platform as a whole: made after every rollback, whatever it was about
 */
public record Playbook(
    String platform, List<Environment> environments, List<Service> services, List<Check> checks) {
  public Playbook {
    environments = List.copyOf(environments);
    services = List.copyOf(services);
    checks = List.copyOf(checks);
  }

  public Optional<Service> service(String name) {
    return services.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  public Optional<Environment> environment(String name) {
    return environments.stream().filter(e -> e.name().equals(name)).findFirst();
  }
}
