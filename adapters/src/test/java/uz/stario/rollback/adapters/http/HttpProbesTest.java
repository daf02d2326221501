package uz.stario.rollback.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.HealthCheck;
import uz.stario.rollback.port.HttpProbe;
import uz.stario.rollback.testkit.Endpoint;
import uz.stario.rollback.testkit.HttpProbeContract;
import uz.stario.rollback.verify.CheckResult;

class HttpProbesTest extends HttpProbeContract {

  private static final Duration AMPLE = Duration.ofSeconds(20);

  private final RealEndpoints endpoints = new RealEndpoints();
  private final HttpProbes probes = new HttpProbes();

  @Override
  protected HttpProbe probe() {
    return probes;
  }

  @Override
  protected String serve(Endpoint endpoint) {
    return endpoints.serve(endpoint);
  }

  @AfterEach
  void close_the_endpoints() throws IOException {
    endpoints.close();
  }

  @Test
  void a_circle_of_redirects_fails() {
    String circle =
        endpoints.serve(
            "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(probes.probe(check(circle, 200, Optional.empty(), AMPLE)))
        .isEqualTo(new CheckResult.Failed("redirected more than 3 times"));
    assertThat(endpoints.requests()).hasSize(4);
  }

  @Test
  void what_is_not_http_fails() {
    String address = endpoints.serve("SSH-2.0-OpenSSH\r\n\r\n".getBytes(StandardCharsets.UTF_8));

    assertThat(probes.probe(check(address, 200, Optional.empty(), AMPLE)))
        .isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void tls_to_a_server_that_speaks_none_is_unknown() {
    String address = serve(new Endpoint.Answers(200, "ok")).replace("http:", "https:");

    assertThat(probes.probe(check(address, 200, Optional.empty(), AMPLE)))
        .isInstanceOf(CheckResult.Unknown.class)
        .extracting(CheckResult::detail)
        .asString()
        .startsWith("TLS with 127.0.0.1 failed");
  }

  @Test
  void only_the_first_64_kilobytes_are_read_even_of_a_body_without_end() {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n";
    String within =
        endpoints.serve(
            (head + "x".repeat(65_000) + "healthy" + "x".repeat(10_000))
                .getBytes(StandardCharsets.UTF_8));
    String beyond =
        endpoints.serve((head + "x".repeat(66_000) + "healthy").getBytes(StandardCharsets.UTF_8));

    assertThat(probes.probe(check(within, 200, Optional.of("healthy"), AMPLE)))
        .isInstanceOf(CheckResult.Passed.class);
    assertThat(probes.probe(check(beyond, 200, Optional.of("healthy"), AMPLE)))
        .isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void credentials_in_an_address_are_neither_sent_nor_shown() {
    String address = serve(new Endpoint.Answers(200, "")).replace("http://", "http://olim:geheim@");

    CheckResult result = probes.probe(check(address, 200, Optional.empty(), AMPLE));

    assertThat(result).isInstanceOf(CheckResult.Unknown.class);
    assertThat(result.detail()).doesNotContain("geheim");
    assertThat(endpoints.requests()).isEmpty();
  }

  @Test
  void a_post_is_sent_as_a_post_without_a_body() {
    String address = serve(new Endpoint.Answers(200, ""));

    probes.probe(new HealthCheck("quiz", "POST", address, 200, Optional.empty(), AMPLE));

    assertThat(endpoints.requests())
        .singleElement()
        .asString()
        .startsWith("POST / HTTP/1.1")
        .containsIgnoringCase("content-length: 0")
        .doesNotContainIgnoringCase("authorization");
  }

  @Test
  void a_method_that_is_none_is_unknown() {
    String address = serve(new Endpoint.Answers(200, ""));

    assertThat(
            probes.probe(
                new HealthCheck("x", "GET /\r\nX: y", address, 200, Optional.empty(), AMPLE)))
        .isInstanceOf(CheckResult.Unknown.class);
  }
}
