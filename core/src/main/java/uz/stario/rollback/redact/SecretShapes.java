package uz.stario.rollback.redact;

import static uz.stario.rollback.redact.Redactor.MASK;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Secrets that are known by how they look. No pattern takes more than linear time. */
final class SecretShapes {

  /**
   * A shape with what must stand in a text before it is worth a look.
   *
   * @param shown what stays, in the words of {@link Matcher#replaceAll}
   */
  private record Shape(String hint, Pattern pattern, String shown) {}

  // A port is no password, and one in a line of text ends before the first blank or quote.
  private static final Shape URL_PASSWORD =
      shape("://", "(://[^:/@\\s\"'\\\\]*:)(?!\\d{1,5}[/?#])[^\\s\"'\\\\]+@", "$1" + MASK + "@");

  // To the last @, for passwords hold slashes and at signs that nobody escaped.
  private static final Pattern WHOLE_URL = Pattern.compile("(://[^:/@\\s]*:)(\\S+)@");

  private static final List<Shape> SHAPES =
      List.of(
          shape(
              "PRIVATE KEY",
              "(?s)-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----.*?"
                  + "(-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|(?=[\"'])|\\z)",
              MASK),
          URL_PASSWORD,
          // A token as the user.
          shape("://", "(://)[^:/@\\s\"'\\\\]{16,}@", "$1" + MASK + "@"),
          shape(
              "uthorization",
              "([Aa]uthorization\\\\?[\"']?\\s{0,3}[:=]\\s{0,3}\\\\?[\"']?(?:[A-Za-z]{1,20} )?)"
                  + "[^\\s\"',;\\\\]+",
              "$1" + MASK),
          shape(
              "earer ",
              "([Bb]earer )(?=[^\\s\"']{0,200}[0-9]|[^\\s\"']{20})[A-Za-z0-9._~+/=-]{8,}",
              "$1" + MASK),
          shape(
              "asic ",
              "([Bb]asic )(?=[^\\s\"']{0,200}[0-9=]|[^\\s\"']{20})[A-Za-z0-9+/=_-]{8,}",
              "$1" + MASK),
          shape("ookie:", "([Cc]ookie: ?)[^\\r\\n\"\\\\]+", "$1" + MASK),
          // JSON Web Tokens.
          shape(
              "eyJ",
              "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}+\\.[A-Za-z0-9_-]{5,}+(\\.[A-Za-z0-9_-]*+)?",
              MASK),
          shape(
              "hooks.",
              "(hooks\\.slack(?:-gov)?\\.com/(?:services|workflows|triggers)/)[^\\s\"'\\\\]+",
              "$1" + MASK),
          // AWS access key ids.
          shape("AKIA", "(?<![A-Za-z0-9])AKIA[A-Z0-9]{16}(?![A-Za-z0-9])", MASK),
          shape("ASIA", "(?<![A-Za-z0-9])ASIA[A-Z0-9]{16}(?![A-Za-z0-9])", MASK),
          shape("gh", "(?<![A-Za-z0-9])(?:gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}", MASK),
          shape("glpat-", "(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{16,}", MASK),
          shape("xox", "(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,}", MASK),
          shape(
              "sk",
              "(?<![A-Za-z0-9])(?:sk|rk)[-_](?=[A-Za-z_-]{0,60}[0-9])[A-Za-z0-9_-]{20,}",
              MASK),
          shape("AIza", "(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}", MASK));

  private SecretShapes() {}

  static String hide(String text) {
    String shown = text;
    for (Shape shape : SHAPES) {
      shown = hide(shape, shown);
    }
    return shown;
  }

  /** In a value that is one address, whose password may be anything. */
  static String hideUrlPasswords(String value) {
    return value.contains("://") ? WHOLE_URL.matcher(value).replaceAll("$1" + MASK + "@") : value;
  }

  /** The password within an address. */
  static Optional<String> passwordIn(String value) {
    Matcher matcher = WHOLE_URL.matcher(value);
    return value.contains("://") && matcher.find()
        ? Optional.of(matcher.group(2))
        : Optional.empty();
  }

  private static String hide(Shape shape, String text) {
    return text.contains(shape.hint())
        ? shape.pattern().matcher(text).replaceAll(shape.shown())
        : text;
  }

  private static Shape shape(String hint, String pattern, String shown) {
    return new Shape(hint, Pattern.compile(pattern), shown);
  }
}
