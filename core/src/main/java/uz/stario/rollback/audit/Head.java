package uz.stario.rollback.audit;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the record of a run ended at some instant; kept elsewhere, it shows that nothing was cut
 * off.
 *
 * @param events how many events there were
 * @param hash the checksum of the last one, 64 hexadecimal digits
 */
public record Head(long events, String hash) {

  /** Of a run that nothing is written of. */
  public static final Head NONE = new Head(0, "0".repeat(64));

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  /** The head that {@link #toString} wrote; empty where the text is none. */
  public static Optional<Head> parse(String text) {
    var parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(new Head(Long.parseLong(parts.group(1)), parts.group(2)))
        : Optional.empty();
  }

  /** {@code 12:9f86d0…}, for annotations, messages and the like. */
  @Override
  public String toString() {
    return events + ":" + hash;
  }
}
