package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.Optional;

/**
 * An HTTP request that a healthy service answers in a known way.
 *
 * @param url the address; {@code ${url}} at its beginning stands for the environment's
 * @param status the status that passes
 * @param bodyContains text that the answer must hold, if any
 * @param limit how long one attempt may take
 */
public record HealthCheck(
    String name,
    String method,
    String url,
    int status,
    Optional<String> bodyContains,
    Duration limit)
    implements Check {

  /** What stands for the environment's address. */
  public static final String ENVIRONMENT_URL = "${url}";

  @Override
  public HealthCheck in(Environment environment) {
    return new HealthCheck(name, method, environment.complete(url), status, bodyContains, limit);
  }
}
