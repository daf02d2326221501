package uz.stario.rollback.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which names say that their value is a secret, by whole words: {@code KEYBOARD} is no key. */
final class SecretNames {

  private static final List<String> ENDINGS =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "secret",
          "token",
          "apikey",
          "accesskey",
          "privatekey",
          "secretkey",
          "credential",
          "credentials");
  private static final Set<String> WORDS =
      Set.of("pass", "pwd", "dsn", "webhook", "secrets", "tokens", "passwords", "creds");

  /** Whose key is a secret even where more words follow: {@code ACCESS_KEY_ID}. */
  private static final Set<String> KEYS =
      Set.of("api", "access", "signing", "private", "jwt", "encryption", "master", "secret");

  private static final Set<String> HARMLESS_KEYS =
      Set.of("public", "primary", "foreign", "partition", "sort", "cache", "routing");

  /** A name that ends so tells something about a secret: {@code TOKEN_TTL}. */
  private static final Set<String> DESCRIBES =
      Set.of(
          "ttl",
          "timeout",
          "expiry",
          "lifetime",
          "length",
          "seconds",
          "minutes",
          "hours",
          "days",
          "enabled",
          "disabled",
          "required",
          "algorithm",
          "file",
          "path");

  /** With one of these, tokens are counted: {@code MAX_TOKENS}. */
  private static final Set<String> COUNTS = Set.of("max", "min", "num", "limit", "count", "budget");

  private SecretNames() {}

  /** Whether it names a secret, as an environment variable or a field of any style. */
  static boolean secret(String name) {
    if (name.equals("PWD") || name.equals("OLDPWD")) {
      return false; // folders
    }
    List<String> words = words(name);
    if (words.isEmpty() || DESCRIBES.contains(words.getLast())) {
      return false;
    }
    // A service may be called token-service; a variable may not.
    return name.contains("-") ? endsSecret(name) : anyStrong(words) || key(words);
  }

  /**
   * The same within running text, where a single word {@code key} or {@code auth} is too common.
   */
  static boolean secretInText(String name) {
    List<String> words = words(name);
    return secret(name)
        && (words.size() > 1
            || !(words.getFirst().equals("key") || words.getFirst().equals("auth")));
  }

  /** Whether the last word alone says it: {@code db_password}, and not {@code secret_key_base}. */
  static boolean endsSecret(String name) {
    List<String> words = words(name);
    return !words.isEmpty() && (strong(words.getLast(), words) || keyAt(words, words.size() - 1));
  }

  private static boolean anyStrong(List<String> words) {
    return words.stream().anyMatch(word -> strong(word, words));
  }

  private static boolean strong(String word, List<String> all) {
    if (word.equals("tokens") && all.stream().anyMatch(COUNTS::contains)) {
      return false;
    }
    return WORDS.contains(word) || ENDINGS.stream().anyMatch(word::endsWith);
  }

  private static boolean key(List<String> words) {
    String last = words.getLast();
    String before = words.size() > 1 ? words.get(words.size() - 2) : "";
    if (last.equals("auth") || (last.equals("key") && !HARMLESS_KEYS.contains(before))) {
      return true;
    }
    for (int i = 1; i < words.size(); i++) {
      if (keyAt(words, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean keyAt(List<String> words, int i) {
    return i > 0
        && KEYS.contains(words.get(i - 1))
        && (words.get(i).equals("key") || words.get(i).equals("keys"));
  }

  /** In lower case, cut at what is no letter or digit and where a capital follows a small one. */
  static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= name.length(); i++) {
      boolean ends = i == name.length() || !Character.isLetterOrDigit(name.charAt(i));
      boolean hump =
          !ends
              && i > 0
              && Character.isUpperCase(name.charAt(i))
              && Character.isLowerCase(name.charAt(i - 1));
      if (ends || hump) {
        if (i > from) {
          words.add(name.substring(from, i).toLowerCase(Locale.ROOT));
        }
        from = ends ? i + 1 : i;
      }
    }
    return words;
  }
}
