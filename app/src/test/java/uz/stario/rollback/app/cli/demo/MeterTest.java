package uz.stario.rollback.app.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.sandbox.platform.Traffic.Window;

class MeterTest {

  /** Columns of thirty requests that all took as long, from the first one that is measured on. */
  private static Meter of(int... millis) {
    List<Window> windows = new ArrayList<>();
    for (int took : millis) {
      windows.add(
          new Window(
              Tempo.WARM_UP + windows.size(),
              Duration.ofMillis(500),
              Collections.nCopies(took == 0 ? 0 : 30, Duration.ofMillis(took)),
              0,
              0));
    }
    Meter meter =
        new Meter(from -> windows.stream().filter(window -> window.number() >= from).toList());
    assertThat(meter.look()).isEqualTo(millis.length);
    return meter;
  }

  @Test
  void even_columns_can_stand_for_what_is_usual() {
    assertThat(of(30, 40, 28, 33).steadyFrom(0)).isTrue();
  }

  @Test
  void a_machine_that_warms_up_cannot() {
    assertThat(of(2400, 2300, 2300, 1500, 90, 60, 50, 40).steadyFrom(0)).isFalse();
  }

  @Test
  void one_column_far_slower_than_most_cannot() {
    assertThat(of(30, 30, 30, 400).steadyFrom(0)).isFalse();
  }

  @Test
  void a_column_without_requests_cannot() {
    assertThat(of(30, 0, 30, 30).steadyFrom(0)).isFalse();
    assertThat(of().steadyFrom(0)).isFalse();
  }

  @Test
  void what_came_before_the_number_does_not_matter() {
    assertThat(of(2400, 30, 30, 30, 30).steadyFrom(Tempo.WARM_UP + 1)).isTrue();
  }

  @Test
  void several_columns_are_one_measurement_with_the_percentile_of_all_requests() {
    Meter meter = of(10, 20, 30, 40);

    assertThat(meter.from(0).requests()).isEqualTo(120);
    assertThat(meter.from(0).p95()).contains(Duration.ofMillis(40));
    assertThat(meter.from(Tempo.WARM_UP + 3).requests()).isEqualTo(30);
    assertThat(meter.from(99).p95()).isEmpty();
  }

  @Test
  void what_is_forgotten_is_not_measured_any_more() {
    Meter meter = of(10, 20, 30);

    meter.forgetBefore(Tempo.WARM_UP + 2);

    assertThat(meter.columns()).hasSize(1);
    assertThat(meter.first()).isEqualTo(Tempo.WARM_UP + 2);
    assertThat(meter.look()).isZero();
  }
}
