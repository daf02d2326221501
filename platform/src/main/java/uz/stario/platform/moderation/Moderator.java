package uz.stario.platform.moderation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Decides whether a text may be published, and says why not. Pure, safe for threads. */
final class Moderator {

  /** From here on a text is held back: one sure term, or two that alone prove nothing. */
  static final double THRESHOLD = 0.7;

  private final Terms terms;

  Moderator(Terms terms) {
    this.terms = terms;
  }

  /**
   * @param term as the list has it
   */
  record Reason(Category category, String language, String term) {}

  /**
   * @param scores 0 to 1 for every category: how sure its terms make us together
   * @param reasons every term that was found, also where the text is allowed
   */
  record Decision(boolean allowed, Map<Category, Double> scores, List<Reason> reasons) {

    double score() {
      return scores.values().stream().mapToDouble(score -> score).max().orElse(0);
    }
  }

  Decision decide(String text) {
    List<String> words = Normaliser.words(text);
    Map<Category, Double> innocent = new EnumMap<>(Category.class);
    for (Category category : Category.values()) {
      innocent.put(category, 1.0);
    }
    List<Reason> reasons = new ArrayList<>();
    List<List<String>> counted = new ArrayList<>();
    for (Terms.Term term : terms.all()) {
      // Two lists may have what is spelt alike in both; it is one find.
      if (term.in(words) >= 0 && !counted.contains(term.words())) {
        counted.add(term.words());
        reasons.add(new Reason(term.category(), term.language(), term.text()));
        innocent.merge(term.category(), 1 - term.weight(), (a, b) -> a * b);
      }
    }
    Map<Category, Double> scores = new EnumMap<>(Category.class);
    innocent.forEach(
        (category, left) -> scores.put(category, Math.round((1 - left) * 1000) / 1000.0));
    boolean allowed = scores.values().stream().allMatch(score -> score < THRESHOLD);
    return new Decision(allowed, Map.copyOf(scores), List.copyOf(reasons));
  }
}
