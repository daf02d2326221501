package uz.stario.rollback.playbook;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads lists and mappings of texts, patterns and numbers. */
final class Texts {

  /** Beyond this many digits nobody means a number. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

  private Texts() {}

  static List<String> list(Fields fields, String key, Mistakes mistakes) {
    List<String> texts = new ArrayList<>();
    fields.items(key).forEach(item -> Values.text(item, mistakes).ifPresent(texts::add));
    return texts;
  }

  static List<String> patterns(Fields fields, String key, Mistakes mistakes) {
    List<String> patterns = new ArrayList<>();
    fields.items(key).forEach(item -> pattern(item, mistakes).ifPresent(patterns::add));
    return patterns;
  }

  static Optional<String> pattern(Located<Node> from, Mistakes mistakes) {
    Optional<String> text = Values.text(from, mistakes);
    if (text.isPresent()) {
      try {
        Pattern.compile(text.get());
      } catch (PatternSyntaxException e) {
        mistakes.add(from, "is no regular expression: " + e.getDescription());
      }
    }
    return text;
  }

  /**
   * Names with their texts.
   *
   * @param seen takes the texts with their places
   */
  static SortedMap<String, String> map(
      Optional<Located<Node>> from, NameRule rule, List<Located<String>> seen, Mistakes mistakes) {
    SortedMap<String, String> texts = new TreeMap<>();
    Map<String, Located.Keyed> entries =
        from.flatMap(value -> Fields.entries(value, mistakes)).orElse(Map.of());
    entries.forEach((name, entry) -> {
      if (!rule.allows(name)) {
        mistakes.add(entry.value().path(), entry.key(), "the name " + rule.words());
      }
      Values.text(entry.value(), mistakes)
          .ifPresent(text -> {
            texts.put(name, text);
            seen.add(entry.value().with(text));
          });
    });
    return texts;
  }

  static BiFunction<Located<Node>, Mistakes, Optional<Integer>> whole(int least, int most) {
    return (from, mistakes) -> {
      Optional<Long> number = Values.integer(from, mistakes);
      if (number.isPresent() && (number.get() < least || number.get() > most)) {
        mistakes.add(from, "must be a whole number from " + least + " to " + most);
        return Optional.empty();
      }
      return number.map(Long::intValue);
    };
  }

  /** A number, whole or not. */
  static BiFunction<Located<Node>, Mistakes, Optional<Double>> number(double least, double most) {
    return (from, mistakes) -> {
      String range = plain(least) + (most < Double.MAX_VALUE ? " to " + plain(most) : " on");
      if (from.value() instanceof Node.Scalar scalar && isNumber(scalar)) {
        double number = Double.parseDouble(scalar.text());
        if (number >= least && number <= most) {
          return Optional.of(number);
        }
        mistakes.add(from, "must be a number from " + range);
      } else {
        mistakes.add(
            from, "must be a number from " + range + ", but is " + Values.kind(from.value()));
      }
      return Optional.empty();
    };
  }

  private static boolean isNumber(Node.Scalar scalar) {
    return switch (ScalarKind.of(scalar)) {
      case INTEGER, DECIMAL -> NUMBER.matcher(scalar.text()).matches();
      case TEXT, BOOLEAN, EMPTY -> false;
    };
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
