package uz.stario.platform.moderation;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Brings a text, or a term, to the form in which they are compared: what looks alike becomes alike.
 *
 * <p>Case, accents, widths and ligatures (NFKC), characters that are not seen, letters of other
 * alphabets that look like Latin ones, digits and signs that stand for letters, letters that are
 * drawn out, and words that are spelt apart. Pure; as long as the text at most.
 *
 * @see <a href="https://www.unicode.org/reports/tr39/">UTS 39, from whose confusables the table is
 *     taken</a>
 */
final class Normaliser {

  private static final Map<Integer, String> ALIKE = alike();

  /** A mark at the end of a word is a mark, and in the middle of one perhaps a letter. */
  private static final Pattern MARKS = Pattern.compile("[!|]+(?=[^\\p{L}\\p{N}]|$)");

  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  private Normaliser() {}

  /** The words of a text. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder apart = new StringBuilder();
    for (String word : BETWEEN.split(folded(MARKS.matcher(text).replaceAll(" ")), -1)) {
      if (word.codePointCount(0, word.length()) == 1) {
        apart.append(word);
        continue;
      }
      flush(apart, words);
      if (!word.isEmpty()) {
        words.add(shortened(word));
      }
    }
    flush(apart, words);
    return words;
  }

  /** Single letters in a row are a word that somebody spelt apart. */
  private static void flush(StringBuilder apart, List<String> words) {
    if (!apart.isEmpty()) {
      words.add(shortened(apart.toString()));
      apart.setLength(0);
    }
  }

  private static String folded(String text) {
    String plain =
        Normalizer.normalize(
            Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT),
            Normalizer.Form.NFD);
    var folded = new StringBuilder(plain.length());
    plain
        .codePoints()
        .filter(point -> !isUnseen(point))
        .forEach(point -> {
          String alike = ALIKE.get(point);
          if (alike == null) {
            folded.appendCodePoint(point);
          } else {
            folded.append(alike);
          }
        });
    return folded.toString();
  }

  private static boolean isUnseen(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.CONTROL ->
          !Character.isWhitespace(point);
      default -> false;
    };
  }

  /** Of a letter in a row one is kept, so that a word is the same however it is drawn out. */
  private static String shortened(String word) {
    var once = new StringBuilder(word.length());
    int[] last = {-1};
    word.codePoints()
        .filter(point -> point != last[0])
        .forEach(point -> {
          last[0] = point;
          once.appendCodePoint(point);
        });
    return once.toString();
  }

  private static Map<Integer, String> alike() {
    Map<Integer, String> alike = new HashMap<>();
    put(alike, "авекмнорстухіјѕԁһӏԛԝґ", "abekmhopctyxijsdhlqwr");
    put(alike, "αβεικνορτυχ", "abeikvoptux");
    put(alike, "0134578@$!|€", "oieastbasiie");
    // What Uzbek writes in Latin letters with a mark after the letter is one letter.
    for (char mark : "'‘’ʻʼ`´".toCharArray()) {
      alike.put((int) mark, "");
    }
    return Map.copyOf(alike);
  }

  private static void put(Map<Integer, String> alike, String from, String to) {
    if (from.length() != to.length()) {
      throw new IllegalStateException("one for each: " + from + " " + to);
    }
    for (int i = 0; i < from.length(); i++) {
      alike.put((int) from.charAt(i), to.substring(i, i + 1));
    }
  }
}
