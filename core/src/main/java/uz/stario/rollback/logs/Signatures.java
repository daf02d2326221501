package uz.stario.rollback.logs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often each signature was met. Keeps a bounded number, whatever comes. Not thread-safe. */
public final class Signatures {

  /** A service that says more different things than that tells nothing by any of them. */
  public static final int MOST = 1_000;

  private static final int LONGEST_EXAMPLE = 300;

  /**
   * One signature.
   *
   * @param example the first line that had it, cut off where it is long
   */
  public record Met(long times, String example) {}

  private final Map<String, Met> met = new LinkedHashMap<>();
  private long beyond;

  /** Counts what a line says. */
  public void add(String message) {
    String signature = Signature.of(message);
    Met before = met.get(signature);
    if (before != null) {
      met.put(signature, new Met(before.times() + 1, before.example()));
    } else if (met.size() < MOST) {
      String example =
          message.length() > LONGEST_EXAMPLE ? message.substring(0, LONGEST_EXAMPLE) : message;
      met.put(signature, new Met(1, example));
    } else {
      beyond++;
    }
  }

  /** In the order in which they were first met. */
  public Map<String, Met> met() {
    return Collections.unmodifiableMap(met);
  }

  /** How many lines had a signature for which there was no place. */
  public long beyond() {
    return beyond;
  }
}
