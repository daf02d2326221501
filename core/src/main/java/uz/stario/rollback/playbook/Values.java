package uz.stario.rollback.playbook;

import java.util.List;
import java.util.Optional;

/** Reads single values and lists, and reports what has the wrong type. */
final class Values {

  private Values() {}

  /** The text, which holds something to see; empty when it was reported. */
  static Optional<String> text(Located<Node> from, Mistakes mistakes) {
    switch (from.value()) {
      case Node.Scalar scalar -> {
        ScalarKind kind = ScalarKind.of(scalar);
        switch (kind) {
          case TEXT -> {
            if (!scalar.text().isBlank()) {
              return Optional.of(scalar.text());
            }
            mistakes.add(from, "must not be blank");
          }
          case INTEGER, DECIMAL, BOOLEAN ->
              mistakes.add(from, "must be text, but is " + kind.words() + "; put it in quotes");
          case EMPTY -> mistakes.add(from, "has no value");
        }
      }
      case Node.Mapping _, Node.Sequence _ ->
          mistakes.add(from, "must be text, but is " + kind(from.value()));
    }
    return Optional.empty();
  }

  /** The text when it keeps to a rule; the text itself is not repeated, as it may be a secret. */
  static Optional<String> name(Located<Node> from, NameRule rule, Mistakes mistakes) {
    Optional<String> text = text(from, mistakes);
    if (text.isPresent() && !rule.allows(text.get())) {
      mistakes.add(from, rule.words());
      return Optional.empty();
    }
    return text;
  }

  /** The text when it is one of these words. */
  static Optional<String> oneOf(Located<Node> from, List<String> words, Mistakes mistakes) {
    Optional<String> text = text(from, mistakes);
    if (text.isPresent() && !words.contains(text.get())) {
      String message = "must be one of " + String.join(", ", words);
      mistakes.add(from.path(), from.at(), message, text.get(), words);
      return Optional.empty();
    }
    return text;
  }

  /** The whole number; one too long to be meant is the largest. */
  static Optional<Long> integer(Located<Node> from, Mistakes mistakes) {
    if (from.value() instanceof Node.Scalar scalar && ScalarKind.of(scalar) == ScalarKind.INTEGER) {
      return Optional.of(number(scalar.text()));
    }
    mistakes.add(from, "must be a whole number, but is " + kind(from.value()));
    return Optional.empty();
  }

  static Optional<Boolean> truth(Located<Node> from, Mistakes mistakes) {
    if (from.value() instanceof Node.Scalar scalar && ScalarKind.of(scalar) == ScalarKind.BOOLEAN) {
      return Optional.of(scalar.text().equalsIgnoreCase("true"));
    }
    mistakes.add(from, "must be true or false, but is " + kind(from.value()));
    return Optional.empty();
  }

  private static long number(String text) {
    try {
      return switch (text) {
        case String hex when hex.startsWith("0x") -> Long.parseLong(hex.substring(2), 16);
        case String octal when octal.startsWith("0o") -> Long.parseLong(octal.substring(2), 8);
        case String decimal -> Long.parseLong(decimal);
      };
    } catch (NumberFormatException _) {
      return text.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  static List<Located<Node>> items(Located<Node> from, Mistakes mistakes) {
    if (from.value() instanceof Node.Sequence sequence) {
      return Located.items(from.path(), sequence);
    }
    mistakes.add(from, "must be a list, but is " + kind(from.value()));
    return List.of();
  }

  static String kind(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> ScalarKind.of(scalar).words();
      case Node.Sequence _ -> "a list";
      case Node.Mapping _ -> "a mapping";
    };
  }
}
