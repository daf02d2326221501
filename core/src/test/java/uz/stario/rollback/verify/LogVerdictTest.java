package uz.stario.rollback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.LogCheck;
import uz.stario.rollback.release.WorkloadKind;
import uz.stario.rollback.release.WorkloadRef;

class LogVerdictTest {

  private static final LogCheck CHECK = check(List.of(), List.of(), List.of("GET /healthz"));

  @Test
  void errors_of_a_kind_that_was_there_before_pass() {
    Checked checked =
        LogVerdict.of(
            CHECK,
            Optional.of(read("ERROR user 7 has no avatar")),
            read("INFO started", "ERROR user 99 has no avatar"));

    assertThat(checked.result())
        .isEqualTo(
            new CheckResult.Passed("no new kind of error in 2 lines, 1 as they were before"));
    assertThat(checked.seen())
        .containsExactly(
            "2 lines, 1 error; before: 1 line, 1 error",
            "known, 1 × (before: 1): ERROR user 99 has no avatar");
  }

  @Test
  void an_error_of_a_new_kind_fails_with_its_count_and_an_example() {
    Checked checked =
        LogVerdict.of(
            CHECK,
            Optional.of(read("ERROR user 7 has no avatar")),
            read("ERROR no column total", "ERROR no column total", "ERROR user 8 has no avatar"));

    assertThat(checked.result())
        .isEqualTo(
            new CheckResult.Failed(
                "1 new kind of error, most often (2 times) 'ERROR no column total'"));
  }

  @Test
  void known_noise_is_no_error() {
    assertThat(
            LogVerdict.of(CHECK, Optional.of(read("INFO x")), read("ERROR GET /healthz too slow"))
                .result())
        .isInstanceOf(CheckResult.Passed.class);
  }

  @Test
  void a_log_that_says_nothing_is_unknown() {
    assertThat(LogVerdict.of(CHECK, Optional.of(read("INFO x")), read("", "  ")).result())
        .isEqualTo(new CheckResult.Unknown("the log says nothing since the rollout finished"));
  }

  @Test
  void errors_with_nothing_to_compare_with_are_unknown_and_no_errors_are_well() {
    assertThat(LogVerdict.of(CHECK, Optional.empty(), read("ERROR x")).result())
        .isEqualTo(new CheckResult.Unknown("1 error, and nothing from before to compare with"));
    assertThat(LogVerdict.of(CHECK, Optional.empty(), read("INFO x")).result())
        .isInstanceOf(CheckResult.Passed.class);
  }

  @Test
  void errors_are_not_called_new_where_not_all_from_before_is_known() {
    LogReview before = read("INFO x");
    before.isIncomplete("only the last 10 MB are kept");

    assertThat(LogVerdict.of(CHECK, Optional.of(before), read("ERROR x")).result())
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void what_must_appear_and_does_not_fails() {
    LogCheck loaded = check(List.of("Model loaded"), List.of(), List.of());

    assertThat(judge(loaded, "INFO Model loaded in 3 s").result())
        .isInstanceOf(CheckResult.Passed.class);
    assertThat(judge(loaded, "INFO starting").result())
        .isEqualTo(new CheckResult.Failed("the log does not say 'Model loaded' in its 1 line"));
  }

  @Test
  void what_must_appear_is_unknown_where_not_all_lines_could_be_read() {
    LogCheck loaded = check(List.of("Model loaded"), List.of(), List.of());
    LogReview after = read(loaded, "INFO starting");
    after.isIncomplete("the connection broke");

    assertThat(LogVerdict.of(loaded, Optional.of(read("INFO x")), after).result())
        .isEqualTo(new CheckResult.Unknown("not all lines could be read: the connection broke"));
  }

  @Test
  void what_must_not_appear_fails_with_its_line_whatever_its_level() {
    LogCheck secret = check(List.of(), List.of("JWT secret mismatch"), List.of());

    assertThat(judge(secret, "WARN JWT secret mismatch for olim").result())
        .isEqualTo(new CheckResult.Failed("the log says 'WARN JWT secret mismatch for olim'"));
  }

  @Test
  void a_pattern_that_takes_too_long_is_unknown() {
    LogCheck slow = check(List.of(), List.of(".*.*.*.*.*!!"), List.of());

    assertThat(judge(slow, "INFO " + "a".repeat(60) + "!").result())
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void more_kinds_of_error_than_can_be_compared_are_unknown() {
    LogReview before = new LogReview(CHECK);
    LogReview after = new LogReview(CHECK);
    for (int i = 0; i < 1_500; i++) {
      String kind =
          "ERROR " + Integer.toString(i, 36).replaceAll("[0-9]", "ö") + "z".repeat(i % 60);
      before.line(kind);
      after.line(kind + " again");
    }

    assertThat(LogVerdict.of(CHECK, Optional.of(before), after).result())
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void a_flood_of_100_megabytes_is_read_in_a_bounded_space() {
    LogReview before = read("ERROR user 1 not found");
    LogReview after = new LogReview(CHECK);
    String filler = "x".repeat(150);
    long bytes = 0;
    for (int i = 0; bytes < 100_000_000; i++) {
      // Every line another one, most of them of a few kinds, and kinds without end.
      String line =
          switch (i % 4) {
            case 0 ->
                "{\"level\":\"error\",\"message\":\"user "
                    + i
                    + " not found\",\"x\":\""
                    + filler
                    + "\"}";
            case 1 -> "2026-01-01T12:00:00.123Z ERROR " + word(i) + " is broken " + filler;
            case 2 -> "INFO request " + i + " served " + filler;
            default -> "Error: " + "e".repeat(1 + i % 90) + " " + word(i) + filler;
          };
      after.line(line);
      bytes += line.length() + 1;
    }
    after.line("ERROR " + "y".repeat(20_000_000));

    assertThat(after.errors().met()).hasSize(1_000);
    assertThat(after.errors().beyond()).isPositive();
    assertThat(after.errors().met().entrySet())
        .allSatisfy(met -> {
          assertThat(met.getKey()).hasSizeLessThanOrEqualTo(240);
          assertThat(met.getValue().example()).hasSizeLessThanOrEqualTo(300);
        });
    assertThat(LogVerdict.of(CHECK, Optional.of(before), after).result())
        .isInstanceOf(CheckResult.Failed.class);
  }

  /** Another for each number, in letters that are no digits of any kind. */
  private static String word(int number) {
    StringBuilder word = new StringBuilder();
    for (int rest = number; rest > 0; rest /= 16) {
      word.append((char) ('g' + rest % 16));
    }
    return word.toString();
  }

  private static Checked judge(LogCheck check, String... after) {
    return LogVerdict.of(check, Optional.of(read(check, "INFO x")), read(check, after));
  }

  private static LogReview read(String... lines) {
    return read(CHECK, lines);
  }

  private static LogReview read(LogCheck check, String... lines) {
    LogReview review = new LogReview(check);
    for (String line : lines) {
      review.line(line);
    }
    return review;
  }

  private static LogCheck check(List<String> must, List<String> mustNot, List<String> noise) {
    return new LogCheck(
        "log",
        new WorkloadRef(WorkloadKind.DEPLOYMENT, "api-gateway"),
        must,
        mustNot,
        noise,
        LogCheck.HOUR_BEFORE,
        0,
        Duration.ofSeconds(5));
  }
}
