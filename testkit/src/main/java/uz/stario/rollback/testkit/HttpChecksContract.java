package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.HttpRequest;
import uz.stario.rollback.playbook.HttpRequest.Expectation;
import uz.stario.rollback.port.HttpChecks;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;

/** What every {@link HttpChecks} does. */
public abstract class HttpChecksContract {

  /** Long enough for a loaded machine. */
  private static final Duration AMPLE = Duration.ofSeconds(20);

  private static final Duration SHORT = Duration.ofMillis(300);

  protected abstract HttpChecks checks();

  /** Puts an endpoint there and says at which address. */
  protected abstract String serve(Endpoint endpoint);

  @Test
  void an_expected_answer_passes_and_is_told_in_the_words_of_the_request() {
    Checked checked = run(only(ask("look", answers(200, "ok"))));

    assertThat(checked)
        .isEqualTo(
            new Checked(
                new CheckResult.Passed("look: answered 200"), List.of("look: answered 200")));
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 404, 500, 503})
  void any_other_status_fails_and_is_named(int status) {
    assertThat(run(only(ask("look", answers(status, "")))).result())
        .isInstanceOf(CheckResult.Failed.class)
        .extracting(CheckResult::detail)
        .asString()
        .startsWith("look: ")
        .contains(Integer.toString(status));
  }

  @Test
  void the_expected_text_must_be_in_the_answer() {
    String address = answers(200, "{\"verdict\":\"разрешено\"}");

    assertThat(run(only(ask("moderate", address, new Expectation.Contains("разрешено")))).result())
        .isInstanceOf(CheckResult.Passed.class);
    assertThat(run(only(ask("moderate", address, new Expectation.Contains("blocked")))).result())
        .isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void a_refused_connection_fails_and_leaves_nothing_to_clean_up() {
    Checked checked =
        run(
            check(
                List.of(),
                List.of(ask("look", serve(new Endpoint.RefusesConnections()))),
                List.of(ask("tidy", answers(200, ""))),
                AMPLE));

    assertThat(checked.result()).isInstanceOf(CheckResult.Failed.class);
    assertThat(checked.seen()).singleElement().asString().startsWith("look: ");
  }

  @Test
  void a_connection_that_ends_without_an_answer_fails() {
    assertThat(run(only(ask("look", serve(new Endpoint.HangsUp())))).result())
        .isInstanceOf(CheckResult.Failed.class);
  }

  @Test
  void no_answer_in_time_is_unknown() {
    HttpRequest request = ask("look", serve(new Endpoint.StaysSilent()));

    assertThat(run(check(List.of(), List.of(request), List.of(), SHORT)).result())
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void where_the_set_up_fails_the_check_goes_no_further_and_cleans_up() {
    Checked checked =
        run(
            check(
                List.of(ask("register", answers(500, ""))),
                List.of(ask("look", answers(200, ""))),
                List.of(ask("tidy", answers(200, ""))),
                AMPLE));

    assertThat(checked.result()).isInstanceOf(CheckResult.Failed.class);
    assertThat(checked.result().detail()).startsWith("register: ");
    assertThat(checked.seen()).hasSize(2).last().isEqualTo("tidy: answered 200");
  }

  @Test
  void a_clean_up_that_fails_fails_the_check() {
    Checked checked =
        run(
            check(
                List.of(),
                List.of(ask("look", answers(200, ""))),
                List.of(ask("tidy", answers(500, ""))),
                AMPLE));

    assertThat(checked.result()).isInstanceOf(CheckResult.Failed.class);
    assertThat(checked.result().detail()).startsWith("tidy: ");
  }

  @Test
  void the_address_of_the_environment_is_put_in_its_place() {
    String base = answers(200, "ok");
    HttpCheck check = only(ask("look", "${url}"));

    assertThat(checks().run(check, Optional.of(base)).result())
        .isInstanceOf(CheckResult.Passed.class);
    assertThat(checks().run(check, Optional.empty()))
        .isEqualTo(new Checked(new CheckResult.Unknown("nothing gives ${url} a value"), List.of()));
  }

  @Test
  void a_name_that_nothing_gives_a_value_is_unknown_and_nothing_is_sent() {
    assertThat(run(only(ask("look", answers(200, "") + "${user}"))))
        .isEqualTo(
            new Checked(new CheckResult.Unknown("nothing gives ${user} a value"), List.of()));
  }

  private String answers(int status, String body) {
    return serve(new Endpoint.Answers(status, body));
  }

  private Checked run(HttpCheck check) {
    return checks().run(check, Optional.empty());
  }

  private static HttpCheck only(HttpRequest request) {
    return check(List.of(), List.of(request), List.of(), AMPLE);
  }

  private static HttpCheck check(
      List<HttpRequest> setUp,
      List<HttpRequest> requests,
      List<HttpRequest> cleanUp,
      Duration limit) {
    return new HttpCheck("smoke", Optional.empty(), setUp, requests, cleanUp, limit);
  }

  private static HttpRequest ask(String does, String address, Expectation... expected) {
    return new HttpRequest(
        does,
        "GET",
        address,
        new TreeMap<>(),
        Optional.empty(),
        Set.of(200),
        List.of(expected),
        new TreeMap<>(),
        false);
  }
}
