package uz.stario.rollback.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a check found, and what it saw that led there.
 *
 * @param seen lines for people and for the record, bounded by whoever made them; without secrets
 * @param value the number that was compared, where the check is of one and it was measured
 */
public record Checked(CheckResult result, List<String> seen, OptionalDouble value) {

  /** One that is not of a number. */
  public Checked(CheckResult result, List<String> seen) {
    this(result, seen, OptionalDouble.empty());
  }

  /** A page of a terminal; more is in the logs. */
  public static final int MOST_LINES = 40;

  public Checked {
    seen = List.copyOf(seen);
  }

  static Checked passed(String detail, List<String> seen) {
    return new Checked(new CheckResult.Passed(detail), seen);
  }

  static Checked failed(String detail, List<String> seen) {
    return new Checked(new CheckResult.Failed(detail), seen);
  }

  static Checked unknown(String detail, List<String> seen) {
    return new Checked(new CheckResult.Unknown(detail), seen);
  }

  /** The same with more that was seen. */
  Checked and(List<String> more) {
    List<String> all = new ArrayList<>(seen);
    more.stream().limit(MOST_LINES).forEach(all::add);
    return new Checked(result, all, value);
  }

  /** The same of a number that was measured. */
  Checked of(double number) {
    return new Checked(result, seen, OptionalDouble.of(number));
  }
}
