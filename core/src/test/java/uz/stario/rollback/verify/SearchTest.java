package uz.stario.rollback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchTest {

  @Test
  void a_pattern_is_found_anywhere_in_a_text() {
    assertThat(new Search("loaded in \\d+ s").in("Model loaded in 7 s."))
        .isEqualTo(Search.Found.YES);
    assertThat(new Search("^loaded").in("Model loaded")).isEqualTo(Search.Found.NO);
  }

  @Test
  void a_pattern_that_explodes_is_given_up() {
    assertThat(new Search(".*.*.*.*.*!!").in("a".repeat(60) + "!"))
        .isEqualTo(Search.Found.TOO_SLOW);
  }

  @Test
  void a_pattern_that_recurses_too_deep_is_given_up() {
    assertThat(new Search("^(a|b)*$").in("ab".repeat(500_000) + "!"))
        .isNotEqualTo(Search.Found.YES);
  }
}
