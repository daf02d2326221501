package uz.stario.rollback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uz.stario.rollback.metrics.Sample;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.playbook.MetricCheck;
import uz.stario.rollback.playbook.Threshold;
import uz.stario.rollback.playbook.Threshold.Comparison;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

class MetricVerdictTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final double SECONDS = (double) NOW.getEpochSecond();
  private static final Window.Open WINDOW = new Window.Open(NOW.minusSeconds(90), NOW, true);

  @Test
  void a_value_within_the_threshold_passes_and_says_over_what_time() {
    assertThat(judge(0.0021).result())
        .isEqualTo(new CheckResult.Passed("0.0021 < 0.01 over 90 s, since the rollout finished"));
  }

  @Test
  void a_value_beyond_it_fails() {
    assertThat(judge(0.2).result())
        .isEqualTo(
            new CheckResult.Failed("0.2 is not < 0.01 over 90 s, since the rollout finished"));
  }

  @Test
  void the_bound_itself_is_not_below_it() {
    assertThat(judge(0.01).result()).isInstanceOf(CheckResult.Failed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "BELOW, 1, false", "AT_MOST, 2, true", "AT_MOST, 2.1, false", "ABOVE, 2, false",
    "ABOVE, 3, true", "AT_LEAST, 2, true", "AT_LEAST, 1.9, false", "EQUAL, 2, true",
    "EQUAL, 2.1, false", "BELOW, 1.9, true"
  })
  void each_comparison_is_as_in_promql(Comparison comparison, double value, boolean met) {
    double bound = comparison == Comparison.BELOW && !met ? 1 : 2;
    assertThat(new Threshold(comparison, bound).isMetBy(value)).isEqualTo(met);
  }

  @Test
  void no_result_is_unknown() {
    assertUnknown(judge(given()), "gave no result");
  }

  @Test
  void not_a_number_is_unknown() {
    assertUnknown(judge(Double.NaN), "gave NaN");
  }

  @ParameterizedTest
  @CsvSource({"Infinity, +Inf", "-Infinity, -Inf"})
  void an_infinite_value_is_unknown_even_where_it_would_pass(double value, String shown) {
    assertUnknown(judge(value), "gave " + shown);
  }

  @Test
  void several_series_are_unknown_and_shown() {
    Checked checked = judge(given(sample(0.1, "pod", "a"), sample(0.2, "pod", "b")));

    assertUnknown(checked, "2 series where one is wanted");
    assertThat(checked.result().detail()).contains("{pod=\"a\"} 0.1", "sum or max");
  }

  @Test
  void a_value_from_before_the_window_is_unknown() {
    Sample old = new Sample(new TreeMap<>(), 0, NOW.minusSeconds(100));

    assertUnknown(judge(given(old)), "10 s before the window");
  }

  @Test
  void a_refused_query_is_unknown_with_its_reason() {
    Problem problem =
        Problem.unchanged(ErrorCode.METRICS_UNREACHABLE, "Cannot ask.", "It is down.", "Wait.");

    assertThat(judge(Answer.refused(problem)).result())
        .isEqualTo(new CheckResult.Unknown("It is down."));
  }

  @Test
  void too_early_is_unknown_and_says_what_is_missing() {
    assertUnknown(
        MetricVerdict.tooEarly(
            new Window.TooEarly(Duration.ofSeconds(8), Duration.ofSeconds(30), NOW)),
        "only 8 s have passed since the rollout finished; 30 s are needed");
  }

  @Test
  void a_value_that_rests_on_too_little_is_unknown_whatever_it_is() {
    for (double value : new double[] {0, 1}) {
      assertUnknown(
          judge(value, given(sample(12)), given(sample(SECONDS - 5))),
          "it rests on 12 only; 50 are needed to tell");
    }
  }

  @Test
  void a_value_whose_newest_sample_is_old_is_unknown() {
    assertUnknown(
        judge(0, given(sample(100)), given(sample(SECONDS - 61))),
        "the newest sample is 61 s old, and at most 30 s is fresh");
  }

  @Test
  void enough_fresh_samples_let_the_value_speak() {
    Checked checked = judge(0, given(sample(100)), given(sample(SECONDS - 5)));

    assertThat(checked.result()).isInstanceOf(CheckResult.Passed.class);
    assertThat(checked.seen()).contains("it rests on 100", "the newest sample is 5 s old");
  }

  @Test
  void support_that_was_not_answered_is_unknown() {
    assertUnknown(judge(0, given(), given(sample(SECONDS))), "gave no result");
    assertUnknown(judge(0, given(sample(100)), given()), "gave no result");
    assertUnknown(judge(0, given(sample(Double.NaN)), given(sample(SECONDS))), "NaN");
  }

  @Test
  void a_warning_of_missing_data_makes_a_pass_unknown_and_leaves_a_failure() {
    Answer<Samples> partial =
        Answer.given(new Samples(List.of(sample(0)), List.of("store-2 did not answer")));
    Answer<Samples> bad =
        Answer.given(new Samples(List.of(sample(0.5)), List.of("store-2 did not answer")));

    assertUnknown(judge(partial), "Prometheus warns: store-2 did not answer");
    assertThat(judge(bad).result()).isInstanceOf(CheckResult.Failed.class);
    assertThat(judge(bad).seen()).contains("Prometheus warns: store-2 did not answer");
  }

  @Test
  void a_remark_on_the_query_spoils_nothing() {
    Answer<Samples> remarked =
        Answer.given(
            new Samples(List.of(sample(0)), List.of("PromQL info: name does not end in _total")));

    assertThat(judge(remarked).result()).isInstanceOf(CheckResult.Passed.class);
  }

  @Test
  void every_query_is_asked_over_the_window_since_the_rollout_finished() {
    List<String> asked = new ArrayList<>();
    MetricCheck check =
        check(
            Optional.of(new MetricCheck.Support("sum(increase(x[${window}]))", 50)),
            Optional.of(new MetricCheck.Freshness("max(timestamp(x))", Duration.ofSeconds(30))));

    Checked checked =
        MetricVerdict.asking(
            check,
            NOW.minusSeconds(90),
            NOW,
            query -> {
              asked.add(query);
              return given(sample(query.contains("timestamp") ? SECONDS : 60, "q", query));
            });

    assertThat(asked)
        .containsExactly("sum(rate(x[90000ms]))", "sum(increase(x[90000ms]))", "max(timestamp(x))");
    assertThat(checked.result()).isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void nothing_is_asked_while_it_is_too_early() {
    assertUnknown(
        MetricVerdict.asking(
            check(Optional.empty(), Optional.empty()),
            NOW.minusSeconds(3),
            NOW,
            query -> {
              throw new AssertionError("asked " + query);
            }),
        "only 3 s have passed");
  }

  @Test
  void the_window_is_written_into_the_query() {
    assertThat(MetricCheck.over("rate(x[${window}])", WINDOW.length()))
        .isEqualTo("rate(x[90000ms])");
  }

  private static void assertUnknown(Checked checked, String reason) {
    assertThat(checked.result()).isInstanceOf(CheckResult.Unknown.class);
    assertThat(checked.result().detail()).contains(reason);
  }

  private static Checked judge(double value) {
    return judge(given(sample(value)));
  }

  private static Checked judge(Answer<Samples> value) {
    return MetricVerdict.of(
        check(Optional.empty(), Optional.empty()),
        WINDOW,
        new MetricVerdict.Evidence(value, Optional.empty(), Optional.empty()));
  }

  private static Checked judge(double value, Answer<Samples> support, Answer<Samples> newest) {
    return MetricVerdict.of(
        check(
            Optional.of(new MetricCheck.Support("sum(increase(x[${window}]))", 50)),
            Optional.of(new MetricCheck.Freshness("max(timestamp(x))", Duration.ofSeconds(30)))),
        WINDOW,
        new MetricVerdict.Evidence(
            given(sample(value)), Optional.of(support), Optional.of(newest)));
  }

  private static MetricCheck check(
      Optional<MetricCheck.Support> support, Optional<MetricCheck.Freshness> freshness) {
    return new MetricCheck(
        "errors",
        "sum(rate(x[${window}]))",
        new Threshold(Comparison.BELOW, 0.01),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        support,
        freshness,
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(5));
  }

  private static Answer<Samples> given(Sample... samples) {
    return Answer.given(new Samples(List.of(samples), List.of()));
  }

  private static Sample sample(double value, String... labels) {
    TreeMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      map.put(labels[i], labels[i + 1]);
    }
    return new Sample(map, value, NOW);
  }
}
