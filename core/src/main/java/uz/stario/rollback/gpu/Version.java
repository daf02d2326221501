package uz.stario.rollback.gpu;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Numbers with dots between them, such as {@code 550.54.15}; what is left out at the end counts as
 * 0.
 */
public record Version(String text, List<Integer> numbers) implements Comparable<Version> {

  public Version {
    numbers = List.copyOf(numbers);
  }

  /** No version of a driver, of CUDA or of a GPU has more, or longer, numbers. */
  private static final Pattern FORM = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9}){0,4}");

  static Optional<Version> parse(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(
            new Version(text, Stream.of(text.split("\\.", -1)).map(Integer::valueOf).toList()))
        : Optional.empty();
  }

  @Override
  public int compareTo(Version other) {
    for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
      int order = Integer.compare(number(i), other.number(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int number(int place) {
    return place < numbers.size() ? numbers.get(place) : 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
