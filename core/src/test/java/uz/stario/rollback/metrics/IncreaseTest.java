package uz.stario.rollback.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncreaseTest {

  @Test
  void a_counter_grew_by_the_difference() {
    Increase increase =
        between("x{s=\"200\"} 10\nx{s=\"500\"} 1", "x{s=\"200\"} 25\nx{s=\"500\"} 2");

    assertThat(increase.total()).isEqualTo(16);
    assertThat(increase.total(labels -> "500".equals(labels.get("s")))).isEqualTo(1);
    assertThat(increase.reset()).isFalse();
  }

  @Test
  void one_that_is_lower_began_anew_and_counts_what_it_shows_now() {
    Increase increase = between("x 100", "x 7");

    assertThat(increase.total()).isEqualTo(7);
    assertThat(increase.reset()).isTrue();
  }

  @Test
  void a_process_that_says_it_began_anew_counts_from_zero_even_where_it_overtook_itself() {
    Increase increase =
        between("x 5\nprocess_start_time_seconds 100", "x 8\nprocess_start_time_seconds 200");

    assertThat(increase.total()).isEqualTo(8);
    assertThat(increase.reset()).isTrue();
  }

  @Test
  void a_series_that_was_not_there_counts_whole() {
    Increase increase = between("x{s=\"200\"} 10", "x{s=\"200\"} 10\nx{s=\"500\"} 4");

    assertThat(increase.total()).isEqualTo(4);
    assertThat(increase.reset()).isFalse();
  }

  @Test
  void a_series_that_went_away_tells_of_another_process() {
    assertThat(between("x{s=\"200\"} 10\nx{s=\"500\"} 4", "x{s=\"200\"} 12").reset()).isTrue();
  }

  @Test
  void what_is_no_finite_number_spoils_the_total() {
    assertThat(between("x 1", "x NaN").total()).isNaN();
    assertThat(between("x NaN", "x 1").total()).isNaN();
    assertThat(between("x 1", "x +Inf").total()).isNaN();
    assertThat(between("x 1", "x -5").total()).isNaN();
  }

  private static Increase between(String before, String after) {
    return Increase.between(scrape(before), scrape(after), "x");
  }

  private static Scrape scrape(String text) {
    Exposition exposition =
        new Exposition(Instant.EPOCH, Exposition.Format.TEXT, Set.of(), Exposition.Limits.USUAL);
    text.lines().forEach(exposition::line);
    return ((Exposition.Result.Read) exposition.finish()).scrape();
  }
}
