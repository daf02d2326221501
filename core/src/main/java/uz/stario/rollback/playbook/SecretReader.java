package uz.stario.rollback.playbook;

import java.util.Optional;

/** Reads where a secret is kept, and refuses the secret itself. */
final class SecretReader {

  private static final String SECRET =
      "is a secret and must not be in the file; name where it is kept:"
          + " { env: VARIABLE } or { file: /PATH }";

  private SecretReader() {}

  static Optional<SecretSource> read(Located<Node> from, Shape shape, Mistakes mistakes) {
    if (from.value() instanceof Node.Scalar scalar && ScalarKind.of(scalar) == ScalarKind.TEXT) {
      mistakes.add(from, SECRET);
      return Optional.empty();
    }
    Fields fields = new Fields(from, shape, mistakes);
    Optional<Located<Node>> env = fields.find("env");
    Optional<Located<Node>> file = fields.find("file");
    if (from.value() instanceof Node.Mapping mapping
        && (env.isPresent() == file.isPresent())
        && mapping.entries().stream().allMatch(e -> shape.keys().contains(e.key()))) {
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
