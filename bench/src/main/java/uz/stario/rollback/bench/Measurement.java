package uz.stario.rollback.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one way of taking a release back took.
 *
 * @param undo kubectl's {@code rollout undo} alone; zero for the others
 * @param total until all has converged
 * @param heap the most Java heap in use, in bytes
 * @param resident the most memory held, in bytes
 */
record Measurement(
    Duration undo,
    Duration total,
    OptionalLong requests,
    OptionalLong heap,
    OptionalLong resident) {

  static Measurement floor(Duration total, long requests) {
    return new Measurement(
        Duration.ZERO,
        total,
        OptionalLong.of(requests),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /** The median of the times; the most of all else, for a promise holds every time. */
  static Measurement median(Collection<Measurement> rounds) {
    return new Measurement(
        Median.of(rounds.stream().map(Measurement::undo).toList()),
        Median.of(rounds.stream().map(Measurement::total).toList()),
        most(rounds.stream().map(Measurement::requests).toList()),
        most(rounds.stream().map(Measurement::heap).toList()),
        most(rounds.stream().map(Measurement::resident).toList()));
  }

  private static OptionalLong most(List<OptionalLong> values) {
    return values.stream().filter(OptionalLong::isPresent).mapToLong(OptionalLong::getAsLong).max();
  }
}
