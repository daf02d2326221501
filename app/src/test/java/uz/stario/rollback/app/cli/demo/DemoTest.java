package uz.stario.rollback.app.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import uz.stario.rollback.app.cli.Cli;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.wiring.SystemWiring;
import uz.stario.rollback.app.wiring.TempFolder;
import uz.stario.rollback.app.wiring.Terminal;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;

/** Each scenario from its first line to its last, at a quicker tempo. */
class DemoTest {

  private static final Tempo QUICK = new Tempo(100, Duration.ofMillis(250), 6, 6, 2);
  private static final Terminal PIPE = new Viewer(80, 24, false, false);
  private static final String ESCAPE = "\u001b";

  @TempDir private Path folder;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final List<Journal.Summary> runs = new ArrayList<>();
  private final List<RunEvent> events = new ArrayList<>();

  private ExitCode demo(Terminal terminal, String... arguments) throws Refusal {
    PrintStream out = new PrintStream(written, true, UTF_8);
    PrintStream err = new PrintStream(errors, true, UTF_8);
    DemoCommand command =
        new DemoCommand(
            this::typed, _ -> Data.none(), _ -> Sandbox.start(SandboxOptions.defaults()), QUICK);
    return command.run(
        new CommandLine(command.spec()).parseArgs(arguments),
        Playing.before(terminal, out, err, folder));
  }

  /** The program, and what its journal holds afterwards. */
  private ExitCode typed(List<String> words, Invocation invocation) {
    ExitCode code = Cli.run(words, invocation);
    try (SystemWiring wiring =
        new SystemWiring(invocation.environment(), invocation.clock(), new Redactor())) {
      if (wiring.journal() instanceof Answer.Given<Journal>(Journal journal)) {
        runs.clear();
        events.clear();
        runs.addAll(((Answer.Given<List<Journal.Summary>>) journal.runs(10)).value());
        events.addAll(((Answer.Given<List<RunEvent>>) journal.read(runs.getLast().run())).value());
      }
    }
    return code;
  }

  private String out() {
    return written.toString(UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "errors      | roll back now           | 5xx errors > 10 %           | --now | 500",
        "slow        | roll back within 15 min | P95 latency > 2 × baseline  | --yes | twelve"
            + " times",
        "crash       | roll back within 15 min | release never ready         | --yes | ends with",
        "never-ready | roll back within 15 min | release never ready         | --yes | never says",
        "no-image    | roll back within 15 min | release never ready         | --yes | pushed"
      })
  void a_bad_release_is_found_out_from_evidence_and_taken_back(
      String scenario, String decision, String row, String lane, String flaw) throws Exception {
    ExitCode code = demo(PIPE, "--scenario", scenario);

    assertThat(code).as(out() + errors.toString(UTF_8)).isEqualTo(ExitCode.DONE);
    assertThat(out())
        .containsPattern("The playbook's matrix, over the last [\\d.]+ s and \\d+ requests:")
        .containsPattern("✗ " + row)
        .contains("Decision: " + decision + " (" + row + ").")
        .contains("$ stario rollback api-gateway " + lane)
        .contains("● ROLLBACK IN PROGRESS  → #incidents", "✓ ROLLBACK COMPLETE  → #incidents")
        .contains("Slack: 2 messages", "deployment/api-gateway: v1.2.4 → v1.2.3")
        .contains("already v1.2.3", "Nothing to change.")
        .containsPattern("0\\.0 s +api-gateway v1\\.2\\.4 is released")
        .containsPattern("\\+[\\d.]+ s  decided: " + decision)
        .containsPattern("rolled back to v1\\.2\\.3")
        .containsPattern("verified: pods, health check")
        .containsPattern("people are well: [01] of \\d+ requests failed")
        .contains("What was wrong with v1.2.4: ")
        .contains(flaw);
    assertThat(runs).hasSize(1);
    assertThat(runs.getFirst().result()).contains(RunResult.COMPLETE);
    assertThat(((RunEvent.Started) events.getFirst()).plan().reason()).isNotEmpty();
    // But for what the rollback itself says of a rollout, as elsewhere.
    assertThat(out().lines().filter(line -> !line.matches("[\\d:]{8} . [a-z-]+/.*")))
        .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(80));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crash       | 0 of 2 new pods ready: | its last words              ERROR cannot read",
        "never-ready | progress deadline      | the cluster gives the rollout up",
        "no-image    | ImagePullBackOff       | first trouble:"
      })
  void a_release_that_never_serves_is_judged_by_its_pods_while_the_good_ones_serve(
      String scenario, String evidence, String more) throws Exception {
    assertThat(demo(PIPE, "--scenario", scenario)).isEqualTo(ExitCode.DONE);

    assertThat(out())
        .contains(evidence, more, "people notice nothing", "2 good pods of v1.2.3 keep serving")
        .containsPattern("✓ 5xx errors > 10 % +0\\.0 % \\(0 of \\d+ requests\\)")
        .doesNotContain("v1.2.4: 0 of 0");
  }

  @Test
  void the_versions_are_told_apart_by_what_their_pods_count() throws Exception {
    assertThat(demo(PIPE)).isEqualTo(ExitCode.DONE);

    assertThat(out())
        .containsPattern(
            "the pods' own /metrics +v1\\.2\\.3: 0 of \\d+ with 5xx, P95 about \\d+ ms")
        .containsPattern("v1\\.2\\.4: [1-9]\\d* of \\d+ with 5xx, P95 about \\d+ ms");
  }

  @Test
  void in_a_pipe_there_are_lines_with_the_time_and_nothing_for_terminals() throws Exception {
    assertThat(demo(PIPE)).isEqualTo(ExitCode.DONE);

    assertThat(out())
        .doesNotContain(ESCAPE, "\r", "┤")
        .containsPattern(
            "(?m)^\\d\\d:\\d\\d:\\d\\d +\\d+ requests  errors +0\\.0 %  P95 +\\d+ ms  ✓$")
        .containsPattern("(?m)^\\d\\d:\\d\\d:\\d\\d +\\d+ requests  errors +[1-9][\\d.]* %.*$")
        .containsPattern("(?m)^\\d\\d:\\d\\d:\\d\\d  api-gateway v1\\.2\\.4: 2 of 2 pods ready$");
  }

  @Test
  void on_a_terminal_the_chart_is_drawn_over_itself_and_fits() throws Exception {
    assertThat(demo(new Viewer(80, 40, false, true))).isEqualTo(ExitCode.DONE);
    Screen screen = new Screen(80, 40).write(out());

    assertThat(screen.broken()).isZero();
    // Once until the decision, and once more after the rollback.
    assertThat(screen.text().split(" errors ┤", -1)).hasSize(3);
    assertThat(screen.text()).contains("v1.2.4 ▲", "▲ back");
  }

  @Test
  void without_colour_nothing_is_coloured_though_it_is_a_terminal() throws Exception {
    assertThat(demo(new Viewer(80, 40, false, true))).isEqualTo(ExitCode.DONE);

    assertThat(out()).contains(ESCAPE + "[2K").doesNotContainPattern(ESCAPE + "\\[\\d*m");
  }

  @ParameterizedTest
  @ValueSource(ints = {44, 60})
  void a_narrow_window_gets_a_narrow_chart(int width) throws Exception {
    assertThat(demo(new Viewer(width, 30, true, true))).isEqualTo(ExitCode.DONE);

    Screen screen = new Screen(200, 30).write(out());
    assertThat(screen.text().lines().filter(line -> line.contains("┤") || line.contains("┼")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.length()).as(line).isLessThan(width));
  }

  @Test
  void a_window_too_small_for_a_chart_gets_lines() throws Exception {
    assertThat(demo(new Viewer(40, 8, false, true))).isEqualTo(ExitCode.DONE);

    assertThat(out()).doesNotContain("┤").containsPattern("(?m)^\\d\\d:\\d\\d:\\d\\d  errors ");
  }

  @Test
  void an_unknown_scenario_is_refused_with_the_nearest_name() {
    assertThatThrownBy(() -> demo(PIPE, "--scenario", "never-redy"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.problem().code().exit()).isEqualTo(ExitCode.USAGE);
              assertThat(refusal.problem().sentence())
                  .contains(
                      "no scenario \"never-redy\"",
                      "Did you mean never-ready?",
                      "errors, slow, crash, never-ready, no-image");
            });
    assertThat(out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_sandbox_that_does_not_start_leaves_nothing_behind(boolean port) throws Exception {
    TempFolder temporary = TempFolder.make("stage-test-");

    assertThatThrownBy(() ->
            Stage.set(
                temporary,
                () -> {
                  if (port) {
                    throw new UncheckedIOException("port taken", new IOException("in use"));
                  }
                  throw new IllegalStateException("a bug");
                }))
        .isInstanceOf(port ? Refusal.class : IllegalStateException.class);

    assertThat(temporary.path()).doesNotExist();
  }

  @Test
  void a_sandbox_that_does_not_start_is_told_as_such() throws Exception {
    TempFolder temporary = TempFolder.make("stage-test-");

    assertThatThrownBy(() ->
            Stage.set(
                temporary,
                () -> {
                  throw new UncheckedIOException("port taken", new IOException("in use"));
                }))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.problem().code()).isEqualTo(ErrorCode.SANDBOX_FAILED));
  }
}
