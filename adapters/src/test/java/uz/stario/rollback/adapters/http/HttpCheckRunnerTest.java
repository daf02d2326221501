package uz.stario.rollback.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.HttpRequest.Expectation;
import uz.stario.rollback.playbook.SecretSource;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;

class HttpCheckRunnerTest extends HttpCheckStage {

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
            List.of(Asking.get("generate", "${url}/").with("Authorization", "${token}").request()),
            List.of(),
            AMPLE);

    Checked checked = run(check, service.url());

    assertThat(service.asked().getFirst().headers())
        .containsEntry("Authorization", List.of("geheim-token-1"));
    assertThat(checked.result()).isInstanceOf(CheckResult.Failed.class);
    assertThat(checked.toString()).doesNotContain("geheim-token-1").contains("403");
  }

  @Test
  void a_token_is_not_shown_in_part_either_where_an_answer_is_cut_off() {
    String before = "x".repeat(110) + " ";
    service.answers(exchange ->
        Exposed.reply(exchange, 403, "text/plain", before + "geheim-token-1" + " ".repeat(20)));
    HttpCheck check =
        new HttpCheck(
            "generate",
            Optional.of(new SecretSource.FromEnvironment("TOKEN")),
            List.of(),
            List.of(Asking.get("generate", "${url}/").request()),
            List.of(),
            AMPLE);

    assertThat(run(check, service.url()).toString()).contains("xxx").doesNotContain("geheim");
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
            List.of(Asking.get("look", "${url}/").request()),
            List.of(),
            AMPLE);

    assertThat(without.run(check, Optional.of(service.url())).result())
        .isEqualTo(new CheckResult.Unknown("TOKEN is not set."));
    assertThat(service.asked()).isEmpty();
  }

  @Test
  void a_name_that_nothing_gives_a_value_is_unknown_and_nothing_is_sent() {
    assertThat(run(only(Asking.get("look", "${url}/${user}/${artist}")), service.url()))
        .isEqualTo(
            new Checked(
                new CheckResult.Unknown("nothing gives ${artist}, ${user} a value"), List.of()));
    assertThat(runner.run(only(Asking.get("look", "${url}/")), Optional.empty()).result())
        .isEqualTo(new CheckResult.Unknown("nothing gives ${url} a value"));
    assertThat(service.asked()).isEmpty();
  }

  @Test
  void a_captured_value_is_one_part_of_an_address_and_of_a_json_text() {
    on("GET /odd", 200, "{\"name\":\"a/b?c \\\"d\\\" ${unique}\"}");
    on("POST /echo/a%2Fb%3Fc%20%22d%22%20%24%7Bunique%7D", 200, "{}");
    Asking odd = Asking.get("ask", "${url}/odd").capturing("name", "/name");
    Asking echo = Asking.to("echo", "POST", "${url}/echo/${name}").sending("{\"is\":\"${name}\"}");

    Checked checked =
        run(
            new HttpCheck(
                "odd",
                Optional.empty(),
                List.of(odd.request()),
                List.of(echo.request()),
                List.of(),
                AMPLE),
            service.url());

    assertThat(checked.result()).isInstanceOf(CheckResult.Passed.class);
    assertThat(service.asked().getLast().body())
        .isEqualTo("{\"is\":\"a/b?c \\\"d\\\" ${unique}\"}");
  }

  @Test
  void a_200_with_an_error_page_fails_where_json_is_expected() {
    service.answers(200, "text/html; charset=utf-8", "<html>\n<h1>Bad gateway</h1></html>");
    Asking request = Asking.get("artists", "${url}/").expecting(new Expectation.JsonHas("/0/name"));

    assertThat(run(only(request), service.url()).result())
        .isEqualTo(
            new CheckResult.Failed(
                "artists: answered 200 with what is no JSON (text/html): '<html> <h1>Bad"
                    + " gateway</h1></html>'"));
  }

  @Test
  void a_200_with_an_error_page_fails_where_a_pattern_is_expected() {
    service.answers(200, "text/html", "Something went wrong");
    Asking request =
        Asking.get("artists", "${url}/").expecting(new Expectation.Matches("\"id\":\\s*\\d"));

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
}
