package uz.stario.rollback.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {

  @Test
  void one_slow_round_of_three_does_not_move_the_median() {
    assertThat(
            Median.of(
                List.of(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(6))))
        .isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void the_median_of_two_is_between_them() {
    assertThat(Median.ofNumbers(List.of(8L, 4L))).isEqualTo(6);
  }

  @Test
  void there_is_no_median_of_nothing() {
    assertThatThrownBy(() -> Median.ofNumbers(List.of())).hasMessageContaining("nothing");
  }
}
