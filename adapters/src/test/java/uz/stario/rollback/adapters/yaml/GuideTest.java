package uz.stario.rollback.adapters.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.Placeholder;
import uz.stario.rollback.playbook.Shape;

class GuideTest {

  private static final String GUIDE = Reading.text(Repository.file("docs/playbook.md"));

  @Test
  void the_example_of_the_guide_is_a_sound_playbook() {
    assertThat(Reading.mistakes(example())).isEmpty();
  }

  @Test
  void the_mistake_that_the_guide_shows_is_told_in_these_words() {
    String wrong = example().replace("dependsOn:", "dependsOnn:");
    assertThat(Reading.mistakes(wrong))
        .singleElement()
        .satisfies(mistake -> assertThat(GUIDE).contains("stario.yaml:" + mistake + "\n"));
  }

  @Test
  void the_table_of_the_guide_lists_every_key_and_marks_the_required_ones() {
    List<String> keys = column("^\\| `([^`]+)` \\|");
    assertThat(keys).containsExactlyInAnyOrderElementsOf(Shape.paths());
    for (String key : column("^\\| `([^`]+)` \\| required \\|")) {
      String line = key.substring(key.lastIndexOf('.') + 1);
      assertThat(Shape.values()).as(key).anyMatch(shape -> shape.requires(line));
    }
  }

  @Test
  void the_guide_of_messages_lists_every_placeholder_with_its_meaning() {
    String table =
        Stream.of(Placeholder.values())
            .map(p -> "| `${" + p.key() + "}` | " + p.meaning() + " | " + p.open() + " |\n")
            .collect(Collectors.joining());

    assertThat(Reading.text(Repository.file("docs/messages.md")))
        .contains("|---|---|---|\n" + table + "\n");
  }

  @Test
  void the_examples_of_the_guide_of_messages_are_sound() {
    String guide = Reading.text(Repository.file("docs/messages.md"));
    String channel =
        Reading.SOUND.substring(
            Reading.SOUND.indexOf("    channel:"), Reading.SOUND.indexOf("services:"));
    List<String> examples =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(guide)
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();

    assertThat(examples).hasSize(3);
    for (String example : examples) {
      assertThat(Reading.mistakes(Reading.with(channel, example))).as(example).isEmpty();
    }
  }

  private static List<String> column(String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(GUIDE)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  private static String example() {
    int start = GUIDE.indexOf("```yaml\n") + "```yaml\n".length();
    return GUIDE.substring(start, GUIDE.indexOf("```", start));
  }
}
