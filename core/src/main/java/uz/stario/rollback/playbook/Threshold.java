package uz.stario.rollback.playbook;

import java.math.BigDecimal;

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
