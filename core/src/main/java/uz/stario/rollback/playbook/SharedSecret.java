package uz.stario.rollback.playbook;

import java.util.List;

/**
 * A Secret of an environment that services must have in common, such as the key that one signs with
 * and the others verify by.
 *
 * @param name the object's
 * @param services that take it, by mount or by environment variable
 */
public record SharedSecret(String name, List<String> services) {
  public SharedSecret {
    services = List.copyOf(services);
  }

  /** As templates are read: {@code secret/jwt}. */
  public String reference() {
    return "secret/" + name;
  }
}
