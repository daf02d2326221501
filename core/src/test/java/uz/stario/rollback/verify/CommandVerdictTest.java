package uz.stario.rollback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.release.WorkloadKind;
import uz.stario.rollback.release.WorkloadRef;

class CommandVerdictTest {

  private static final ScriptCheck SMOKE =
      new ScriptCheck(
          "smoke", List.of("./smoke-tests.sh"), new TreeMap<>(), Duration.ofSeconds(60));

  @Test
  void an_end_with_0_passes_and_keeps_what_was_written() {
    Checked checked = judge(new CommandOutcome.Ended(0, List.of("5 passed")));

    assertThat(checked.result()).isEqualTo(new CheckResult.Passed("./smoke-tests.sh ended with 0"));
    assertThat(checked.seen()).containsExactly("5 passed");
  }

  @Test
  void another_end_fails_with_the_last_line() {
    assertThat(judge(new CommandOutcome.Ended(1, List.of("ok", "register: 500"))).result())
        .isEqualTo(new CheckResult.Failed("./smoke-tests.sh ended with 1: register: 500"));
  }

  @ParameterizedTest
  @ValueSource(ints = {126, 127})
  void what_could_not_be_run_is_unknown(int code) {
    assertThat(judge(new CommandOutcome.Ended(code, List.of())).result())
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void one_that_is_missing_or_hangs_is_unknown() {
    assertThat(judge(new CommandOutcome.NotRun("no such file", List.of())).result())
        .isEqualTo(new CheckResult.Unknown("./smoke-tests.sh was not run: no such file"));
    assertThat(judge(new CommandOutcome.StoppedLate(List.of("waiting"))))
        .isEqualTo(
            new Checked(
                new CheckResult.Unknown("./smoke-tests.sh did not end within 60 s"),
                List.of("waiting")));
  }

  @Test
  void of_a_flood_the_last_lines_are_kept() {
    List<String> flood = IntStream.range(0, 10_000).mapToObj(Integer::toString).toList();

    assertThat(judge(new CommandOutcome.Ended(0, flood)).seen())
        .hasSize(Checked.MOST_LINES)
        .endsWith("9999");
  }

  @Test
  void the_text_that_is_wanted_must_be_written() {
    ExecCheck models =
        new ExecCheck(
            "models",
            new WorkloadRef(WorkloadKind.DEPLOYMENT, "poster-gen"),
            Optional.empty(),
            List.of("ls", "/models/sdxl"),
            Optional.of("unet"),
            Duration.ofSeconds(5));

    assertThat(
            CommandVerdict.of(models, new CommandOutcome.Ended(0, List.of("unet", "vae"))).result())
        .isInstanceOf(CheckResult.Passed.class);
    assertThat(CommandVerdict.of(models, new CommandOutcome.Ended(0, List.of())).result())
        .isEqualTo(new CheckResult.Failed("ls ended with 0 without 'unet' in what it wrote"));
  }

  private static Checked judge(CommandOutcome outcome) {
    return CommandVerdict.of(SMOKE, outcome);
  }
}
