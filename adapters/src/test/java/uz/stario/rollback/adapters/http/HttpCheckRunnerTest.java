package uz.stario.rollback.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.adapters.kubernetes.Certificates;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.HttpRequest;
import uz.stario.rollback.playbook.HttpRequest.Expectation;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;

class HttpCheckRunnerTest {

  private static final Duration AMPLE = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(400);

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Exposed service = new Exposed();
  private final RealEndpoints endpoints = new RealEndpoints();
  private final Map<String, Exposed.Answering> script = new HashMap<>();
  private final HttpCheckRunner runner =
      new HttpCheckRunner(
          _ -> Answer.given("geheim-token-1"), new Redactor(), () -> "stario-check-7");

  @AfterEach
  void close() throws IOException {
    closing.countDown();
    service.close();
    endpoints.close();
  }

  @Test
  void a_user_is_registered_under_a_name_of_its_own_asked_for_and_deleted() {
    on("POST /auth/register", 201, "{\"id\":42,\"email\":\"x\"}");
    on("POST /auth/login", 200, "{\"access_token\":\"jwt-abc-123456\"}");
    on("GET /users/42", 200, "{\"name\":\"ok\"}");
    on("DELETE /users/42", 204, "");

    Checked checked = run(registration(), service.url() + "/");

    assertThat(checked)
        .isEqualTo(
            new Checked(
                new CheckResult.Passed("look the user up: answered 200"),
                List.of(
                    "register a user: answered 201",
                    "sign in: answered 200",
                    "look the user up: answered 200",
                    "delete the user: answered 204")));
    assertThat(service.asked())
        .extracting(asked -> asked.method() + " " + asked.path() + " " + asked.body())
        .containsExactly(
            "POST /auth/register {\"email\":\"stario-check-7@example.com\"}",
            "POST /auth/login {\"email\":\"stario-check-7@example.com\"}",
            "GET /users/42 ",
            "DELETE /users/42 ");
    assertThat(service.asked().getLast().headers())
        .containsEntry("Authorization", List.of("Bearer jwt-abc-123456"));
  }

  @Test
  void what_was_set_up_is_cleaned_up_after_a_failure_too() {
    on("POST /auth/register", 201, "{\"id\":42}");
    on("POST /auth/login", 200, "{\"access_token\":\"jwt-abc-123456\"}");
    on("GET /users/42", 500, "no column total");
    on("DELETE /users/42", 204, "");

    Checked checked = run(registration(), service.url());

    assertThat(checked.result())
        .isEqualTo(
            new CheckResult.Failed("look the user up: answered 500, not 200: 'no column total'"));
    assertThat(checked.seen()).endsWith("delete the user: answered 204");
  }

  @Test
  void a_clean_up_that_fails_fails_the_check() {
    on("POST /auth/register", 201, "{\"id\":42}");
    on("POST /auth/login", 200, "{\"access_token\":\"jwt-abc-123456\"}");
    on("GET /users/42", 200, "{\"name\":\"ok\"}");
    on("DELETE /users/42", 500, "");

    assertThat(run(registration(), service.url()).result())
        .isEqualTo(new CheckResult.Failed("delete the user: answered 500, not 204"));
  }

  @Test
  void what_can_not_be_cleaned_up_is_told() {
    on("POST /auth/register", 201, "{\"user\":42}");

    Checked checked = run(registration(), service.url());

    assertThat(checked.result().detail())
        .startsWith("register a user: answered 201 with JSON that has nothing at /id");
    assertThat(checked.seen())
        .endsWith(
            "delete the user: left out, as id and token never became known; something may be left"
                + " behind");
  }

  @Test
  void nothing_is_cleaned_up_where_nothing_arrived() {
    service.close();

    Checked checked = run(registration(), service.url());

    assertThat(checked.result())
        .isEqualTo(new CheckResult.Failed("register a user: the connection was refused"));
    assertThat(checked.seen()).hasSize(1);
  }

  @Test
  void a_token_is_sent_and_never_shown_even_by_a_service_that_repeats_it() {
    service.answers(exchange -> {
      String sent = exchange.getRequestHeaders().getFirst("Authorization");
      Exposed.reply(exchange, 403, "text/plain", "who is " + sent + "?");
    });
    HttpCheck check =
        new HttpCheck(
            "generate",
            Optional.of(new SecretSource.FromEnvironment("TOKEN")),
            List.of(),
            List.of(with(HttpRequest.get("generate", "${url}/"), "Authorization", "${token}")),
            List.of(),
            AMPLE);

    Checked checked = run(check, service.url());

    assertThat(service.asked().getFirst().headers())
        .containsEntry("Authorization", List.of("geheim-token-1"));
    assertThat(checked.result()).isInstanceOf(CheckResult.Failed.class);
    assertThat(checked.toString()).doesNotContain("geheim-token-1").contains("403");
  }

  @Test
  void a_token_that_can_not_be_read_is_unknown_and_nothing_is_sent() {
    Problem problem =
        Problem.unchanged(ErrorCode.SECRET_UNUSABLE, "Cannot read.", "TOKEN is not set.", "Set.");
    HttpCheckRunner without =
        new HttpCheckRunner(_ -> Answer.refused(problem), new Redactor(), () -> "u");
    HttpCheck check =
        new HttpCheck(
            "x",
            Optional.of(new SecretSource.FromEnvironment("TOKEN")),
            List.of(),
            List.of(HttpRequest.get("look", "${url}/")),
            List.of(),
            AMPLE);

    assertThat(without.run(check, Optional.of(service.url())).result())
        .isEqualTo(new CheckResult.Unknown("TOKEN is not set."));
    assertThat(service.asked()).isEmpty();
  }

  @Test
  void a_name_that_nothing_gives_a_value_is_unknown_and_nothing_is_sent() {
    assertThat(run(only(HttpRequest.get("look", "${url}/${user}/${artist}")), service.url()))
        .isEqualTo(
            new Checked(
                new CheckResult.Unknown("nothing gives ${artist}, ${user} a value"), List.of()));
    assertThat(runner.run(only(HttpRequest.get("look", "${url}/")), Optional.empty()).result())
        .isEqualTo(new CheckResult.Unknown("nothing gives ${url} a value"));
    assertThat(service.asked()).isEmpty();
  }

  @Test
  void a_captured_value_is_one_part_of_an_address_and_of_a_json_text() {
    on("GET /odd", 200, "{\"name\":\"a/b?c \\\"d\\\" ${unique}\"}");
    on("POST /echo/a%2Fb%3Fc%20%22d%22%20%24%7Bunique%7D", 200, "{}");
    HttpRequest odd = captures(HttpRequest.get("ask", "${url}/odd"), "name", "/name");
    HttpRequest echo = request("POST", "${url}/echo/${name}", "{\"is\":\"${name}\"}", Set.of(200));

    Checked checked =
        run(
            new HttpCheck("odd", Optional.empty(), List.of(odd), List.of(echo), List.of(), AMPLE),
            service.url());

    assertThat(checked.result()).isInstanceOf(CheckResult.Passed.class);
    assertThat(service.asked().getLast().body())
        .isEqualTo("{\"is\":\"a/b?c \\\"d\\\" ${unique}\"}");
  }

  @Test
  void a_200_with_an_error_page_fails_where_json_is_expected() {
    service.answers(200, "text/html; charset=utf-8", "<html>\n<h1>Bad gateway</h1></html>");
    HttpRequest request =
        expecting(HttpRequest.get("artists", "${url}/"), new Expectation.JsonHas("/0/name"));

    assertThat(run(only(request), service.url()).result())
        .isEqualTo(
            new CheckResult.Failed(
                "artists: answered 200 with what is no JSON (text/html): '<html> <h1>Bad"
                    + " gateway</h1></html>'"));
  }

  @Test
  void a_200_with_an_error_page_fails_where_a_pattern_is_expected() {
    service.answers(200, "text/html", "Something went wrong");
    HttpRequest request =
        expecting(HttpRequest.get("artists", "${url}/"), new Expectation.Matches("\"id\":\\s*\\d"));

    assertThat(run(only(request), service.url()).result())
        .isEqualTo(
            new CheckResult.Failed(
                "artists: answered 200 with no match of \"id\":\\s*\\d: 'Something went wrong'"));
  }

  @Test
  void json_must_have_the_value_that_is_expected() {
    service.answers(200, "application/json", "{\"status\":\"degraded\",\"gpus\":[4],\"ok\":true}");

    assertThat(status(new Expectation.JsonIs("/status", "ok")))
        .isEqualTo(
            new CheckResult.Failed("look: answered 200 with 'degraded', not 'ok', at /status"));
    assertThat(status(new Expectation.JsonIs("/gpus/0", "4")))
        .isInstanceOf(CheckResult.Passed.class);
    assertThat(status(new Expectation.JsonIs("/ok", "true")))
        .isInstanceOf(CheckResult.Passed.class);
    assertThat(status(new Expectation.JsonHas("/gpus/1"))).isInstanceOf(CheckResult.Failed.class);
    assertThat(status(new Expectation.Contains("degr"))).isInstanceOf(CheckResult.Passed.class);
    assertThat(status(new Expectation.Contains("fine"))).isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void a_pattern_that_takes_too_long_is_unknown() {
    service.answers(200, "text/plain", "a".repeat(60) + "!");

    assertThat(status(new Expectation.Matches(".*.*.*.*.*!!")))
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void a_service_that_hangs_is_unknown_within_the_limit_and_cleaned_up_after() {
    script("POST /auth/register", _ -> await());
    HttpRequest cleanUp = request("DELETE", "${url}/users/${unique}", "", Set.of(204));
    on("DELETE /users/stario-check-7", 204, "");
    HttpCheck check =
        new HttpCheck(
            "register",
            Optional.empty(),
            List.of(),
            List.of(request("POST", "${url}/auth/register", "{}", Set.of(201))),
            List.of(cleanUp),
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

    assertThat(run(only(HttpRequest.get("look", "${url}/")), service.url()).result())
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
      HttpRequest request = with(HttpRequest.get("look", "${url}/"), "X-Api-Key", "k");

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
            List.of(HttpRequest.get("look", "${url}/")),
            List.of(),
            SHORT);

    assertThat(run(check, service.url()).result()).isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void a_body_shorter_than_its_length_fails() {
    String address =
        endpoints.serve("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"a\":1}".getBytes(UTF_8));

    assertThat(run(only(HttpRequest.get("look", "${url}")), address).result())
        .isInstanceOf(CheckResult.Failed.class)
        .extracting(CheckResult::detail)
        .asString()
        .startsWith("look: the connection gave no HTTP answer: ");
  }

  @Test
  void a_body_longer_than_its_length_is_read_as_far_as_it_was_promised() {
    String address =
        endpoints.serve("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{\"a\":1}".getBytes(UTF_8));
    HttpRequest request =
        expecting(HttpRequest.get("look", "${url}"), new Expectation.JsonIs("/a", "1"));

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

    assertThat(run(only(HttpRequest.get("look", "${url}")), address).result())
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
    HttpRequest request = with(HttpRequest.get("look", "${url}/"), header, "x");

    assertThat(run(only(request), service.url()).result()).isInstanceOf(CheckResult.Unknown.class);
  }

  private CheckResult status(Expectation expectation) {
    return run(only(expecting(HttpRequest.get("look", "${url}/"), expectation)), service.url())
        .result();
  }

  private Checked run(HttpCheck check, String base) {
    if (!script.isEmpty()) {
      service.answers(this::scripted);
    }
    return runner.run(check, Optional.of(base));
  }

  private void scripted(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    Exposed.Answering answering = script.get(key);
    if (answering == null) {
      Exposed.reply(exchange, 404, "text/plain", "no script for " + key);
    } else {
      answering.answer(exchange);
    }
  }

  private void on(String request, int status, String body) {
    script(request, exchange -> Exposed.reply(exchange, status, "application/json", body));
  }

  private void script(String request, Exposed.Answering answering) {
    script.put(request, answering);
  }

  private void flood(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    byte[] chunk = "x".repeat(100_000).getBytes(UTF_8);
    try (OutputStream out = exchange.getResponseBody()) {
      while (closing.getCount() > 0) {
        out.write(chunk);
      }
    } catch (IOException e) {
      // The client had enough.
    }
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HttpCheck registration() {
    String user = "{\"email\":\"${unique}@example.com\"}";
    HttpRequest register =
        captures(
            named("register a user", request("POST", "${url}/auth/register", user, Set.of(201))),
            "id",
            "/id");
    HttpRequest signIn =
        captures(
            named("sign in", request("POST", "${url}/auth/login", user, Set.of(200))),
            "token",
            "/access_token");
    HttpRequest look =
        with(
            expecting(
                HttpRequest.get("look the user up", "${url}/users/${id}"),
                new Expectation.JsonIs("/name", "ok")),
            "Authorization",
            "Bearer ${token}");
    HttpRequest delete =
        with(
            named("delete the user", request("DELETE", "${url}/users/${id}", "", Set.of(204))),
            "Authorization",
            "Bearer ${token}");
    return new HttpCheck(
        "registration",
        Optional.empty(),
        List.of(register, signIn),
        List.of(look),
        List.of(delete),
        AMPLE);
  }

  private static HttpCheck only(HttpRequest request) {
    return new HttpCheck("check", Optional.empty(), List.of(), List.of(request), List.of(), AMPLE);
  }

  private static HttpRequest request(
      String method, String url, String body, Set<Integer> statuses) {
    return new HttpRequest(
        method,
        method,
        url,
        new TreeMap<>(),
        body.isEmpty() ? Optional.empty() : Optional.of(body),
        statuses,
        List.of(),
        new TreeMap<>(),
        false);
  }

  private static HttpRequest named(String does, HttpRequest from) {
    return new HttpRequest(
        does,
        from.method(),
        from.url(),
        from.headers(),
        from.body(),
        from.statuses(),
        from.expected(),
        from.captures(),
        from.secret());
  }

  private static HttpRequest with(HttpRequest from, String header, String value) {
    return new HttpRequest(
        from.does(),
        from.method(),
        from.url(),
        new TreeMap<>(Map.of(header, value)),
        from.body(),
        from.statuses(),
        from.expected(),
        from.captures(),
        from.secret());
  }

  private static HttpRequest expecting(HttpRequest from, Expectation expectation) {
    return new HttpRequest(
        from.does(),
        from.method(),
        from.url(),
        from.headers(),
        from.body(),
        from.statuses(),
        List.of(expectation),
        from.captures(),
        from.secret());
  }

  private static HttpRequest captures(HttpRequest from, String name, String pointer) {
    return new HttpRequest(
        from.does(),
        from.method(),
        from.url(),
        from.headers(),
        from.body(),
        from.statuses(),
        from.expected(),
        new TreeMap<>(Map.of(name, pointer)),
        true);
  }
}
