package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.sandbox.platform.Flaw;

/** The program as a process of its own: signals, streams that close. */
@DisabledOnOs(OS.WINDOWS)
class ProcessTest {

  private static final String POSTER = "poster-gen";

  @TempDir private Path folder;
  private Platform platform;
  private Machine machine;

  @BeforeEach
  void open() throws Exception {
    platform = Platform.in(folder).live(List.of(POSTER), "v1.2.3", "v1.2.4");
    machine = platform.equipped();
  }

  @AfterEach
  void close() {
    platform.close();
  }

  /** The program has begun and waits: its target never gets ready. */
  private Process waiting() throws IOException {
    platform.sandbox().publish("registry.stario.uz/poster-gen:v1.2.3", new Flaw.NeverReady());
    Process process = machine.start("rollback", POSTER, "--yes", "--timeout", "60s");
    Machine.until(process.inputReader(UTF_8), "new replicas are updated");
    return process;
  }

  private static void signal(Process process, String name) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  private static Outcome ended(Process process) throws Exception {
    String out = process.inputReader(UTF_8).readAllAsString();
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(Platform.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), out, err);
  }

  private Outcome shown() {
    String run = machine.stario("runs").out().lines().skip(1).findFirst().orElseThrow();
    return machine.stario("show", run.split(" ", 2)[0]);
  }

  @Test
  void ctrl_c_without_a_terminal_stops_after_what_is_in_hand_and_has_last_words() throws Exception {
    Process process = waiting();

    signal(process, "INT");
    Outcome outcome = ended(process);

    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(5);
    assertThat(outcome.out())
        .containsOnlyOnce("stopping after what is in hand (Ctrl-C)")
        .contains("goes on by itself", "ROLLBACK NOT COMPLETE", "Changed:", "Next:", "stario show");
    assertThat(shown().code()).isEqualTo(5);
  }

  @Test
  void a_second_ctrl_c_does_no_harm() throws Exception {
    Process process = waiting();

    signal(process, "INT");
    signal(process, "INT");
    Outcome outcome = ended(process);

    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isIn(5, 130);
    assertThat(shown().code()).isEqualTo(5);
  }

  @Test
  void sigterm_stops_as_ctrl_c_does() throws Exception {
    Process process = waiting();

    signal(process, "TERM");
    Outcome outcome = ended(process);

    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(5);
    assertThat(outcome.out()).contains("(SIGTERM)", "ROLLBACK NOT COMPLETE");
    assertThat(shown().code()).isEqualTo(5);
  }

  @Test
  void a_terminal_that_is_gone_does_not_end_a_rollback() throws Exception {
    Process process = waiting();

    signal(process, "HUP");
    process.getInputStream().close();
    process.getErrorStream().close();
    platform.sandbox().publish("registry.stario.uz/poster-gen:v1.2.3", new Flaw.None());
    replacePods();

    assertThat(process.waitFor(Platform.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
    assertThat(shown().code()).isZero();
  }

  @Test
  void a_journal_that_is_lost_midway_ends_the_run_with_a_word_and_without_another_effect()
      throws Exception {
    Process process = waiting();
    Path journal = machine.folder().resolve("state/journal.db");
    assertThat(journal).exists();
    Files.move(journal, journal.resolveSibling("moved-away.db"));
    platform.sandbox().publish("registry.stario.uz/poster-gen:v1.2.3", new Flaw.None());
    replacePods();

    Outcome outcome = ended(process);

    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(5);
    assertThat(outcome.err()).contains("journal", "docs/errors/journal-unwritable.md");
    assertThat(platform.state()).doesNotContain("rollback.stario.uz/verdict");
  }

  /** The new image runs in new pods only. */
  private void replacePods() {
    var pods = uz.stario.rollback.sandbox.store.Resources.POD;
    for (var pod : platform.cluster().list(pods, Platform.NAMESPACE)) {
      if (pod.path("spec")
          .path("containers")
          .get(0)
          .path("image")
          .asString("")
          .endsWith(":v1.2.3")) {
        platform
            .cluster()
            .delete(
                pods,
                Platform.NAMESPACE,
                pod.path("metadata").path("name").asString(""),
                uz.stario.rollback.sandbox.store.Deletion.NOW);
      }
    }
  }

  @Test
  void a_reader_that_goes_away_does_not_break_a_rollback() throws Exception {
    Process process = machine.start("rollback", POSTER, "--yes");

    process.inputReader(UTF_8).readLine();
    process.getInputStream().close();

    assertThat(process.waitFor(Platform.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
    assertThat(shown().code()).isZero();
  }

  @Test
  void a_process_that_is_killed_leaves_a_run_that_is_called_left() throws Exception {
    Process process = waiting();

    process.destroyForcibly().waitFor();

    Outcome shown = shown();
    assertThat(shown.code()).isEqualTo(8);
    assertThat(shown.out())
        .contains("! left", "stario resume", "stario history deployment/poster-gen -n stario");
    assertThat(machine.stario("runs").out()).contains(" left ");
  }

  @Test
  void the_playbook_of_the_working_folder_is_found() throws Exception {
    machine.unset("STARIO_PLAYBOOK");

    Outcome plan = ended(machine.start("plan", POSTER));

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.err()).contains("(the working folder)");
  }
}
