package uz.stario.rollback.app.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.app.cli.demo.Chart.Mark;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.assess.Measurement;

class ChartTest {

  private static final Paint PLAIN = new Paint(false);

  private static Measurement column(long failures, long p95Millis) {
    return new Measurement(
        Duration.ofMillis(500), 30, failures, Optional.of(Duration.ofMillis(p95Millis)));
  }

  private static final Measurement NOTHING =
      new Measurement(Duration.ofMillis(500), 0, 0, Optional.empty());

  private static Chart story() {
    List<Measurement> columns = new ArrayList<>();
    for (long failures : new long[] {0, 0, 0, 0, 1, 3, 4, 6, 4, 1, 0, 0}) {
      columns.add(column(failures, 30 + failures * 20));
    }
    return new Chart(
        3, columns, 0.10, Optional.of(60.0), List.of(new Mark(7, "v1.2.4"), new Mark(12, "back")));
  }

  private static final String STORY =
      """
       errors ┤              ██
         10 % ┤┄┄┄┄┄┄┄┄┄┄▄▄██████┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 0.0 %  ✓
            0 ┼▁▁▁▁▁▁▁▁▄▄████████▄▄▁▁▁▁
          P95 ┤          ▂▂▆▆██▆▆
        60 ms ┤┄┄┄┄┄┄┄┄▂▂████████▂▂┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 30 ms  ✓
            0 ┼▆▆▆▆▆▆▆▆████████████▆▆▆▆
                v1.2.4 ▲         ▲ back
      """;

  @Test
  void errors_and_latency_stand_over_time_with_their_limits_and_what_happened() {
    assertThat(story().lines(80, PLAIN).stream().map(line -> line.stripTrailing()))
        .containsExactlyElementsOf(STORY.lines().toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {44, 50, 60, 72, 80, 120, 200})
  void no_line_reaches_the_edge_of_the_terminal(int width) {
    List<Measurement> many = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(column(i % 30, i * 17L));
    }
    List<Mark> marks = List.of(new Mark(280, "v1.2.4"), new Mark(298, "a long label"));

    List<String> lines = new Chart(0, many, 0.10, Optional.of(1234.0), marks).lines(width, PLAIN);

    assertThat(lines)
        .hasSize(Chart.HEIGHT)
        .allSatisfy(line -> assertThat(line.length()).as(line).isLessThan(width));
  }

  @Test
  void no_data_is_shown_as_such_and_not_as_zero() {
    Chart chart = new Chart(0, List.of(NOTHING), 0.10, Optional.of(60.0), List.of());

    assertThat(chart.lines(80, PLAIN).get(1)).endsWith("? no data");
    assertThat(chart.lines(80, PLAIN).get(2)).contains("┼?").doesNotContain("▁");
  }

  @Test
  void a_zero_that_was_measured_is_a_low_bar() {
    Chart chart = new Chart(0, List.of(column(0, 30)), 0.10, Optional.of(60.0), List.of());

    assertThat(chart.lines(80, PLAIN).get(2)).contains("┼▁▁");
  }

  @Test
  void a_bar_is_red_where_it_is_over_the_limit_and_says_so_in_words_too() {
    Chart chart = new Chart(0, List.of(column(4, 30)), 0.10, Optional.of(60.0), List.of());

    assertThat(chart.lines(80, new Paint(true)).get(1)).contains("\u001b[31m", "✗ over 10 %");
    assertThat(chart.lines(80, PLAIN).get(1)).contains("13.3 %  ✗ over 10 %");
  }

  @Test
  void without_a_baseline_latency_has_no_limit_and_no_verdict() {
    Chart chart = new Chart(0, List.of(column(0, 999)), 0.10, Optional.empty(), List.of());

    assertThat(chart.lines(80, PLAIN).get(4)).endsWith("999 ms").doesNotContain("┄", "✓", "✗");
  }
}
