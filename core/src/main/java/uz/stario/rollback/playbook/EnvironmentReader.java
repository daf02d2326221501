package uz.stario.rollback.playbook;

import java.util.Optional;

/**
 * Reads one environment. Where a part is wrong, an empty stand-in takes its place, as a file with
 * mistakes never becomes a playbook.
 */
final class EnvironmentReader {

  private static final String SECRET =
      "is a secret and must not be in the file; name where it is kept:"
          + " { env: VARIABLE } or { file: /PATH }";

  private EnvironmentReader() {}

  static Environment read(String name, Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.ENVIRONMENT, mistakes);
    return new Environment(
        name,
        fields.text("context"),
        fields.name("namespace", NameRule.LABEL).orElse(""),
        fields.read("url", EnvironmentReader::url),
        fields.read("channel", EnvironmentReader::channel),
        fields.read("approval", ApprovalReader::read));
  }

  private static Optional<String> url(Located<Node> from, Mistakes mistakes) {
    Optional<String> url = Values.text(from, mistakes);
    url.flatMap(Addresses::baseFault).ifPresent(fault -> mistakes.add(from, fault));
    // A faulty one is still one: the checks that use it are not at fault. So is one of a wrong
    // type.
    return Optional.of(url.orElse(""));
  }

  private static Optional<Channel> channel(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.CHANNEL, mistakes);
    Optional<String> name = fields.text("name");
    Optional<SecretSource> webhook = fields.read("webhook", EnvironmentReader::webhook);
    return name.flatMap(known -> webhook.map(source -> new Channel(known, source)));
  }

  private static Optional<SecretSource> webhook(Located<Node> from, Mistakes mistakes) {
    if (from.value() instanceof Node.Scalar scalar && ScalarKind.of(scalar) == ScalarKind.TEXT) {
      mistakes.add(from, SECRET);
      return Optional.empty();
    }
    Fields fields = new Fields(from, Shape.WEBHOOK, mistakes);
    Optional<Located<Node>> env = fields.find("env");
    Optional<Located<Node>> file = fields.find("file");
    if (from.value() instanceof Node.Mapping mapping
        && (env.isPresent() == file.isPresent())
        && mapping.entries().stream().allMatch(e -> Shape.WEBHOOK.keys().contains(e.key()))) {
      mistakes.add(from, "must hold one of env and file");
    }
    Optional<SecretSource> variable =
        env.flatMap(value -> variable(value, mistakes)).map(SecretSource.FromEnvironment::new);
    Optional<SecretSource> path =
        file.flatMap(value -> path(value, mistakes)).map(SecretSource.FromFile::new);
    return variable.or(() -> path);
  }

  private static Optional<String> variable(Located<Node> from, Mistakes mistakes) {
    return secretSafe(from, mistakes)
        ? Values.name(from, NameRule.VARIABLE, mistakes)
        : Optional.empty();
  }

  private static Optional<String> path(Located<Node> from, Mistakes mistakes) {
    Optional<String> path =
        secretSafe(from, mistakes) ? Values.text(from, mistakes) : Optional.empty();
    if (path.isPresent() && !path.get().startsWith("/")) {
      mistakes.add(from, "must be the whole path of a file, from / on");
      return Optional.empty();
    }
    return path;
  }

  private static boolean secretSafe(Located<Node> from, Mistakes mistakes) {
    if (from.value() instanceof Node.Scalar scalar && Addresses.looksLikeOne(scalar.text())) {
      mistakes.add(from, SECRET);
      return false;
    }
    return true;
  }
}
