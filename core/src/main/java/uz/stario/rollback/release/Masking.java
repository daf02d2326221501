package uz.stario.rollback.release;

import java.util.regex.Pattern;

/** How values of environment variables are shown: never one that may be a secret. */
public final class Masking {

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i)(pass(word|wd|phrase)?|secret|token|api_?key|(signing|private|access|jwt)_?key"
              + "|credential|dsn|webhook)");
  private static final Pattern URL_PASSWORD = Pattern.compile("(://[^:/@\\s]*:)[^@/\\s]+@");
  private static final String MASK = "••••";

  private Masking() {}

  /** The value as people may see it; a reference to a Secret stays, for it is not the secret. */
  public static String shown(String name, String value) {
    if (value.isEmpty() || value.startsWith("secret ") || value.startsWith("configmap ")) {
      return value;
    }
    if (SECRET_NAME.matcher(name).find()) {
      return MASK;
    }
    return URL_PASSWORD.matcher(value).replaceAll("$1" + MASK + "@");
  }
}
