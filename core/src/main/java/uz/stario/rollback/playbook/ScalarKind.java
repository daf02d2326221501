package uz.stario.rollback.playbook;

import java.util.regex.Pattern;

/**
 * What a scalar is by the core schema of YAML 1.2, which is why {@code no} and {@code 1_000} are
 * text here.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#103-core-schema">YAML 1.2.2, 10.3</a>
 */
enum ScalarKind {
  TEXT("text"),
  INTEGER("a whole number"),
  DECIMAL("a decimal number"),
  BOOLEAN("true or false"),
  EMPTY("empty");

  private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern INT = Pattern.compile("[-+]?[0-9]++|0o[0-7]++|0x[0-9a-fA-F]++");
  private static final Pattern FLOAT =
      Pattern.compile(
          "[-+]?(?:\\.[0-9]++|[0-9]++(?:\\.[0-9]*+)?+)(?:[eE][-+]?[0-9]++)?+"
              + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

  private final String words;

  ScalarKind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  static ScalarKind of(Node.Scalar scalar) {
    String text = scalar.text();
    if (scalar.quoted()) {
      return TEXT;
    } else if (NULL.matcher(text).matches()) {
      return EMPTY;
    } else if (BOOL.matcher(text).matches()) {
      return BOOLEAN;
    } else if (INT.matcher(text).matches()) {
      return INTEGER;
    }
    return FLOAT.matcher(text).matches() ? DECIMAL : TEXT;
  }
}
