package uz.stario.rollback.release;

import java.util.regex.Pattern;

/** How values of environment variables are shown: never one that may be a secret. */
public final class Masking {

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i)(pass(word|wd|phrase)?|secret|token|api_?key|(signing|private|access|jwt)_?key"
              + "|credential|dsn|webhook|(^|_)(key|auth|pwd)$)");
  private static final Pattern REFERENCE = Pattern.compile("(secret|configmap) [a-z0-9.-]+/\\S+");
  // To the last @, for passwords hold slashes and at signs that nobody escaped.
  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^:/@\\s]*:)\\S+@");
  private static final Pattern NAMED_INSIDE =
      Pattern.compile("(?i)((?:password|passwd|pwd|secret|token|api_?key)=)[^&;\\s]+");
  private static final String MASK = "••••";

  private Masking() {}

  /** The value as people may see it; a reference to a Secret stays, for it is not the secret. */
  public static String shown(String name, String value) {
    if (value.isEmpty() || REFERENCE.matcher(value).matches()) {
      return value;
    }
    if (SECRET_NAME.matcher(name).find() || value.startsWith("-----BEGIN ")) {
      return MASK;
    }
    String shown = URL_PASSWORD.matcher(value).replaceAll("$1" + MASK + "@");
    return NAMED_INSIDE.matcher(shown).replaceAll("$1" + MASK);
  }
}
