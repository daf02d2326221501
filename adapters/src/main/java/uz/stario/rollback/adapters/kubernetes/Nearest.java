package uz.stario.rollback.adapters.kubernetes;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which names a person may have meant. */
final class Nearest {

  private static final int SHOWN = 3;

  private Nearest() {}

  /** The nearest by edit distance, nearest first; a few at most. */
  static List<String> to(String wanted, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(wanted, name) <= Math.max(2, wanted.length() / 2))
        .sorted(
            Comparator.<String>comparingInt(name -> distance(wanted, name))
                .thenComparing(Comparator.naturalOrder()))
        .limit(SHOWN)
        .toList();
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
