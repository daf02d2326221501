package uz.stario.rollback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.metrics.Exposition;
import uz.stario.rollback.metrics.Scrape;
import uz.stario.rollback.playbook.ScrapeCheck;
import uz.stario.rollback.playbook.ScrapeCheck.Growth;
import uz.stario.rollback.playbook.ScrapeCheck.Measure;
import uz.stario.rollback.playbook.ScrapeCheck.Present;
import uz.stario.rollback.playbook.ScrapeCheck.Quantile;
import uz.stario.rollback.playbook.ScrapeCheck.Share;
import uz.stario.rollback.playbook.Threshold;
import uz.stario.rollback.playbook.Threshold.Comparison;

class ScrapeVerdictTest {

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Share ERRORS = new Share("http_requests_total", "status", "5..");

  @Test
  void a_metric_that_is_there_passes_after_one_look_and_one_that_is_not_fails() {
    Scrape scrape = scrape(0, "http_requests_total 1");

    assertThat(ScrapeVerdict.of(check(new Present("http_requests_total"), 0), scrape).result())
        .isEqualTo(new CheckResult.Passed("http_requests_total is there"));
    assertThat(ScrapeVerdict.of(check(new Present("requests"), 0), scrape).result())
        .isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void the_share_of_server_errors_counts_only_what_happened_between_the_looks() {
    Scrape before = scrape(0, requests(100, 900));

    assertThat(ScrapeVerdict.of(check(ERRORS, 50), before, scrape(30, requests(200, 900))).result())
        .isEqualTo(new CheckResult.Passed("0 (0 of 100) in 30 s, wanted < 0.01"));
    assertThat(ScrapeVerdict.of(check(ERRORS, 50), before, scrape(30, requests(190, 910))).result())
        .isEqualTo(new CheckResult.Failed("0.1 (10 of 100) in 30 s, wanted < 0.01"));
  }

  @Test
  void too_few_requests_are_unknown_whatever_they_say() {
    assertUnknown(
        ERRORS, 50, requests(100, 0), requests(110, 10), "rests on 20 only; 50 are needed");
  }

  @Test
  void no_requests_are_unknown_where_none_need_be_either() {
    assertUnknown(ERRORS, 0, requests(100, 0), requests(100, 0), "nothing was measured in 30 s");
  }

  @Test
  void a_metric_without_values_is_unknown() {
    assertUnknown(ERRORS, 0, "up 1", "up 1", "http_requests_total has no values");
  }

  @Test
  void a_restart_in_between_counts_from_zero_and_is_told() {
    Checked checked =
        ScrapeVerdict.of(
            check(ERRORS, 50), scrape(0, requests(1000, 0)), scrape(30, requests(99, 1)));

    assertThat(checked.result())
        .isEqualTo(new CheckResult.Failed("0.01 (1 of 100) in 30 s, wanted < 0.01"));
    assertThat(checked.seen()).anyMatch(line -> line.contains("began anew"));
  }

  @Test
  void looks_too_close_to_each_other_are_unknown() {
    assertThat(
            ScrapeVerdict.of(
                    check(ERRORS, 0), scrape(0, requests(0, 0)), scrape(9, requests(99, 0)))
                .result())
        .isEqualTo(new CheckResult.Unknown("the two looks are 9 s apart; 10 s are needed to tell"));
  }

  @Test
  void one_look_tells_no_growth() {
    assertThat(ScrapeVerdict.of(check(new Growth("x"), 0), scrape(0, "x 1")).result())
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void a_quantile_is_of_what_was_observed_between_the_looks() {
    Measure p95 = new Quantile("face_similarity_duration", 0.95);
    ScrapeCheck check =
        new ScrapeCheck(
            "latency",
            "http://face/metrics",
            p95,
            new Threshold(Comparison.AT_MOST, 0.5),
            Duration.ofSeconds(10),
            10,
            Duration.ofSeconds(5));
    Scrape before = scrape(0, latency(0, 0, 500));

    assertThat(ScrapeVerdict.of(check, before, scrape(20, latency(100, 100, 600))).result())
        .isEqualTo(new CheckResult.Passed("0.095 (of 100 observations) in 20 s, wanted <= 0.5"));
    assertThat(ScrapeVerdict.of(check, before, scrape(20, latency(0, 100, 600))).result())
        .isInstanceOf(CheckResult.Failed.class);
    assertThat(ScrapeVerdict.of(check, before, scrape(20, latency(0, 0, 505))).result())
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void values_that_are_no_numbers_are_unknown() {
    assertUnknown(new Growth("x"), 0, "x 1", "x NaN", "rests on NaN only");
  }

  private static void assertUnknown(
      Measure measure, double atLeast, String before, String after, String reason) {
    CheckResult result =
        ScrapeVerdict.of(check(measure, atLeast), scrape(0, before), scrape(30, after)).result();
    assertThat(result).isInstanceOf(CheckResult.Unknown.class);
    assertThat(result.detail()).contains(reason);
  }

  private static ScrapeCheck check(Measure measure, double atLeast) {
    return new ScrapeCheck(
        "metrics",
        "http://gateway/metrics",
        measure,
        new Threshold(Comparison.BELOW, 0.01),
        Duration.ofSeconds(10),
        atLeast,
        Duration.ofSeconds(5));
  }

  private static String requests(int good, int bad) {
    return "http_requests_total{status=\"200\"} "
        + good
        + "\nhttp_requests_total{status=\"503\"} "
        + bad;
  }

  private static String latency(int fast, int slow, int all) {
    String name = "face_similarity_duration_bucket{le=\"";
    return name + "0.1\"} " + fast + "\n" + name + "1\"} " + slow + "\n" + name + "+Inf\"} " + all;
  }

  private static Scrape scrape(int second, String text) {
    Exposition exposition =
        new Exposition(
            START.plusSeconds(second), Exposition.Format.TEXT, Set.of(), Exposition.Limits.USUAL);
    text.lines().forEach(exposition::line);
    return ((Exposition.Result.Read) exposition.finish()).scrape();
  }
}
