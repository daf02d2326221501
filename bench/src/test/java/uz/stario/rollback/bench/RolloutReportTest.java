package uz.stario.rollback.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RolloutReportTest {

  private static RolloutReport report(int size, long each, long ours, long floor, long heapMb) {
    return new RolloutReport(
        size,
        Map.of(
            Variant.KUBECTL,
            kubectl(20_000),
            Variant.KUBECTL_LOOP,
            kubectl(11_000),
            Variant.KUBECTL_EACH,
            kubectl(each),
            Variant.OURS,
            new Measurement(
                Duration.ZERO,
                Duration.ofMillis(ours),
                OptionalLong.of(204),
                OptionalLong.of(heapMb << 20),
                OptionalLong.of(200L << 20)),
            Variant.FLOOR,
            Measurement.floor(Duration.ofMillis(floor), 103)),
        500);
  }

  private static Measurement kubectl(long millis) {
    return new Measurement(
        Duration.ofMillis(millis / 4),
        Duration.ofMillis(millis),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  @Test
  void the_last_line_holds_all_figures() {
    assertThat(report(100, 24_000, 5_500, 5_000, 40).lastLine())
        .isEqualTo(
            "rollout N=100 ours=5.50s floor=5.00s each=24.00s loop=11.00s kubectl=20.00s"
                + " ours/floor=1.10 each/ours=4.36 loop/ours=2.00 kubectl/ours=3.64 heap=40MB"
                + " requests=204");
  }

  @Test
  void promises_that_are_kept_are_not_told_of() {
    assertThat(report(100, 24_000, 5_500, 5_000, 128).shortfalls()).isEmpty();
  }

  @Test
  void each_promise_that_falls_short_is_told() {
    assertThat(report(100, 20_000, 5_600, 5_000, 129).shortfalls())
        .containsExactly(
            "promised at most 1.1 x the floor, took 1.12 x",
            "promised at least 4 x ahead of kubectl, one after another, was 3.57 x",
            "promised at most 128 MB of heap, took 129");
  }

  @Test
  void fewer_than_a_hundred_are_promised_nothing() {
    assertThat(report(99, 1_000, 5_600, 5_000, 500).shortfalls()).isEmpty();
  }
}
