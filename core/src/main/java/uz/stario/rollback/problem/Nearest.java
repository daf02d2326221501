package uz.stario.rollback.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the name that a person most likely meant, for <em>did you mean…?</em>
 *
 * <p>The distance counts letters added, left out, changed or swapped with their neighbour (optimal
 * string alignment), whatever their case. A name is offered only when about one letter in three or
 * fewer differ: a wild guess misleads more than none.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance">the
 *     distance</a>
 */
public final class Nearest {

  /** The longest name of Kubernetes; what is longer is no typing mistake, and costs time. */
  private static final int LONGEST = 253;

  private Nearest() {}

  /** The candidate nearest to what was written; of equally near ones the first by alphabet. */
  public static Optional<String> nearest(String written, Collection<String> candidates) {
    int allowed = Math.max(1, written.length() / 3);
    if (written.isEmpty() || written.length() > LONGEST) {
      return Optional.empty();
    }
    return candidates.stream()
        .filter(c -> Math.abs(c.length() - written.length()) <= allowed && c.length() <= LONGEST)
        .map(c -> new Guess(c, distance(fold(written), fold(c))))
        .filter(guess -> guess.distance <= allowed && guess.distance < guess.name.length())
        .min(Comparator.comparingInt(Guess::distance).thenComparing(Guess::name))
        .map(Guess::name);
  }

  private record Guess(String name, int distance) {}

  private static String fold(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
