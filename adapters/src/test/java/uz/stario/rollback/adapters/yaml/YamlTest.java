package uz.stario.rollback.adapters.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.adapters.yaml.Reading.mistakes;
import static uz.stario.rollback.adapters.yaml.Reading.with;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

class YamlTest {

  @Test
  void an_alias_stands_for_what_its_anchor_holds() {
    String yaml =
        with("[deployment/orders]", "[deployment/orders]\n    flags: *f")
            .replace("[FEATURE_X]", "&f [FEATURE_X]");
    assertThat(mistakes(yaml)).isEmpty();
  }

  @Test
  void a_bomb_of_aliases_is_refused_before_it_goes_off() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]%n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ",
                      List.of(
                          alias, alias, alias, alias, alias, alias, alias, alias, alias, alias))));
    }
    assertThat(mistakes(bomb.toString()))
        .singleElement()
        .asString()
        .contains("aliases add more than 20000 values");
  }

  @Test
  void aliases_cannot_pile_up_depth() {
    StringBuilder pile = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 50; i++) {
      pile.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
    }
    assertThat(mistakes(pile.toString())).singleElement().asString().contains("nested deeper");
  }

  @Test
  void an_alias_to_itself_or_to_nothing_is_refused() {
    assertThat(mistakes("a: &a [*a]"))
        .containsExactly("1:8: this alias stands for nothing before it, or for itself");
    assertThat(mistakes("a: *b"))
        .containsExactly("1:4: this alias stands for nothing before it, or for itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "[{"})
  void endless_nesting_is_refused(String opening) {
    assertThat(mistakes(opening.repeat(20_000))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{",
        "- ",
        "? ",
        "- x\n",
        "x: y\n",
        "x",
        "\"",
        "'",
        "|\n",
        "a:\n ",
        "[],",
        "{},",
        "!",
        "&a ",
        "*a ",
        "#",
        "\n",
        "%",
        "- &a [x]\n",
        "{a: b, ",
        "[a, ",
        "\u2028"
      })
  @Timeout(60) // a bound on hanging, far above what it takes
  void a_megabyte_of_anything_is_answered(String part) {
    int times = Text.MOST_BYTES / part.getBytes(StandardCharsets.UTF_8).length;
    assertThat(mistakes(part.repeat(times))).isNotEmpty();
    assertThat(mistakes("schemaVersion: 1\nservices:\n  x: [" + part.repeat(times))).isNotEmpty();
  }

  @Test
  void nesting_is_refused_at_the_level_too_many() {
    assertThat(mistakes("[".repeat(33) + "]".repeat(33)))
        .containsExactly("1:33: is nested deeper than 32 levels");
  }

  @Test
  void a_second_document_is_refused_where_it_begins() {
    assertThat(mistakes("a: 1\n---\nb: 2\n"))
        .containsExactly("2:1: a second document begins here; a playbook is one document");
  }

  @Test
  void a_tab_is_told_as_one() {
    assertThat(mistakes("a:\n\tb: 1\n"))
        .containsExactly("2:1: a tab where YAML allows only spaces");
  }

  @Test
  void malformed_yaml_is_told_with_its_place() {
    assertThat(mistakes("a: [1, 2\nb: 3\n"))
        .singleElement()
        .asString()
        .startsWith("2:2: is not YAML: ");
  }

  @Test
  void a_character_that_yaml_does_not_allow_is_named_with_its_place() {
    assertThat(mistakes("a: 1\nb: x\u0007\n"))
        .containsExactly("2:5: the character U+0007 is not allowed");
  }

  @Test
  void merge_keys_tags_and_keys_that_are_no_words_are_all_told_at_once() {
    assertThat(mistakes("a: &a { b: 1 }\nc:\n  <<: *a\n? [x]\n: 1\nd: !!int 5\n"))
        .containsExactly(
            "3:3: merge keys (<<) are not read; write the keys out, or alias all",
            "4:3: a key must be a single word",
            "6:4: tags (!) are not read; leave it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "--- # nothing\n...\n"})
  void an_empty_file_is_told_as_one(String yaml) {
    assertThat(mistakes(yaml)).containsExactly("1:1: the file is empty");
  }

  @Test
  void lines_may_end_as_on_windows() {
    assertThat(mistakes(Reading.SOUND.replace("\n", "\r\n"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "No",
        "on",
        "0o17",
        "0x1F",
        "017",
        "1_000",
        "1e3",
        ".5",
        "5.",
        "-.inf",
        ".NaN",
        "+1",
        "true",
        "False",
        "TRUE",
        "tRUE",
        "null",
        "~",
        "Null",
        "nULL",
        "12:30",
        "2024-01-01",
        "1.2.3",
        "0o8",
        "+.INF",
        "e3",
        "."
      })
  void a_plain_word_is_text_exactly_when_the_core_schema_says_so(String word) {
    Tag tag = new CoreSchema().getScalarResolver().resolve(word, true);
    boolean accepted = mistakes(with("platform: shop", "platform: " + word)).isEmpty();
    assertThat(Optional.of(accepted)).contains(tag.equals(Tag.STR));
  }
}
