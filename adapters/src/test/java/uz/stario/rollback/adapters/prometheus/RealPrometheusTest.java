package uz.stario.rollback.adapters.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import uz.stario.rollback.metrics.Buckets;
import uz.stario.rollback.metrics.Exposition;
import uz.stario.rollback.metrics.Sample;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.metrics.Scrape;
import uz.stario.rollback.playbook.MetricCheck;
import uz.stario.rollback.playbook.Threshold;
import uz.stario.rollback.port.Metrics;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.testkit.MetricsContract;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.MetricVerdict;

/** The contract, and that what is computed here is what the real Prometheus computes. */
@EnabledIf("uz.stario.rollback.adapters.prometheus.RealPrometheus#isInstalled")
class RealPrometheusTest extends MetricsContract {

  private static final int HISTOGRAMS = 60;
  private static final List<Double> QUANTILES = List.of(0.0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1.0);

  private static RealPrometheus prometheus;

  @BeforeAll
  static void start() throws Exception {
    prometheus = RealPrometheus.start();
  }

  @AfterAll
  static void stop() throws Exception {
    prometheus.close();
  }

  @Override
  protected Metrics measuring(String exposition) {
    return prometheus.measuring(exposition);
  }

  @Override
  protected Instant now() {
    return Instant.now();
  }

  @Override
  protected Metrics unreachable() {
    return new PrometheusMetrics(
        new PrometheusServer(
            URI.create("http://127.0.0.1:1"),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(20)));
  }

  @Test
  void quantiles_of_generated_histograms_are_exactly_those_of_prometheus() {
    String exposition = histograms(new Random(20_260_101));
    Metrics metrics = measuring(exposition);
    Scrape scrape = read(exposition);

    for (double q : QUANTILES) {
      Map<String, Double> theirs = new TreeMap<>();
      byLabel(metrics.query("histogram_quantile(" + q + ", latency_bucket)", now()), "of", theirs);
      Map<String, Double> ours = new TreeMap<>();
      for (int i = 0; i < HISTOGRAMS; i++) {
        ours.put(Integer.toString(i), Buckets.of(histogram(scrape, i)).quantile(q));
      }

      assertThat(theirs).as("quantile " + q).isEqualTo(ours);
      assertThat(theirs.values().stream().filter(Double::isFinite).count())
          .isGreaterThan(HISTOGRAMS / 2);
    }
  }

  @Test
  void quantiles_over_all_series_are_those_of_a_sum_by_bound() {
    String exposition = histograms(new Random(7));
    Metrics metrics = measuring(exposition);
    Map<String, Double> theirs = new TreeMap<>();

    byLabel(
        metrics.query("histogram_quantile(0.95, sum by (le) (latency_bucket))", now()), "", theirs);

    assertThat(theirs.values())
        .singleElement()
        .satisfies(value ->
            assertThat(value)
                .isCloseTo(
                    Buckets.of(read(exposition).of("latency_bucket")).quantile(0.95),
                    org.assertj.core.data.Percentage.withPercentage(1e-9)));
  }

  @Test
  void a_text_of_odd_but_valid_lines_is_read_as_prometheus_reads_it() {
    String exposition =
        """
        # HELP odd_metric with \\\\ and \\n in it
        # TYPE odd_metric gauge
        odd_metric{a="x",} 1.5e3
        odd_metric{  b = "y\\"z" ,  c="\\\\n" }   -16e0
        odd_metric{d="ä#{}=,"} +.5 \n\
        odd_metric{e="tab"}	7
        #odd_metric{f="comment"} 8
        # just words
        odd_metric{g="nan"} nan
        odd_metric{h="inf"} -Inf
        odd_metric{i="big"} 1234567890123456789
        """;
    Metrics metrics = measuring(exposition);

    Map<SortedMap<String, String>, Double> theirs = new HashMap<>();
    switch (metrics.query("odd_metric", now())) {
      case Answer.Given<Samples>(Samples samples) -> {
        for (Sample sample : samples.samples()) {
          TreeMap<String, String> labels = new TreeMap<>(sample.labels());
          labels.keySet().removeAll(Set.of("job", "instance"));
          theirs.put(labels, sample.value());
        }
      }
      case Answer.Refused<Samples>(var problem) -> throw new AssertionError(problem.sentence());
    }
    assertThat(theirs).hasSize(7).isEqualTo(read(exposition).of("odd_metric"));
  }

  @Test
  void a_query_too_long_for_an_address_is_asked_all_the_same() {
    Metrics metrics = measuring("stage_up 1\n");
    String longQuery = "stage_up" + " + 0 * stage_up".repeat(300);

    Map<String, Double> answer = new TreeMap<>();
    byLabel(metrics.query(longQuery, now()), "job", answer);
    assertThat(answer).containsExactly(Map.entry("stage", 1.0));
  }

  @Test
  void the_mistake_in_a_query_is_told_in_the_words_of_prometheus() {
    Answer<Samples> answer = measuring("stage_up 1\n").query("rate(stage_up)", now());

    assertThat(problem(answer).code()).isEqualTo(ErrorCode.METRICS_QUERY_INVALID);
    assertThat(problem(answer).why()).contains("expected type range vector");
  }

  @Test
  void one_that_can_not_be_carried_out_is_told_so() {
    Answer<Samples> answer =
        measuring("stage_a{x=\"1\"} 1\nstage_a{x=\"2\"} 1\nstage_b 1\n")
            .query("stage_b * on() stage_a", now());

    assertThat(problem(answer).code()).isEqualTo(ErrorCode.METRICS_QUERY_INVALID);
    assertThat(problem(answer).why()).contains("(422)");
  }

  @Test
  void an_error_rate_since_the_rollout_passes_fails_or_is_unknown_by_what_was_measured() {
    Instant finished = now();
    Metrics metrics = measuring(requests(1_000, 500));
    grow(200, 0);
    assertThat(errorRate(metrics, finished)).isInstanceOf(CheckResult.Passed.class);

    Instant again = now();
    measuring(requests(1_200, 500));
    grow(200, 100);
    assertThat(errorRate(metrics, again)).isInstanceOf(CheckResult.Failed.class);

    Instant quiet = now();
    measuring(requests(1_400, 600));
    grow(1, 0);
    assertThat(errorRate(metrics, quiet))
        .isInstanceOf(CheckResult.Unknown.class)
        .extracting(CheckResult::detail)
        .asString()
        .contains("are needed to tell");

    measuring("stage_up 1\n");
    assertThat(errorRate(metrics, now().minusSeconds(1))).isInstanceOf(CheckResult.Unknown.class);
  }

  private int good;
  private int bad;

  private String requests(int served, int failed) {
    good = served;
    bad = failed;
    return "stage_requests_total{status=\"200\"} "
        + served
        + "\nstage_requests_total{status=\"503\"} "
        + failed
        + "\n";
  }

  /** In two steps, for a rate needs two samples in its window. */
  private void grow(int more, int failures) {
    measuring(requests(good + more / 2, bad + failures / 2));
    measuring(requests(good + more - more / 2, bad + failures - failures / 2));
  }

  private CheckResult errorRate(Metrics metrics, Instant finished) {
    String all = "sum(increase(stage_requests_total[${window}]))";
    Instant now = now();
    MetricCheck check =
        new MetricCheck(
            "error rate",
            "sum(increase(stage_requests_total{status=~\"5..\"}[${window}])) / " + all,
            new Threshold(Threshold.Comparison.BELOW, 0.05),
            Duration.ofMinutes(5),
            Duration.ofMillis(1),
            Optional.of(new MetricCheck.Support(all, 20)),
            Optional.of(
                new MetricCheck.Freshness(
                    "max(timestamp(stage_requests_total))", Duration.ofSeconds(30))),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(20));
    return MetricVerdict.asking(check, finished, now, query -> metrics.query(query, now)).result();
  }

  private static void byLabel(Answer<Samples> answer, String label, Map<String, Double> into) {
    switch (answer) {
      case Answer.Given<Samples>(Samples samples) ->
          samples
              .samples()
              .forEach(sample -> into.put(sample.labels().getOrDefault(label, ""), sample.value()));
      case Answer.Refused<Samples>(var problem) -> throw new AssertionError(problem.sentence());
    }
  }

  private static Map<SortedMap<String, String>, Double> histogram(Scrape scrape, int number) {
    Map<SortedMap<String, String>, Double> one = new HashMap<>();
    scrape
        .of("latency_bucket")
        .forEach((labels, count) -> {
          if (Integer.toString(number).equals(labels.get("of"))) {
            one.put(labels, count);
          }
        });
    return one;
  }

  /** Counts that grow, stand still, and now and then fall a little, as torn reads do. */
  private static String histograms(Random random) {
    StringBuilder text = new StringBuilder("# TYPE latency histogram\n");
    for (int i = 0; i < HISTOGRAMS; i++) {
      double[] bounds = random.doubles(1 + random.nextInt(12), -1, 10).sorted().toArray();
      List<String> all = new ArrayList<>();
      Arrays.stream(bounds).forEach(bound -> all.add(Double.toString(bound)));
      if (random.nextInt(10) > 0) {
        all.add("+Inf");
      }
      double count = 0;
      for (String bound : all) {
        count = Math.max(0, count + (i % 9 == 0 ? 0 : random.nextInt(100) - 5));
        text.append(
            String.format(
                Locale.ROOT, "latency_bucket{of=\"%d\",le=\"%s\"} %s\n", i, bound, count));
      }
    }
    return text.toString();
  }

  private static Scrape read(String exposition) {
    Exposition reading =
        new Exposition(Instant.EPOCH, Exposition.Format.TEXT, Set.of(), Exposition.Limits.USUAL);
    exposition.lines().forEach(reading::line);
    return switch (reading.finish()) {
      case Exposition.Result.Read(Scrape scrape) -> scrape;
      case Exposition.Result.Unreadable(String why) -> throw new AssertionError(why);
    };
  }
}
