package uz.stario.rollback.adapters.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.adapters.http.Exposed;
import uz.stario.rollback.adapters.kubernetes.Certificates;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** What a server in the place of Prometheus may do, over real sockets. */
class PrometheusMetricsTest {

  private static final Instant AT = Instant.ofEpochSecond(1_700_000_000, 250_000_000);
  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String JSON = "application/json";
  private static final String VALUE =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},"
          + "\"value\":[1700000000.25,\"0.5\"]}]}}";

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Exposed server = new Exposed();

  @AfterEach
  void close() {
    closing.countDown();
    server.close();
  }

  @Test
  void a_query_is_sent_with_its_instant_and_the_token() {
    server.answers(200, JSON, VALUE);

    Samples samples = given(metrics(server.url() + "/prom/", Optional.of("tok"), AMPLE));

    assertThat(samples.samples())
        .singleElement()
        .satisfies(sample -> {
          assertThat(sample.value()).isEqualTo(0.5);
          assertThat(sample.at()).isEqualTo(AT);
        });
    assertThat(server.asked())
        .singleElement()
        .satisfies(asked -> {
          assertThat(asked.method()).isEqualTo("GET");
          assertThat(asked.path())
              .isEqualTo(
                  "/prom/api/v1/query?query=sum%28x%7Ba%3D%22b+c%22%7D%29&time=1700000000.250");
          assertThat(asked.headers()).containsEntry("Authorization", List.of("Bearer tok"));
        });
  }

  @Test
  void warnings_of_a_partial_answer_are_kept() {
    server.answers(
        200,
        JSON,
        VALUE.replace("\"success\",", "\"success\",\"warnings\":[\"store-2 is gone\"],"));

    assertThat(given(metrics(server.url(), Optional.empty(), AMPLE)).warnings())
        .containsExactly("store-2 is gone");
  }

  @ParameterizedTest
  @CsvSource({
    "401, METRICS_DENIED, who asks (401)",
    "403, METRICS_DENIED, does not allow this query (403)",
    "400, METRICS_QUERY_INVALID, does not understand the query (400): parse error",
    "422, METRICS_QUERY_INVALID, can't carry out the query (422): parse error",
    "503, METRICS_UNUSABLE, not ready",
    "500, METRICS_UNUSABLE, answered 500",
    "404, METRICS_UNUSABLE, answered 404"
  })
  void each_refusal_is_told_apart(int status, ErrorCode code, String why) {
    server.answers(
        status, JSON, "{\"status\":\"error\",\"errorType\":\"x\",\"error\":\"parse error\"}");

    Problem problem = refused(metrics(server.url(), Optional.empty(), AMPLE));

    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.why()).contains(why);
  }

  @Test
  void a_token_that_is_refused_is_never_shown() {
    server.answers(401, "text/plain", "Unauthorized: geheim-123");

    Problem problem = refused(metrics(server.url(), Optional.of("geheim-123"), AMPLE));

    assertThat(problem.sentence()).contains("does not accept the token").doesNotContain("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>Sign in</body></html>",
        "",
        "[]",
        "{}",
        "null",
        "{\"status\":\"success\",\"data\":{}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"cake\",\"result\":[]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1]}]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1,\"many\"]}]}}",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"value\":[1,2]}]"
      })
  void what_is_not_an_answer_of_prometheus_is_unusable(String body) {
    server.answers(200, "text/html", body);

    assertThat(refused(metrics(server.url(), Optional.empty(), AMPLE)).code())
        .isEqualTo(ErrorCode.METRICS_UNUSABLE);
  }

  @Test
  void histograms_are_no_numbers() {
    server.answers(
        200, JSON, VALUE.replace("\"value\":[1700000000.25,\"0.5\"]", "\"histogram\":[1,{}]"));

    assertThat(refused(metrics(server.url(), Optional.empty(), AMPLE)).code())
        .isEqualTo(ErrorCode.METRICS_QUERY_INVALID);
  }

  @Test
  void a_server_that_hangs_is_given_up() {
    server.answers(exchange -> await());

    Problem problem = refused(metrics(server.url(), Optional.empty(), SHORT));

    assertThat(problem.code()).isEqualTo(ErrorCode.METRICS_UNREACHABLE);
    assertThat(problem.why()).contains("no answer within 0.3 s");
  }

  @Test
  void an_answer_without_end_is_unusable() {
    server.answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] flood = "0,".repeat(50_000).getBytes(StandardCharsets.UTF_8);
      try (OutputStream out = exchange.getResponseBody()) {
        while (closing.getCount() > 0) {
          out.write(flood);
        }
      } catch (IOException e) {
        // The client had enough.
      }
    });

    Problem problem = refused(metrics(server.url(), Optional.empty(), AMPLE));

    assertThat(problem.code()).isEqualTo(ErrorCode.METRICS_UNUSABLE);
    assertThat(problem.why()).contains("more than 4 MB");
  }

  @Test
  void redirects_for_ever_are_given_up() {
    server.answers(exchange -> {
      exchange.getResponseHeaders().add("Location", exchange.getRequestURI().toString());
      Exposed.reply(exchange, 302, "text/plain", "");
    });

    assertThat(refused(metrics(server.url(), Optional.empty(), AMPLE)).why())
        .contains("redirected more than 3 times");
    assertThat(server.asked()).hasSize(4);
  }

  @Test
  void a_token_does_not_go_to_where_a_redirect_leads() {
    try (Exposed elsewhere = new Exposed().answers(200, JSON, VALUE)) {
      server.answers(exchange -> {
        exchange.getResponseHeaders().add("Location", elsewhere.url() + "/api/v1/query");
        Exposed.reply(exchange, 307, "text/plain", "");
      });

      Problem problem = refused(metrics(server.url(), Optional.of("tok"), AMPLE));

      assertThat(problem.why()).contains("redirected to " + elsewhere.url());
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  @Test
  void a_certificate_of_an_unknown_authority_is_refused_and_with_the_ca_given_trusted(
      @TempDir Path folder) throws Exception {
    Certificates identity = Certificates.make(folder, "prometheus", "EC");
    String ca = new String(identity.certificate(), StandardCharsets.US_ASCII);
    try (Exposed secure = new Exposed(identity.server(identity)).answers(200, JSON, VALUE)) {
      Problem problem = refused(metrics(secure.url(), Optional.empty(), AMPLE));
      assertThat(problem.code()).isEqualTo(ErrorCode.METRICS_UNREACHABLE);
      assertThat(problem.why()).contains("TLS with 127.0.0.1 failed");

      PrometheusServer trusting =
          switch (PrometheusServer.of(secure.url(), Optional.empty(), Optional.of(ca), AMPLE)) {
            case Answer.Given<PrometheusServer>(PrometheusServer given) -> given;
            case Answer.Refused<PrometheusServer>(Problem why) ->
                throw new AssertionError(why.sentence());
          };
      assertThat(given(new PrometheusMetrics(trusting).query("x", AT)).samples()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prometheus.stario.uz",
        "ftp://x",
        "http://",
        "http://a b",
        "http://anna:geheim@host",
        "https://host/?x=1",
        "https://host/#x"
      })
  void an_address_that_can_not_be_asked_is_refused_without_being_shown(String address) {
    assertThat(PrometheusServer.of(address, Optional.empty(), Optional.empty(), AMPLE))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.problem().sentence()).doesNotContain("geheim"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
      })
  void a_ca_that_is_none_is_refused(String ca) {
    assertThat(PrometheusServer.of("https://host", Optional.empty(), Optional.of(ca), AMPLE))
        .isInstanceOf(Answer.Refused.class);
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Answer<Samples> metrics(String url, Optional<String> token, Duration limit) {
    return switch (PrometheusServer.of(url, token, Optional.empty(), limit)) {
      case Answer.Given<PrometheusServer>(PrometheusServer server) ->
          new PrometheusMetrics(server).query("sum(x{a=\"b c\"})", AT);
      case Answer.Refused<PrometheusServer>(Problem problem) ->
          throw new AssertionError(problem.sentence());
    };
  }

  private static Samples given(Answer<Samples> answer) {
    return switch (answer) {
      case Answer.Given<Samples>(Samples samples) -> samples;
      case Answer.Refused<Samples>(Problem problem) -> throw new AssertionError(problem.sentence());
    };
  }

  private static Problem refused(Answer<Samples> answer) {
    return switch (answer) {
      case Answer.Given<Samples>(Samples samples) -> throw new AssertionError("given " + samples);
      case Answer.Refused<Samples>(Problem problem) -> problem;
    };
  }
}
