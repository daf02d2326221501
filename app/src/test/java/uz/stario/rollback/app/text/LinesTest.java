package uz.stario.rollback.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinesTest {

  @Test
  void prose_is_broken_between_words_and_an_option_keeps_its_value() {
    assertThat(Lines.wrapped("it goes back; --carry NAME keeps it", 22))
        .containsExactly("it goes back;", "--carry NAME keeps it");
  }

  @Test
  void a_word_that_is_too_long_stays_whole() {
    assertThat(Lines.wrapped("a incomprehensibilities b", 5))
        .containsExactly("a", "incomprehensibilities", "b");
  }

  @Test
  void commands_stand_below_each_other_and_can_be_copied_into_a_shell() {
    assertThat(Lines.commands("kubectl do one -n stario --context c && kubectl do two", 24))
        .containsExactly(
            "kubectl do one \\", "  -n stario \\", "  --context c &&", "kubectl do two");
  }

  @Test
  void many_words_after_an_option_are_broken_too_but_not_in_quotes() {
    assertThat(Lines.commands("redis-cli -u \"$THE URL\" RENAMENX one two", 24))
        .containsExactly("redis-cli \\", "  -u \"$THE URL\" \\", "  RENAMENX one two");
    assertThat(Lines.commands("curl -d '{\"a\": \"it is a long text\"}'", 24))
        .containsExactly("curl \\", "  -d '{\"a\": \"it is a long text\"}'");
  }

  @Test
  void what_fits_is_left_alone() {
    assertThat(Lines.commands("kubectl get pods", 80)).containsExactly("kubectl get pods");
  }
}
