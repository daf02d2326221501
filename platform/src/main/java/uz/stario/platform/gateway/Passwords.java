package uz.stario.platform.gateway;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uz.stario.platform.web.Problem;

/**
 * Hashes of passwords with Argon2id, written as PHC strings. Safe for threads; so few at a time
 * that a flood of sign-ins takes neither the heap nor every processor.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9106">RFC 9106</a>
 */
final class Passwords {

  /**
   * One of the settings that OWASP's cheat sheet names as equal; the one that takes least memory.
   */
  private static final int MEMORY_KIB = 7168;

  private static final int ITERATIONS = 5;
  private static final int SALT = 16;
  private static final int HASH = 32;
  private static final int VERSION_13 = Argon2Function.ARGON2_VERSION_13;
  private static final int AT_ONCE = 2;
  private static final int PATIENCE_SECONDS = 5;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=1\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
  private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

  private final SecureRandom random = new SecureRandom();
  private final Semaphore turns = new Semaphore(AT_ONCE);

  /** A new hash; a problem with status 503 where too many are asked for at once. */
  String hash(String password) throws Problem, InterruptedException {
    byte[] salt = salt();
    byte[] hash = derive(password, salt, MEMORY_KIB, ITERATIONS, HASH);
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(
            MEMORY_KIB, ITERATIONS, ENCODER.encodeToString(salt), ENCODER.encodeToString(hash));
  }

  /** Whether it is the password of that hash; takes as long where it is not. */
  boolean matches(String password, String hash) throws Problem, InterruptedException {
    Matcher parts = PHC.matcher(hash);
    if (!parts.matches()) {
      throw new IllegalStateException("a stored password hash is not one of ours");
    }
    byte[] salt = Base64.getDecoder().decode(parts.group(3));
    byte[] stored = Base64.getDecoder().decode(parts.group(4));
    int memory = Integer.parseInt(parts.group(1));
    int iterations = Integer.parseInt(parts.group(2));
    return MessageDigest.isEqual(stored, derive(password, salt, memory, iterations, stored.length));
  }

  /** As much work as {@link #matches}, so that nobody learns which addresses are registered. */
  void matchesNobody(String password) throws Problem, InterruptedException {
    var _ = derive(password, salt(), MEMORY_KIB, ITERATIONS, HASH);
  }

  private byte[] salt() {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    return salt;
  }

  private byte[] derive(String password, byte[] salt, int memory, int iterations, int length)
      throws Problem, InterruptedException {
    if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new Problem(503, "too many people sign in at once; try again");
    }
    try {
      return Argon2Function.getInstance(memory, iterations, 1, length, Argon2.ID, VERSION_13)
          .hash(password.getBytes(StandardCharsets.UTF_8), salt)
          .getBytes();
    } finally {
      turns.release();
    }
  }
}
