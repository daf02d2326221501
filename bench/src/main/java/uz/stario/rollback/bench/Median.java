package uz.stario.rollback.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The middle of what was measured: one slow round on a noisy machine does not move it. */
final class Median {

  private Median() {}

  static Duration of(Collection<Duration> values) {
    return Duration.ofNanos(ofNumbers(values.stream().map(Duration::toNanos).toList()));
  }

  /** Of an even count, the mean of the two in the middle. */
  static long ofNumbers(Collection<Long> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no median of nothing");
    }
    List<Long> sorted = values.stream().sorted().toList();
    long upper = sorted.get(sorted.size() / 2);
    return sorted.size() % 2 == 1 ? upper : (sorted.get(sorted.size() / 2 - 1) + upper) / 2;
  }
}
