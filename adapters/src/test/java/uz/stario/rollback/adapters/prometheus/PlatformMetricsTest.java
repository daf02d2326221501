package uz.stario.rollback.adapters.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uz.stario.platform.web.Metrics;
import uz.stario.rollback.adapters.http.Exposed;
import uz.stario.rollback.metrics.Scrape;
import uz.stario.rollback.playbook.ScrapeCheck;
import uz.stario.rollback.playbook.ScrapeCheck.Measure;
import uz.stario.rollback.playbook.Threshold;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.testkit.SettableClock;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.ScrapeVerdict;

/** Checks without Prometheus, of what the platform's own services expose. */
class PlatformMetricsTest {

  private static final Duration APART = Duration.ofSeconds(10);

  private final Metrics service = new Metrics("face-similarity", "v1.2.3");
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final Exposed server =
      new Exposed()
          .answers(exchange -> Exposed.reply(exchange, 200, Metrics.CONTENT_TYPE, service.text()));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void the_share_of_server_errors_between_two_looks_is_told() {
    requests("500", 40);
    ScrapeCheck check = check(new ScrapeCheck.Share("http_requests_total", "status", "5.."), 0.01);
    Scrape before = scrape(check);
    requests("200", 99);
    requests("503", 1);

    assertThat(ScrapeVerdict.of(check, before, later(check)).result())
        .isEqualTo(new CheckResult.Failed("0.01 (1 of 100) in 10 s, wanted < 0.01"));
  }

  @Test
  void the_latency_between_two_looks_is_told() {
    observe(5, 100);
    ScrapeCheck check = check(new ScrapeCheck.Quantile("face_similarity_duration", 0.95), 0.5);
    Scrape before = scrape(check);
    observe(0.02, 100);

    assertThat(ScrapeVerdict.of(check, before, later(check)).result())
        .isEqualTo(new CheckResult.Passed("0.02425 (of 100 observations) in 10 s, wanted < 0.5"));
  }

  @Test
  void a_metric_is_there_before_anything_was_observed() {
    ScrapeCheck check = check(new ScrapeCheck.Present("face_similarity_duration"), 1);
    assertThat(ScrapeVerdict.of(check, scrape(check)).result())
        .isInstanceOf(CheckResult.Failed.class);

    service.declare("face_similarity_duration", "How long it took.", Map.of());
    assertThat(ScrapeVerdict.of(check, scrape(check)).result())
        .isInstanceOf(CheckResult.Passed.class);
  }

  private void requests(String status, int number) {
    for (int i = 0; i < number; i++) {
      service.count("http_requests_total", "Requests.", Map.of("status", status, "method", "GET"));
    }
  }

  private void observe(double seconds, int number) {
    for (int i = 0; i < number; i++) {
      service.observe("face_similarity_duration", "How long it took.", Map.of(), seconds);
    }
  }

  private Scrape later(ScrapeCheck check) {
    clock.advance(APART);
    return scrape(check);
  }

  private Scrape scrape(ScrapeCheck check) {
    return switch (new HttpScrapes(clock)
        .scrape(check.url(), check.measure().series(), check.limit())) {
      case Answer.Given<Scrape>(Scrape scrape) -> scrape;
      case Answer.Refused<Scrape>(Problem problem) -> throw new AssertionError(problem.sentence());
    };
  }

  private ScrapeCheck check(Measure measure, double below) {
    return new ScrapeCheck(
        "metrics",
        server.url() + "/metrics",
        measure,
        new Threshold(Threshold.Comparison.BELOW, below),
        APART,
        50,
        Duration.ofSeconds(20));
  }
}
