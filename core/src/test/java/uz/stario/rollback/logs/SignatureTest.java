package uz.stario.rollback.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "took 12.5ms for 3 users | took <n>ms for <n> users",
        "2026-01-01T12:00:00.123Z ERROR x | <time> ERROR x",
        "2026/01/01 12:00:00 [error] 31#31: *7 upstream | <time> [error] <n>#<n>: *<n> upstream",
        "user 3f2504e0-4f89-11d3-9a0c-0305e82c3301 is gone | user <id> is gone",
        "at 0x7ffe4c2a | at <id>",
        "commit deadbeef01 of a | commit <id> of a",
        "the decade of deadbeef | the decade of deadbeef",
        "10.0.0.1:5432 refused | <ip> refused",
        "version 1.2.3 | version <n>",
        "pod video-gen-6d4cf56db6-x2vqz died | pod video-gen-<id> died",
        "worker3 of pool-1-thread-22 | worker<n> of pool-<n>-thread-<n>",
        "KeyError: 'poster_url' | KeyError: '*'",
        "failed: added bad cafe | failed: added bad cafe",
      })
  void what_differs_from_time_to_time_becomes_a_mark(String line, String signature) {
    assertThat(Signature.of(line)).isEqualTo(signature);
  }

  @Test
  void quoted_texts_differ_and_apostrophes_quote_nothing() {
    assertThat(Signature.of("no user \"olim \\\" x\" here")).isEqualTo("no user \"*\" here");
    assertThat(Signature.of("don't, can't")).isEqualTo("don't, can't");
    assertThat(Signature.of("\"never ends")).isEqualTo("\"*\"");
  }

  @Test
  void colours_tabs_and_blanks_do_not_matter() {
    assertThat(Signature.of("\u001b[31mERROR\u001b[0m \t no   GPU\u0000"))
        .isEqualTo("ERROR no GPU");
  }

  @Test
  void a_long_line_is_told_by_its_beginning() {
    assertThat(Signature.of("word ".repeat(10_000))).hasSizeLessThanOrEqualTo(Signature.LONGEST);
  }

  @Test
  void a_signature_is_its_own_signature() {
    String once = Signature.of("12:00:01 order 77 of 'anna' from 10.1.2.3 failed");

    assertThat(Signature.of(once)).isEqualTo(once);
  }
}
