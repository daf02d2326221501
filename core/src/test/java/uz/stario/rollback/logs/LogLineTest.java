package uz.stario.rollback.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01 12:00:00,123 ERROR [main] u.s.Gateway - cannot reach video-gen",
        "[ERROR] out of memory",
        "<error> upstream timed out",
        "E1123 05:06:07.123456       1 leader.go:330] lost lease",
        "time=2026-01-01T12:00:00Z level=error msg=\"no route\"",
        "{\"level\":\"ERROR\",\"message\":\"no GPU\"}",
        "{\"severity\":\"critical\",\"msg\":\"disk full\"}",
        "{\"level\":50,\"msg\":\"no GPU\"}",
        "java.lang.NullPointerException: Cannot invoke",
        "KeyError: 'poster_url'",
        "Traceback (most recent call last):",
        "panic: runtime error: index out of range",
        "0 errors before, but now a fatal one",
        "{\"msg\":\"done\",\"error\":\"connection reset\"}"
      })
  void errors_are_told_by_level_or_by_word(String line) {
    assertThat(LogLine.of(line).error()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01 12:00:00 INFO retrying after error",
        "[WARN] exception ignored",
        "I1123 05:06:07.123456 1 x.go:1] error budget is fine",
        "level=info msg=\"error page served\"",
        "{\"level\":\"info\",\"message\":\"0 errors\"}",
        "{\"level\":\"INFO\",\"message\":\"request\",\"error\":null}",
        "{\"level\":\"info\",\"message\":\"x\",\"ctx\":{\"level\":\"error\"}} error",
        "done, 0 errors",
        "finished without any error",
        "errors=0 duration=3s",
        "error: null",
        "Model loaded",
        ""
      })
  void what_only_speaks_of_errors_is_none(String line) {
    assertThat(LogLine.of(line).error()).isFalse();
  }

  @Test
  void of_json_the_message_and_the_first_line_of_the_cause_count() {
    assertThat(
            LogLine.of(
                    "{\"time\":\"12:00\",\"ctx\":{\"message\":\"inner\",\"a\":[1,\"}\"]},\"message\":\"failed:"
                        + " \\u00fc \\\"x\\\"\",\"exception\":\"E: y\\n"
                        + " at z\"}")
                .message())
        .isEqualTo("failed: ü \"x\" | E: y");
  }

  @Test
  void json_that_is_cut_off_or_none_is_still_a_line() {
    assertThat(LogLine.of("{\"level\":\"error\",\"message\":\"cut o").message()).isEqualTo("cut o");
    assertThat(LogLine.of("{not json, but an error}").message())
        .isEqualTo("{not json, but an error}");
    assertThat(LogLine.of("{\"level\":\"error\"").error()).isTrue();
    assertThat(LogLine.of("{\"a\":\"\\").message()).isEqualTo("{\"a\":\"\\");
  }

  @Test
  void a_line_without_end_is_cut() {
    assertThat(LogLine.of("error " + "x".repeat(1_000_000)).message()).hasSize(LogLine.LONGEST);
  }
}
