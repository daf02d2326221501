package uz.stario.rollback.playbook;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a number must be like: {@code < 0.01}.
 *
 * @param bound a finite number
 */
public record Threshold(Comparison comparison, double bound) {

  /** As PromQL writes them. */
  public enum Comparison {
    BELOW("<"),
    AT_MOST("<="),
    ABOVE(">"),
    AT_LEAST(">="),
    EQUAL("==");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  private static final Pattern WRITTEN =
      Pattern.compile("(<=|>=|==|<|>) ?(-?[0-9]{1,300}(?:\\.[0-9]{1,400})?)");

  /** What {@link #toString} writes, and what people write so. */
  public static Optional<Threshold> parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    return Stream.of(Comparison.values())
        .filter(comparison -> comparison.sign().equals(written.group(1)))
        .map(comparison -> new Threshold(comparison, Double.parseDouble(written.group(2))))
        .findFirst();
  }

  /** Refuses a bound that nothing can be compared with. */
  public Threshold {
    if (!Double.isFinite(bound)) {
      throw new IllegalArgumentException("a threshold must be a finite number");
    }
  }

  /**
   * @param value a finite number; another meets no threshold
   */
  public boolean isMetBy(double value) {
    return Double.isFinite(value)
        && switch (comparison) {
          case BELOW -> value < bound;
          case AT_MOST -> value <= bound;
          case ABOVE -> value > bound;
          case AT_LEAST -> value >= bound;
          case EQUAL -> value == bound;
        };
  }

  /** As people write it: {@code < 0.01}. */
  @Override
  public String toString() {
    String plain = BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    return comparison.sign() + " " + plain;
  }
}
