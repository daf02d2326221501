package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.metrics.Scrape;
import uz.stario.rollback.port.Scrapes;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** What every {@link Scrapes} does. */
public abstract class ScrapesContract {

  private static final Duration AMPLE = Duration.ofSeconds(20);

  protected abstract Scrapes scrapes();

  /** Puts a process there that exposes a text, and says at which address. */
  protected abstract String exposing(String text);

  /** An address at which nobody listens. */
  protected abstract String nobody();

  @Test
  void the_series_that_are_wanted_are_given_and_the_names_of_all() {
    Scrape scrape =
        scrape(exposing("requests{status=\"200\"} 7\nother 1\n"), Set.of("requests", "missing"));

    assertThat(scrape.of("requests")).containsValue(7.0);
    assertThat(scrape.of("other")).isEmpty();
    assertThat(scrape.of("missing")).isEmpty();
    assertThat(scrape.names()).containsExactlyInAnyOrder("requests", "other");
  }

  @Test
  void all_are_given_where_none_is_named() {
    assertThat(scrape(exposing("a 1\nb 2\n"), Set.of()).series()).containsOnlyKeys("a", "b");
  }

  @Test
  void when_the_process_began_is_always_given() {
    String address = exposing("a 1\nprocess_start_time_seconds 5\n");

    assertThat(scrape(address, Set.of("a")).of("process_start_time_seconds")).containsValue(5.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>Sign in</html>", "a 1\nb\n", "{\"status\":\"ok\"}"})
  void what_is_no_metrics_is_unusable(String text) {
    assertThat(problem(exposing(text)).code()).isEqualTo(ErrorCode.METRICS_UNUSABLE);
  }

  @Test
  void where_nobody_listens_it_is_unreachable() {
    assertThat(problem(nobody()).code()).isEqualTo(ErrorCode.METRICS_UNREACHABLE);
  }

  @Test
  void an_address_that_is_none_is_unusable() {
    assertThat(problem("metrics").code()).isEqualTo(ErrorCode.METRICS_UNUSABLE);
  }

  private Scrape scrape(String address, Set<String> series) {
    return switch (scrapes().scrape(address, series, AMPLE)) {
      case Answer.Given<Scrape>(Scrape scrape) -> scrape;
      case Answer.Refused<Scrape>(Problem problem) -> throw new AssertionError(problem.sentence());
    };
  }

  private Problem problem(String address) {
    return switch (scrapes().scrape(address, Set.of(), AMPLE)) {
      case Answer.Given<Scrape>(Scrape scrape) -> throw new AssertionError("given " + scrape);
      case Answer.Refused<Scrape>(Problem problem) -> problem;
    };
  }
}
