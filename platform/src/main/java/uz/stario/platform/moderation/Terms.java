package uz.stario.platform.moderation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is looked for: terms with a category and how sure each alone makes us. */
record Terms(List<Term> all) {

  /**
   * One of them.
   *
   * @param weight above 0 and at most 1
   * @param words normalised
   * @param open whether the last word may go on
   */
  record Term(
      String text,
      String language,
      Category category,
      double weight,
      List<String> words,
      boolean open) {

    /** Where it begins in a text; -1 where it is not in it. */
    int in(List<String> text) {
      for (int at = 0; at + words.size() <= text.size(); at++) {
        if (beginsAt(text, at)) {
          return at;
        }
      }
      return -1;
    }

    private boolean beginsAt(List<String> text, int at) {
      int last = words.size() - 1;
      for (int i = 0; i < last; i++) {
        if (!text.get(at + i).equals(words.get(i))) {
          return false;
        }
      }
      String word = text.get(at + last);
      return open ? word.startsWith(words.get(last)) : word.equals(words.get(last));
    }
  }

  private static final List<String> LANGUAGES = List.of("uz", "uz-cyrl", "ru", "en");

  /** Those that the program brings along. */
  static Terms shipped() {
    List<Term> all = new ArrayList<>();
    for (String language : LANGUAGES) {
      String file = "terms." + language + ".txt";
      try (InputStream in = Objects.requireNonNull(Terms.class.getResourceAsStream(file), file);
          var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        lines
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .map(line -> term(language, line))
            .forEach(all::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Terms(List.copyOf(all));
  }

  /** A line: the category, the weight, the term, which ends with a star where a word may go on. */
  private static Term term(String language, String line) {
    String[] parts = line.split("\\s+", 3);
    String text = parts[2];
    boolean open = text.endsWith("*");
    String bare = open ? text.substring(0, text.length() - 1) : text;
    List<String> words = Normaliser.words(bare);
    if (words.isEmpty()) {
      throw new IllegalStateException("a term without words: " + line);
    }
    return new Term(
        bare, language, Category.of(parts[0]), Double.parseDouble(parts[1]), words, open);
  }
}
