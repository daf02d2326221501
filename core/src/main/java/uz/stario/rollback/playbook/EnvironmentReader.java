package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one environment. Where a part is wrong, an empty stand-in takes its place, as a file with
 * mistakes never becomes a playbook.
 */
final class EnvironmentReader {

  /** Who waits longer wants to watch a release, not to verify a rollback. */
  private static final Duration LONGEST_SETTLE = Duration.ofMinutes(10);

  private static final Duration LONGEST_WITHIN = Duration.ofMinutes(30);

  /** A month: no release is the newest for longer where people release. */
  private static final Duration LONGEST_TRIAL = Duration.ofDays(30);

  private EnvironmentReader() {}

  /**
   * An environment with the places of what may clash with other parts of the file.
   *
   * @param figures the checks that its channel names
   */
  record Draft(Environment environment, List<Located<String>> figures) {}

  /**
   * @param services the names of all, those with mistakes among them
   */
  static Draft read(String name, Located<Node> from, Set<String> services, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.ENVIRONMENT, mistakes);
    ChannelReader.Draft channel =
        fields.read("channel", ChannelReader::read).orElse(ChannelReader.Draft.NONE);
    List<SharedSecret> secrets =
        fields
            .read("sharedSecrets", SharedSecretReader::read)
            .map(draft -> shared(draft, services, mistakes))
            .orElse(List.of());
    return new Draft(read(name, fields, channel.channel(), secrets), channel.figures());
  }

  private static Environment read(
      String name, Fields fields, Optional<Channel> channel, List<SharedSecret> secrets) {
    return new Environment(
        name,
        fields.text("context"),
        fields.name("namespace", NameRule.LABEL).orElse(""),
        fields.read("url", EnvironmentReader::url),
        channel,
        fields.read("approval", ApprovalReader::read),
        fields.read("prometheus", EnvironmentReader::prometheus),
        fields
            .read("verification", EnvironmentReader::verification)
            .orElse(Environment.Verification.USUAL),
        fields
            .read("databases", (value, all) -> Optional.of(SchemaReader.databases(value, all)))
            .orElse(List.of()),
        fields.read("healthyAfter", Durations.LONG.atMost(LONGEST_TRIAL)),
        secrets,
        fields.read("redis", (value, all) -> Optional.of(redis(value, all))));
  }

  /** One whose place is wrong is there all the same. */
  private static SecretSource redis(Located<Node> from, Mistakes mistakes) {
    return SecretReader.read(from, Shape.REDIS, mistakes)
        .orElse(new SecretSource.FromEnvironment(""));
  }

  private static List<SharedSecret> shared(
      SharedSecretReader.Draft draft, Set<String> services, Mistakes mistakes) {
    for (Located<String> named : draft.services()) {
      if (!services.contains(named.value())) {
        String message = Paths.shown(named.value()) + " is no service of this playbook";
        mistakes.add(named.path(), named.at(), message, named.value(), services);
      }
    }
    return draft.secrets();
  }

  private static Optional<MetricsSource> prometheus(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.PROMETHEUS, mistakes);
    Optional<String> url = fields.read("url", EnvironmentReader::url);
    Optional<SecretSource> token =
        fields.read("token", (value, all) -> SecretReader.read(value, Shape.PROMETHEUS_TOKEN, all));
    return Optional.of(new MetricsSource(url.orElse(""), token));
  }

  private static Optional<Environment.Verification> verification(
      Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.VERIFICATION, mistakes);
    Environment.Verification usual = Environment.Verification.USUAL;
    return Optional.of(
        new Environment.Verification(
            fields.read("settle", Durations.LONG.fromZeroTo(LONGEST_SETTLE)).orElse(usual.settle()),
            fields.read("within", Durations.LONG.atMost(LONGEST_WITHIN)).orElse(usual.within())));
  }

  private static Optional<String> url(Located<Node> from, Mistakes mistakes) {
    Optional<String> url = Values.text(from, mistakes);
    url.flatMap(Addresses::baseFault).ifPresent(fault -> mistakes.add(from, fault));
    // A faulty one is still one: the checks that use it are not at fault. So is one of a wrong
    // type.
    return Optional.of(url.orElse(""));
  }
}
