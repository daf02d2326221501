package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.port.Scripts;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.CommandOutcome;

/** What every {@link Scripts} does. */
public abstract class ScriptsContract {

  /** How a program of a test behaves. */
  public sealed interface Program {

    /** Writes lines and ends. */
    record Ends(List<String> lines, int code) implements Program {}

    /** Writes lines and goes on for ever. */
    record Hangs(List<String> lines) implements Program {}

    /** Writes the value of a variable that it is given and ends with 0. */
    record Shows(String variable) implements Program {}

    /** Is a file that may not be executed. */
    record NotExecutable() implements Program {}
  }

  private static final Duration AMPLE = Duration.ofSeconds(60);

  /** Long enough to begin on a loaded machine. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  protected abstract Scripts scripts();

  /** Puts a program there and says by which name it is started. */
  protected abstract String put(Program program);

  @Test
  void how_a_program_ends_is_told_with_what_it_wrote() {
    assertThat(run(new Program.Ends(List.of("one", "two"), 0)))
        .isEqualTo(new CommandOutcome.Ended(0, List.of("one", "two")));
    assertThat(run(new Program.Ends(List.of(), 3)))
        .isEqualTo(new CommandOutcome.Ended(3, List.of()));
  }

  @Test
  void of_much_output_the_end_is_kept() {
    List<String> many = IntStream.range(0, 1_000).mapToObj(i -> "line " + i).toList();

    assertThat(run(new Program.Ends(many, 1)))
        .isEqualTo(new CommandOutcome.Ended(1, many.subList(1_000 - Checked.MOST_LINES, 1_000)));
  }

  @Test
  void what_looks_like_a_secret_is_hidden() {
    CommandOutcome outcome = run(new Program.Ends(List.of("DB_PASSWORD=hunter2hunter2"), 0));

    assertThat(outcome.lines()).singleElement().asString().doesNotContain("hunter2");
  }

  @Test
  void a_program_gets_what_the_check_gives_it() {
    assertThat(run(new Program.Shows("BASE_URL")).lines()).containsExactly("http://localhost");
  }

  @Test
  void one_that_does_not_end_is_stopped_with_what_it_wrote() {
    assertThat(scripts().run(check(List.of(put(new Program.Hangs(List.of("begun")))), SHORT)))
        .isEqualTo(new CommandOutcome.StoppedLate(List.of("begun")));
  }

  @Test
  void one_that_can_not_be_started_is_not_run() {
    for (List<String> command :
        List.of(
            List.<String>of(),
            List.of("./no-such-program"),
            List.of(put(new Program.NotExecutable())))) {
      assertThat(scripts().run(check(command, AMPLE)))
          .as(command.toString())
          .isInstanceOfSatisfying(
              CommandOutcome.NotRun.class,
              notRun -> {
                assertThat(notRun.why()).isNotBlank().doesNotContain("\n");
                assertThat(notRun.lines()).isEmpty();
              });
    }
  }

  private CommandOutcome run(Program program) {
    return scripts().run(check(List.of(put(program)), AMPLE));
  }

  private static ScriptCheck check(List<String> command, Duration limit) {
    return new ScriptCheck(
        "smoke", command, new TreeMap<>(Map.of("BASE_URL", "http://localhost")), limit);
  }
}
