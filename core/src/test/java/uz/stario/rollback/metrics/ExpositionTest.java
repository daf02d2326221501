package uz.stario.rollback.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.metrics.Exposition.Format;
import uz.stario.rollback.metrics.Exposition.Limits;
import uz.stario.rollback.metrics.Exposition.Result;

class ExpositionTest {

  private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void a_counter_is_read_with_its_labels_and_the_comments_are_passed_over() {
    Scrape scrape =
        read(
            """
            # HELP http_requests_total Requests, \\ and "quotes" too.
            # TYPE http_requests_total counter
            http_requests_total{method="GET", status="200",} 17
            http_requests_total{method="GET",status="500"} 3 1395066363000

            # just a remark
            up 1
            """);

    assertThat(scrape.of("http_requests_total"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                labels("method", "GET", "status", "200"),
                17.0,
                labels("method", "GET", "status", "500"),
                3.0));
    assertThat(scrape.of("up")).containsValue(1.0);
    assertThat(scrape.at()).isEqualTo(AT);
    assertThat(scrape.names()).contains("http_requests_total", "up").doesNotContain("a");
  }

  @Test
  void escapes_in_a_label_are_undone_as_prometheus_does() {
    Scrape scrape = read("x{path=\"C:\\\\dir\\nnew \\\"q\\\" \\d #{}, ü\"} 1\n");

    assertThat(scrape.of("x").keySet())
        .containsExactly(labels("path", "C:\\dir\nnew \"q\" \\d #{}, ü"));
  }

  @ParameterizedTest
  @CsvSource({
    "+Inf, Infinity",
    "-inf, -Infinity",
    "Infinity, Infinity",
    "nan, NaN",
    "1e3, 1000",
    "+.5, 0.5",
    "-7, -7"
  })
  void numbers_are_read_as_prometheus_reads_them(String written, double value) {
    assertThat(read("x " + written + "\n").of("x")).containsValue(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "x one",
        "x 1d",
        "x 0x1p4",
        "x{} ",
        "x{a=\"1\" 2",
        "x{a=1} 2",
        "x{a=\"1\"b=\"2\"} 3",
        "x{a=\"1\"",
        "x{a=\"1} 2",
        "x{a=\"1\",a=\"2\"} 3",
        "{a=\"1\"} 2",
        "1x 2",
        "x 1 now",
        "x 1 2 3",
        "-x 1",
        "<html><body>Sign in</body></html>",
        "{\"status\": \"ok\"}",
        "x{a} 1",
        "x{,} 1"
      })
  void one_line_that_is_none_makes_the_whole_unreadable_and_names_the_line(String line) {
    assertThat(result(Format.TEXT, Limits.USUAL, "up 1", line, "down 0"))
        .isInstanceOfSatisfying(
            Result.Unreadable.class, bad -> assertThat(bad.why()).startsWith("line 2: "));
  }

  @Test
  void of_a_series_that_stands_twice_the_first_counts() {
    assertThat(read("x{a=\"1\"} 1\nx{a=\"1\"} 2\n").of("x")).containsOnlyKeys(labels("a", "1"));
    assertThat(read("x{a=\"1\"} 1\nx{a=\"1\"} 2\n").of("x")).containsValue(1.0);
  }

  @Test
  void openmetrics_has_exemplars_and_an_end() {
    String[] lines = {
      "# TYPE http_requests counter",
      "# UNIT http_requests requests",
      "http_requests_total{status=\"200\"} 5 1520879607.789 # {trace_id=\"KOO5S4vxi0o\"} 0.67 1.5",
      "http_requests_total{status=\"500\"} 6 # {trace_id=\"x\"} 1",
      "http_requests_created{status=\"200\"} 1520430000.123",
      "# EOF"
    };

    assertThat(result(Format.OPEN_METRICS, Limits.USUAL, lines))
        .isInstanceOfSatisfying(
            Result.Read.class,
            read ->
                assertThat(read.scrape().of("http_requests_total").values())
                    .containsExactlyInAnyOrder(5.0, 6.0));
  }

  @Test
  void openmetrics_without_its_end_is_cut_off_and_unreadable() {
    assertThat(result(Format.OPEN_METRICS, Limits.USUAL, "x 1"))
        .isEqualTo(new Result.Unreadable("its end is missing"));
    assertThat(result(Format.OPEN_METRICS, Limits.USUAL, "x 1", "# EOF", "y 2"))
        .isEqualTo(new Result.Unreadable("line 3 follows its end"));
  }

  @Test
  void nothing_at_all_is_no_data() {
    assertThat(result(Format.TEXT, Limits.USUAL))
        .isEqualTo(new Result.Unreadable("it holds no metric"));
    assertThat(result(Format.TEXT, Limits.USUAL, "", "# nothing here"))
        .isEqualTo(new Result.Unreadable("it holds no metric"));
  }

  @Test
  void a_family_that_is_declared_and_has_no_value_yet_is_there() {
    assertThat(read("# TYPE face_similarity_duration histogram\n").names())
        .containsExactly("face_similarity_duration");
  }

  @Test
  void only_what_is_wanted_is_kept_and_when_the_process_began() {
    Exposition exposition = new Exposition(AT, Format.TEXT, Set.of("x"), Limits.USUAL);
    "x 1\ny 2\nprocess_start_time_seconds 3\n".lines().forEach(exposition::line);

    assertThat(exposition.finish())
        .isInstanceOfSatisfying(
            Result.Read.class,
            read -> {
              assertThat(read.scrape().series())
                  .containsOnlyKeys("x", "process_start_time_seconds");
              assertThat(read.scrape().names()).contains("y");
            });
  }

  @Test
  void lines_characters_names_and_series_are_bounded() {
    Limits few = new Limits(3, 60, 2, 2);

    assertThat(result(Format.TEXT, few, "", "", "", "a 1"))
        .isEqualTo(new Result.Unreadable("it has more than 3 lines"));
    assertThat(result(Format.TEXT, few, "a 1" + " ".repeat(60)))
        .isEqualTo(new Result.Unreadable("it has more than 60 characters"));
    assertThat(result(Format.TEXT, few, "# TYPE a gauge", "# TYPE b gauge", "# TYPE c gauge"))
        .isEqualTo(new Result.Unreadable("it has more than 2 names of metrics"));
    assertThat(result(Format.TEXT, few, "a{l=\"1\"} 1", "a{l=\"2\"} 1", "a{l=\"3\"} 1"))
        .isEqualTo(new Result.Unreadable("it has more than 2 series"));
  }

  @Test
  void once_it_is_unreadable_no_more_lines_are_of_use() {
    Exposition exposition = new Exposition(AT, Format.TEXT, Set.of(), Limits.USUAL);

    assertThat(exposition.line("up 1")).isTrue();
    assertThat(exposition.line("<html>")).isFalse();
    assertThat(exposition.line("up 2")).isFalse();
  }

  private static Scrape read(String text) {
    Result result = result(Format.TEXT, Limits.USUAL, text.lines().toArray(String[]::new));
    assertThat(result).isInstanceOf(Result.Read.class);
    return ((Result.Read) result).scrape();
  }

  private static Result result(Format format, Limits limits, String... lines) {
    Exposition exposition = new Exposition(AT, format, Set.of(), limits);
    for (String line : lines) {
      exposition.line(line);
    }
    return exposition.finish();
  }

  private static SortedMap<String, String> labels(String... pairs) {
    TreeMap<String, String> labels = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(pairs[i], pairs[i + 1]);
    }
    return labels;
  }
}
