package uz.stario.rollback.adapters.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uz.stario.rollback.adapters.http.Exposed;
import uz.stario.rollback.metrics.Scrape;
import uz.stario.rollback.port.Scrapes;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.testkit.ScrapesContract;

class HttpScrapesTest extends ScrapesContract {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration AMPLE = Duration.ofSeconds(20);

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Exposed server = new Exposed();

  @Override
  protected Scrapes scrapes() {
    return new HttpScrapes(InstantSource.fixed(NOW));
  }

  @Override
  protected String exposing(String text) {
    server.answers(200, "text/plain; version=0.0.4", text);
    return server.url() + "/metrics";
  }

  @Override
  protected String nobody() {
    return "http://127.0.0.1:1/metrics";
  }

  @AfterEach
  void close() {
    closing.countDown();
    server.close();
  }

  @Test
  void what_a_process_exposes_is_read_and_only_what_is_wanted_is_kept() {
    server.answers(
        200, "text/plain; version=0.0.4; charset=utf-8", "http_requests_total 7\nother 1\n");

    assertThat(scrape())
        .isInstanceOfSatisfying(
            Answer.Given.class,
            given -> {
              Scrape scrape = (Scrape) given.value();
              assertThat(scrape.of("http_requests_total")).containsValue(7.0);
              assertThat(scrape.series()).containsOnlyKeys("http_requests_total");
              assertThat(scrape.at()).isEqualTo(NOW);
            });
  }

  @Test
  void openmetrics_is_known_by_its_content_type_and_must_end() {
    String type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    server.answers(200, type, "# TYPE http_requests counter\nhttp_requests_total 7\n# EOF\n");
    assertThat(scrape()).isInstanceOf(Answer.Given.class);

    server.answers(200, type, "# TYPE http_requests counter\nhttp_requests_total 7\n");
    assertThat(problem().why()).contains("its end is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "200, <html>Sign in</html>, METRICS_UNUSABLE",
    "200, '', METRICS_UNUSABLE",
    "404, none, METRICS_UNUSABLE",
    "401, no, METRICS_DENIED",
    "403, no, METRICS_DENIED"
  })
  void a_refusal_is_told_apart_from_what_is_not_there(int status, String body, ErrorCode code) {
    server.answers(status, "text/html", body);

    assertThat(problem().code()).isEqualTo(code);
  }

  @Test
  void metrics_without_end_are_refused() {
    server.answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] flood = "http_requests_total 1\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
      try (OutputStream out = exchange.getResponseBody()) {
        while (closing.getCount() > 0) {
          out.write(flood);
        }
      } catch (IOException e) {
        // The client had enough.
      }
    });

    assertThat(problem().why()).contains("more than 16 MB");
  }

  @ParameterizedTest
  @CsvSource({"http://a b/metrics", "metrics", "http://anna:geheim@127.0.0.1:1/metrics"})
  void an_address_that_can_not_be_asked_is_refused(String address) {
    assertThat(new HttpScrapes(InstantSource.fixed(NOW)).scrape(address, Set.of(), AMPLE))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.problem().sentence()).doesNotContain("geheim"));
  }

  private Answer<Scrape> scrape() {
    return new HttpScrapes(InstantSource.fixed(NOW))
        .scrape(server.url() + "/metrics", Set.of("http_requests_total"), AMPLE);
  }

  private Problem problem() {
    return switch (scrape()) {
      case Answer.Given<Scrape>(Scrape scrape) -> throw new AssertionError("given " + scrape);
      case Answer.Refused<Scrape>(Problem problem) -> problem;
    };
  }
}
