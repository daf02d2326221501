package uz.stario.rollback.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.adapters.kubernetes.Certificates;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.HttpRequest.Expectation;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;

/** What a server may do to a check, each over a real socket. */
class HttpCheckServersTest extends HttpCheckStage {

  @Test
  void a_service_that_hangs_is_unknown_within_the_limit_and_cleaned_up_after() {
    script("POST /auth/register", _ -> await());
    Asking cleanUp = Asking.to("delete", "DELETE", "${url}/users/${unique}").expecting(204);
    on("DELETE /users/stario-check-7", 204, "");
    HttpCheck check =
        new HttpCheck(
            "register",
            Optional.empty(),
            List.of(),
            List.of(Asking.to("register", "POST", "${url}/auth/register").sending("{}").request()),
            List.of(cleanUp.request()),
            SHORT);

    Checked checked = run(check, service.url());

    assertThat(checked.result())
        .isInstanceOf(CheckResult.Unknown.class)
        .extracting(CheckResult::detail)
        .asString()
        .contains("no answer");
    assertThat(service.asked()).extracting(Exposed.Asked::path).contains("/users/stario-check-7");
  }

  @Test
  void redirects_for_ever_fail() {
    service.answers(exchange -> {
      exchange.getResponseHeaders().add("Location", "/again");
      Exposed.reply(exchange, 302, "text/plain", "");
    });

    assertThat(run(only(Asking.get("look", "${url}/")), service.url()).result())
        .isEqualTo(new CheckResult.Failed("look: redirected more than 3 times"));
    assertThat(service.asked()).hasSize(4);
  }

  @Test
  void a_redirect_to_another_host_gets_no_header_and_no_body() {
    try (Exposed elsewhere = new Exposed().answers(200, "text/plain", "ok")) {
      service.answers(exchange -> {
        exchange.getResponseHeaders().add("Location", elsewhere.url() + "/");
        Exposed.reply(exchange, 307, "text/plain", "");
      });
      Asking request = Asking.get("look", "${url}/").with("X-Api-Key", "k");

      assertThat(run(only(request), service.url()).result())
          .isInstanceOf(CheckResult.Unknown.class);
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  @Test
  void a_body_that_streams_without_end_is_cut_off() {
    service.answers(this::flood);

    assertThat(status(new Expectation.Contains("xxx"))).isInstanceOf(CheckResult.Passed.class);
    assertThat(status(new Expectation.JsonHas("/a")).detail())
        .contains("what is no JSON or too long");
  }

  @Test
  void a_body_that_trickles_without_end_is_unknown() {
    service.answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write("x".getBytes(UTF_8));
      exchange.getResponseBody().flush();
      await();
    });
    HttpCheck check =
        new HttpCheck(
            "slow",
            Optional.empty(),
            List.of(),
            List.of(Asking.get("look", "${url}/").request()),
            List.of(),
            SHORT);

    assertThat(run(check, service.url()).result()).isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void a_body_shorter_than_its_length_fails() {
    String address =
        endpoints.serve("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"a\":1}".getBytes(UTF_8));

    assertThat(run(only(Asking.get("look", "${url}")), address).result())
        .isInstanceOf(CheckResult.Failed.class)
        .extracting(CheckResult::detail)
        .asString()
        .startsWith("look: the connection gave no HTTP answer: ");
  }

  @Test
  void a_body_longer_than_its_length_is_read_as_far_as_it_was_promised() {
    String address =
        endpoints.serve("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{\"a\":1}".getBytes(UTF_8));
    Asking request = Asking.get("look", "${url}").expecting(new Expectation.JsonIs("/a", "1"));

    assertThat(run(only(request), address).result()).isInstanceOf(CheckResult.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: lots\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "220 smtp.stario.uz ESMTP\r\n",
        ""
      })
  void what_is_no_proper_http_fails_and_nothing_is_thrown(String answer) {
    String address = endpoints.serve(answer.getBytes(UTF_8));

    assertThat(run(only(Asking.get("look", "${url}")), address).result())
        .isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_unknown_and_nothing_is_sent(@TempDir Path folder)
      throws Exception {
    Certificates identity = Certificates.make(folder, "gateway", "EC");
    try (Exposed secure = new Exposed(identity.server(identity)).answers(200, "text/plain", "ok")) {
      assertThat(run(registration(), secure.url()).result())
          .isInstanceOf(CheckResult.Unknown.class)
          .extracting(CheckResult::detail)
          .asString()
          .startsWith("register a user: TLS with 127.0.0.1 failed");
      assertThat(secure.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host", "Content-Length", "bad header", ""})
  void a_header_that_can_not_be_sent_is_unknown(String header) {
    Asking request = Asking.get("look", "${url}/").with(header, "x");

    assertThat(run(only(request), service.url()).result()).isInstanceOf(CheckResult.Unknown.class);
  }
}
