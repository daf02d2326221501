package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void version_names_the_program_and_the_version_of_the_build() {
    assertThat(stario("--version")).isZero();

    assertThat(out.toString()).matches("stario \\d+\\.\\d+\\.\\d+(-[A-Z0-9.]+)?\\R");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void the_short_option_prints_the_same_version() {
    stario("--version");
    var longForm = out.toString();
    out.getBuffer().setLength(0);

    stario("-V");

    assertThat(out.toString()).isEqualTo(longForm);
  }

  @Test
  void help_goes_to_standard_output_and_is_a_success() {
    assertThat(stario("--help")).isZero();

    assertThat(out.toString()).startsWith("Usage: stario");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void no_command_shows_the_usage_as_a_message_and_is_a_usage_error() {
    assertThat(stario()).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("Usage: stario");
  }

  @Test
  void an_unknown_option_is_a_usage_error_that_names_it() {
    assertThat(stario("--no-such-option")).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("--no-such-option");
  }

  @Test
  void the_training_run_prints_nothing_and_succeeds() {
    assertThat(stario(AotTraining.ARGUMENT)).isZero();

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).isEmpty();
  }

  private int stario(String... args) {
    return Main.run(List.of(args), new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
