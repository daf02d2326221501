package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void version_names_the_program_and_the_version_of_the_build() {
    assertThat(stario("--version")).isZero();

    assertThat(text(out)).matches("stario \\d+\\.\\d+\\.\\d+(-[A-Z0-9.]+)?\\R");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void the_short_option_prints_the_same_version() {
    stario("--version");
    var longForm = text(out);
    out.reset();

    stario("-V");

    assertThat(text(out)).isEqualTo(longForm);
  }

  @Test
  void help_goes_to_standard_output_and_is_a_success() {
    assertThat(stario("--help")).isZero();

    assertThat(text(out)).startsWith("Usage: stario");
    assertThat(text(err)).isEmpty();
  }

  @Test
  void no_command_shows_the_usage_as_a_message_and_is_a_usage_error() {
    assertThat(stario()).isEqualTo(2);

    assertThat(text(out)).isEmpty();
    assertThat(text(err)).startsWith("Usage: stario");
  }

  @Test
  void an_unknown_option_is_a_usage_error_that_names_it() {
    assertThat(stario("--no-such-option")).isEqualTo(2);

    assertThat(text(out)).isEmpty();
    assertThat(text(err)).contains("--no-such-option");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--aot-train", "--aot-train-brief"})
  void a_training_run_prints_nothing_and_succeeds(String argument) {
    assertThat(stario(argument)).isZero();

    assertThat(text(out)).isEmpty();
    assertThat(text(err)).isEmpty();
  }

  private int stario(String... args) {
    return Main.run(List.of(args), stream(out), stream(err)).code();
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
