package uz.stario.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uz.stario.platform.version.Release;

final class FaultsTest {

  private static Faults of(String version) {
    return new Faults(Release.of(version), () -> true, _ -> {});
  }

  @ParameterizedTest
  @CsvSource({"100, 200", "1000, 2000", "20, 40", "1, 40", "0, 40"})
  void v1_2_5_takes_three_times_as_long_and_never_less_than_is_felt(long work, long wait) {
    Faults slow = of("v1.2.5");

    assertThat(slow.next("GET", "/x").delay(Duration.ofMillis(work))).isZero();
    assertThat(slow.next("GET", "/x").delay(Duration.ofMillis(work))).hasMillis(wait);
  }

  @ParameterizedTest
  @CsvSource({"v1.2.3", "v1.2.4", "v1.3.0"})
  void no_other_release_waits(String version) {
    Faults faults = of(version);

    assertThat(IntStream.range(0, 10).mapToObj(_ -> faults.next("GET", "/x")))
        .allMatch(effect -> effect.delay(Duration.ofSeconds(1)).isZero());
  }

  @Test
  void v1_2_4_spreads_its_failures_so_that_a_short_look_sees_them_too() {
    Faults failing = of("v1.2.4");

    boolean[] fails = new boolean[100];
    IntStream.range(0, 100).forEach(i -> fails[i] = failing.next("GET", "/x").fails());

    assertThat(IntStream.range(0, 100).filter(i -> fails[i]).count()).isEqualTo(12);
    assertThat(IntStream.range(0, 10).mapToLong(ten -> failuresOf(fails, ten)))
        .allMatch(failures -> failures == 1 || failures == 2);
  }

  private static long failuresOf(boolean[] fails, int ten) {
    return IntStream.range(10 * ten, 10 * ten + 10).filter(i -> fails[i]).count();
  }
}
