package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.port.HttpProbe;
import uz.stario.rollback.verify.CheckResult;

/** What every {@link HttpProbe} does. */
public abstract class HttpProbeContract {

  /** Long enough for a loaded machine. */
  private static final Duration AMPLE = Duration.ofSeconds(20);

  private static final Duration SHORT = Duration.ofMillis(200);

  protected abstract HttpProbe probe();

  /** Puts an endpoint there and says at which address. */
  protected abstract String serve(Endpoint endpoint);

  @Test
  void the_expected_status_passes() {
    assertThat(probe(new Endpoint.Answers(200, "ok"))).isInstanceOf(CheckResult.Passed.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 404, 500, 503})
  void any_other_status_fails_and_is_named(int status) {
    assertThat(probe(new Endpoint.Answers(status, "")))
        .isInstanceOf(CheckResult.Failed.class)
        .extracting(CheckResult::detail)
        .asString()
        .contains(Integer.toString(status));
  }

  @Test
  void an_expected_error_status_passes() {
    String address = serve(new Endpoint.Answers(401, ""));
    assertThat(probe().probe(check(address, 401, Optional.empty(), AMPLE)))
        .isInstanceOf(CheckResult.Passed.class);
  }

  @Test
  void the_expected_text_must_be_in_the_body() {
    String address = serve(new Endpoint.Answers(200, "{\"status\":\"здоров\"}"));

    assertThat(probe().probe(check(address, 200, Optional.of("здоров"), AMPLE)))
        .isInstanceOf(CheckResult.Passed.class);
    assertThat(probe().probe(check(address, 200, Optional.of("degraded"), AMPLE)))
        .isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void a_refused_connection_fails_for_the_service_is_not_there() {
    assertThat(probe(new Endpoint.RefusesConnections())).isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void a_connection_that_ends_without_an_answer_fails() {
    assertThat(probe(new Endpoint.HangsUp())).isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void no_answer_in_time_is_unknown() {
    String address = serve(new Endpoint.StaysSilent());

    assertThat(probe().probe(check(address, 200, Optional.empty(), SHORT)))
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void a_name_that_does_not_resolve_is_unknown() {
    assertThat(probe().probe(check("http://nowhere.invalid/", 200, Optional.empty(), AMPLE)))
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void a_redirect_is_followed_to_where_the_service_answers() {
    String end = serve(new Endpoint.Answers(200, "ok"));

    assertThat(probe(new Endpoint.RedirectsTo(serve(new Endpoint.RedirectsTo(end)))))
        .isInstanceOf(CheckResult.Passed.class);
  }

  @Test
  void a_redirect_that_is_itself_expected_is_not_followed() {
    String address = serve(new Endpoint.RedirectsTo(serve(new Endpoint.Answers(500, ""))));

    assertThat(probe().probe(check(address, 302, Optional.empty(), AMPLE)))
        .isInstanceOf(CheckResult.Passed.class);
  }

  @Test
  void more_than_three_redirects_fail() {
    String address = serve(new Endpoint.Answers(200, "ok"));
    for (int i = 0; i < 4; i++) {
      address = serve(new Endpoint.RedirectsTo(address));
    }

    assertThat(probe().probe(check(address, 200, Optional.empty(), AMPLE)))
        .isInstanceOf(CheckResult.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/", "https://127.0.0.1:1/"})
  void a_redirect_to_another_scheme_is_not_followed(String elsewhere) {
    assertThat(probe(new Endpoint.RedirectsTo(elsewhere))).isInstanceOf(CheckResult.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "health", "file:///etc/hostname", "http://", "http:// /", "${url}/health"})
  void an_address_that_cannot_be_asked_is_unknown_and_nothing_is_thrown(String address) {
    assertThat(probe().probe(check(address, 200, Optional.empty(), AMPLE)))
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void many_may_ask_at_once() throws Exception {
    String address = serve(new Endpoint.Answers(200, "ok"));
    HttpProbe probe = probe();
    HealthCheck check = check(address, 200, Optional.empty(), AMPLE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          IntStream.range(0, 20).mapToObj(_ -> threads.submit(() -> probe.probe(check))).toList();
      for (var result : results) {
        assertThat(result.get()).isInstanceOf(CheckResult.Passed.class);
      }
    }
  }

  private CheckResult probe(Endpoint endpoint) {
    return probe().probe(check(serve(endpoint), 200, Optional.empty(), AMPLE));
  }

  /** A check by GET. */
  protected static HealthCheck check(
      String address, int status, Optional<String> body, Duration limit) {
    return new HealthCheck("health", "GET", address, status, body, limit);
  }
}
