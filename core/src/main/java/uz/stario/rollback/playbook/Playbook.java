package uz.stario.rollback.playbook;

import java.util.List;
import java.util.Optional;

/** The description of a platform. */
public record Playbook(String platform, List<Environment> environments, List<Service> services) {
  public Playbook {
    environments = List.copyOf(environments);
    services = List.copyOf(services);
  }

  public Optional<Service> service(String name) {
    return services.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  public Optional<Environment> environment(String name) {
    return environments.stream().filter(e -> e.name().equals(name)).findFirst();
  }
}
