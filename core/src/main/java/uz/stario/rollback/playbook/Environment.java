package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where services run: a Kubernetes namespace in a cluster.
 *
 * @param context the kubeconfig context; the current one when empty
 * @param url what {@code ${url}} stands for in the checks' addresses
 * @param approval when a second person has to approve a plan
 * @param prometheus where metric checks ask
 * @param databases those whose schema is looked at before a rollback
 * @param healthyAfter how long a release has to run well to be recorded healthy; never where empty
 * @param sharedSecrets that services must have in common
 * @param redis where the address of the Redis is kept that optional steps change
 */
public record Environment(
    String name,
    Optional<String> context,
    String namespace,
    Optional<String> url,
    Optional<Channel> channel,
    Optional<ApprovalRule> approval,
    Optional<MetricsSource> prometheus,
    Verification verification,
    List<Database> databases,
    Optional<Duration> healthyAfter,
    List<SharedSecret> sharedSecrets,
    Optional<SecretSource> redis) {
  public Environment {
    databases = List.copyOf(databases);
    sharedSecrets = List.copyOf(sharedSecrets);
  }

  /** One in which no release becomes healthy by itself. */
  public Environment(
      String name,
      Optional<String> context,
      String namespace,
      Optional<String> url,
      Optional<Channel> channel,
      Optional<ApprovalRule> approval,
      Optional<MetricsSource> prometheus,
      Verification verification,
      List<Database> databases) {
    this(
        name,
        context,
        namespace,
        url,
        channel,
        approval,
        prometheus,
        verification,
        databases,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /**
   * How checks are made after a rollback.
   *
   * @param settle how long after the rollouts nothing is asked yet
   * @param within how long a check that did not pass is made again
   */
  public record Verification(Duration settle, Duration within) {

    /** Long enough for a service to warm up after its pods are ready. */
    public static final Verification USUAL =
        new Verification(Duration.ZERO, Duration.ofSeconds(30));
  }

  /** One without metrics, whose checks are made as usual. */
  public Environment(
      String name,
      Optional<String> context,
      String namespace,
      Optional<String> url,
      Optional<Channel> channel,
      Optional<ApprovalRule> approval) {
    this(
        name,
        context,
        namespace,
        url,
        channel,
        approval,
        Optional.empty(),
        Verification.USUAL,
        List.of());
  }

  /** The database of a name. */
  public Optional<Database> database(String named) {
    return databases.stream().filter(database -> database.name().equals(named)).findFirst();
  }

  /**
   * A text in which {@link HealthCheck#ENVIRONMENT_URL} is replaced by this environment's address.
   *
   * @throws IllegalStateException if it holds one and there is no address
   */
  String complete(String text) {
    if (!text.contains(HealthCheck.ENVIRONMENT_URL)) {
      return text;
    }
    String base =
        url.orElseThrow(() -> new IllegalStateException("environment " + name + " has no url"));
    // https://host/ and https://host mean the same to whoever writes ${url}/health.
    String bare = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return text.replace(HealthCheck.ENVIRONMENT_URL, bare);
  }
}
