package uz.stario.rollback.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignaturesTest {

  @Test
  void lines_of_one_kind_are_counted_together_under_the_first_of_them() {
    Signatures signatures = new Signatures();
    signatures.add("order 1 failed");
    signatures.add("order 2 failed");

    assertThat(signatures.met())
        .containsExactlyEntriesOf(
            java.util.Map.of("order <n> failed", new Signatures.Met(2, "order 1 failed")));
  }

  @Test
  void beyond_a_thousand_kinds_lines_are_only_counted() {
    Signatures signatures = new Signatures();
    IntStream.range(0, 3_000).forEach(i -> signatures.add("kind " + letters(i)));
    signatures.add("kind " + letters(0));

    assertThat(signatures.met()).hasSize(Signatures.MOST);
    assertThat(signatures.met())
        .containsEntry("kind " + letters(0), new Signatures.Met(2, "kind " + letters(0)));
    assertThat(signatures.beyond()).isEqualTo(2_000);
  }

  private static String letters(int number) {
    StringBuilder word = new StringBuilder();
    for (int rest = number + 1; rest > 0; rest /= 10) {
      word.append((char) ('p' + rest % 10));
    }
    return word.toString();
  }
}
