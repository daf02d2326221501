package uz.stario.rollback.adapters.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.playbook.Mistake;

/** Whatever stands in a file, reading it ends, and with an answer. */
class PlaybookFuzzTest {

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "- ",
          ": ",
          "? ",
          "&a ",
          "*a",
          "<<: *a",
          "!!str ",
          "!x ",
          "\t",
          "\n",
          "\n---\n",
          "\n...\n",
          "|",
          ">-\n",
          "\"",
          "'",
          "#",
          "%YAML 1.1\n",
          "${url}",
          "~",
          "@",
          "`",
          "\u0000",
          "\uFEFF",
          "\u2028",
          "\uD83D\uDD25",
          "[".repeat(200),
          "x".repeat(2_000));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @Timeout(120) // a bound on hanging, far above what it takes
  void no_change_of_bytes_makes_reading_throw_or_hang(long seed) {
    byte[] sound =
        Reading.text(Repository.file("playbooks/stario.yaml")).getBytes(StandardCharsets.UTF_8);
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = sound;
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        bytes = changed(bytes, random);
      }
      refused += refused(bytes, "seed " + seed + ", round " + i) ? 1 : 0;
    }
    assertThat(refused).isBetween(100, 999);
  }

  private static boolean refused(byte[] bytes, String round) {
    return switch (Text.of(bytes)) {
      case Text.Unreadable _ -> true;
      case Text.Read(String text) -> {
        List<Mistake> mistakes = Reading.mistakes(YamlParser.parse(text));
        long lines = text.lines().count() + 1;
        assertThat(mistakes)
            .as(round)
            .allSatisfy(mistake -> {
              assertThat(mistake.at().line()).isBetween(1, (int) lines + 2);
              assertThat(mistake.at().column()).isPositive();
              assertThat(mistake.message()).isNotBlank().doesNotContain("\n");
            });
        yield !mistakes.isEmpty();
      }
    };
  }

  private static byte[] changed(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
    byte[] part = Arrays.copyOfRange(bytes, from, to);
    String token = TOKENS.get(random.nextInt(TOKENS.size()));
    return switch (random.nextInt(5)) {
      case 0 -> spliced(bytes, from, to, new byte[0]);
      case 1 -> spliced(bytes, from, from, part);
      case 2 -> spliced(bytes, from, from + 1, new byte[] {(byte) random.nextInt(256)});
      case 3 -> spliced(bytes, random.nextInt(from + 1), from, part);
      default -> spliced(bytes, from, from, token.getBytes(StandardCharsets.UTF_8));
    };
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] instead) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(instead);
    out.write(bytes, to, bytes.length - to);
    // Never empty, as the next change needs a place.
    return out.size() == 0 ? new byte[] {'x'} : out.toByteArray();
  }
}
