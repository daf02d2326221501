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

  public boolean needsEnvironmentUrl() {
    return url.startsWith(ENVIRONMENT_URL);
  }

  /**
   * The same check with its address complete for an environment. A loaded playbook has an address
   * in every environment when a check needs it.
   *
   * @throws IllegalStateException if the check needs an address that the environment does not have
   */
  public HealthCheck in(Environment environment) {
    if (!needsEnvironmentUrl()) {
      return this;
    }
    String base =
        environment
            .url()
            .orElseThrow(() ->
                new IllegalStateException("environment " + environment.name() + " has no url"));
    // https://host/ and https://host mean the same to whoever writes ${url}/health.
    String bare = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    String complete = bare + url.substring(ENVIRONMENT_URL.length());
    return new HealthCheck(name, method, complete, status, bodyContains, limit);
  }
}
