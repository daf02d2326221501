package uz.stario.rollback.verify;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Numbers and times as people read them. */
final class Shown {

  /** More digits than anyone compares. */
  private static final MathContext DIGITS = new MathContext(4);

  private Shown() {}

  static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds >= 120 && seconds % 60 == 0) {
      return seconds / 60 + " min";
    }
    return time.toMillis() % 1000 == 0
        ? seconds + " s"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
