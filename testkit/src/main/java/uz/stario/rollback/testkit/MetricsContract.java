package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.metrics.Sample;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.port.Metrics;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** What every {@link Metrics} does. */
public abstract class MetricsContract {

  /**
   * One that has measured what a process exposes.
   *
   * @param exposition in the text format
   */
  protected abstract Metrics measuring(String exposition);

  /** An instant at which all that {@link #measuring} was given is known. */
  protected abstract Instant now();

  /** One that nobody answers for. */
  protected abstract Metrics unreachable();

  @Test
  void a_series_gives_its_value_its_labels_without_its_name_and_the_instant() {
    Metrics metrics = measuring("stage_temperature{room=\"3 \\\"b\\\"\",job=\"stage\"} 21.5\n");

    assertThat(samples(metrics, "stage_temperature").samples())
        .singleElement()
        .satisfies(sample -> {
          assertThat(sample.value()).isEqualTo(21.5);
          assertThat(sample.labels())
              .containsEntry("room", "3 \"b\"")
              .doesNotContainKey("__name__");
        });
  }

  @Test
  void series_that_do_not_match_are_not_in_the_answer() {
    Metrics metrics =
        measuring("stage_requests{status=\"200\"} 5\nstage_requests{status=\"503\"} 7\n");

    assertThat(samples(metrics, "stage_requests{status=\"503\"}").samples())
        .extracting(Sample::value)
        .containsExactly(7.0);
    assertThat(samples(metrics, "stage_requests").samples())
        .extracting(Sample::value)
        .containsExactlyInAnyOrder(5.0, 7.0);
  }

  @Test
  void no_such_series_is_an_empty_answer_and_no_problem() {
    assertThat(samples(measuring("stage_up 1\n"), "stage_nothing"))
        .isEqualTo(new Samples(List.of(), List.of()));
  }

  @Test
  void values_that_are_no_finite_numbers_are_given_as_they_are() {
    Metrics metrics =
        measuring(
            """
            stage_odd{is="nan"} NaN
            stage_odd{is="more"} +Inf
            stage_odd{is="less"} -Inf
            """);

    Map<String, Double> values = new TreeMap<>();
    samples(metrics, "stage_odd")
        .samples()
        .forEach(sample -> values.put(sample.labels().getOrDefault("is", ""), sample.value()));
    assertThat(values)
        .containsEntry("nan", Double.NaN)
        .containsEntry("more", Double.POSITIVE_INFINITY)
        .containsEntry("less", Double.NEGATIVE_INFINITY);
  }

  @Test
  void a_number_is_one_sample_without_labels() {
    assertThat(samples(measuring("stage_up 1\n"), "42").samples())
        .singleElement()
        .satisfies(sample -> {
          assertThat(sample.value()).isEqualTo(42);
          assertThat(sample.labels()).isEmpty();
        });
  }

  @Test
  void before_anything_was_measured_the_answer_is_empty() {
    Answer<Samples> answer =
        measuring("stage_up 1\n").query("stage_up", now().minusSeconds(86_400));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Given.class, given -> assertThat(((Samples) given.value()).samples()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sum(", "stage_up[5m]", "\"text\"", "stage_up{", ""})
  void what_gives_no_value_is_refused_as_a_mistake_of_the_query(String promql) {
    assertThat(problem(measuring("stage_up 1\n").query(promql, now())).code())
        .isEqualTo(ErrorCode.METRICS_QUERY_INVALID);
  }

  @Test
  void where_nobody_answers_it_is_unreachable() {
    assertThat(problem(unreachable().query("stage_up", now())).code())
        .isEqualTo(ErrorCode.METRICS_UNREACHABLE);
  }

  private Samples samples(Metrics metrics, String promql) {
    return switch (metrics.query(promql, now())) {
      case Answer.Given<Samples>(Samples samples) -> samples;
      case Answer.Refused<Samples>(Problem problem) -> throw new AssertionError(problem.sentence());
    };
  }

  /** The problem of an answer that must be one. */
  protected static Problem problem(Answer<Samples> answer) {
    return switch (answer) {
      case Answer.Given<Samples>(Samples samples) -> throw new AssertionError("given " + samples);
      case Answer.Refused<Samples>(Problem problem) -> problem;
    };
  }
}
