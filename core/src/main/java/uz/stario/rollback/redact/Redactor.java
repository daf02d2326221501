package uz.stario.rollback.redact;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Hides what is secret: by the names of variables and fields, by how secrets look, and by value
 * seen: whatever the program has read as a secret is hidden wherever it shows up again, percent- or
 * base64-encoded or escaped for JSON too.
 *
 * <p>What is hidden once stays as it is when it is hidden again, so that a line of the journal
 * passes unchanged through the gate of standard output. Never throws. Thread-safe.
 */
public final class Redactor {

  /** What stands for a secret. */
  public static final String MASK = "••••";

  private static final Pattern REFERENCE = Pattern.compile("(secret|configmap) [a-z0-9.-]+/\\S+");

  /** A namespace has the same few hundred names in all of its templates. */
  private static final int MOST_NAMES = 10_000;

  private final SeenValues seen = new SeenValues();
  private final Map<String, Boolean> names = new ConcurrentHashMap<>();

  /** Remembers a secret that the program has read on purpose; too short a one is not hidden. */
  public void learn(String secret) {
    seen.add(secret, false);
  }

  /**
   * Remembers the value of an environment variable where the name or the value says that it is a
   * secret. An everyday word (the password {@code postgres}) is hidden at its own name only.
   */
  public void learn(String name, String value) {
    if (value.isEmpty() || value.startsWith("$(")) {
      return;
    }
    if (names.size() > MOST_NAMES) {
      names.clear();
    }
    if (names.computeIfAbsent(name, SecretNames::secret)) {
      seen.add(value, true);
    }
    SecretShapes.passwordIn(value).ifPresent(password -> seen.add(password, true));
  }

  /**
   * The value of an environment variable as people may see it; a reference to a Secret stays, for
   * it is not the secret.
   */
  public String value(String name, String value) {
    if (value.isEmpty() || REFERENCE.matcher(value).matches()) {
      return value;
    }
    if (SecretNames.secret(name)) {
      return MASK;
    }
    String shown = text(SecretShapes.hideUrlPasswords(value));
    return shown.strip().equals(MASK) ? MASK : shown;
  }

  /** Any text as people may see it: a message, a line, a JSON document. */
  public String text(String text) {
    return SecretShapes.hide(NamedValues.hide(seen.hide(text)));
  }
}
