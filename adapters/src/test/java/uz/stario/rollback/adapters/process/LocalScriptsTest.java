package uz.stario.rollback.adapters.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.verify.CheckResult;
import uz.stario.rollback.verify.Checked;
import uz.stario.rollback.verify.CommandOutcome;
import uz.stario.rollback.verify.CommandVerdict;

class LocalScriptsTest {

  private static final Duration AMPLE = Duration.ofSeconds(60);

  private final Redactor redactor = new Redactor();

  @TempDir private Path folder;

  @Test
  void what_a_program_writes_is_kept_with_how_it_ended() throws IOException {
    script("echo out; echo err >&2; exit 3");

    assertThat(run(AMPLE)).isEqualTo(new CommandOutcome.Ended(3, List.of("out", "err")));
  }

  @Test
  void one_that_is_missing_or_not_executable_or_no_program_is_not_run() throws IOException {
    assertThat(notRun()).startsWith("there is no such file");

    Path file = Files.writeString(folder.resolve("smoke.sh"), "#!/bin/sh\nexit 0\n");
    assertThat(notRun()).isEqualTo("it is not executable");

    Files.writeString(file, "#!/nowhere/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    assertThat(notRun()).contains("interpreter");
  }

  @Test
  void one_that_hangs_is_stopped_with_what_it_has_started() throws IOException {
    script("sleep 1000 & echo $!; echo $$; wait");

    CommandOutcome outcome = run(Duration.ofSeconds(3));

    assertThat(outcome).isInstanceOf(CommandOutcome.StoppedLate.class);
    assertThat(outcome.lines())
        .hasSize(2)
        .allSatisfy(pid -> assertThat(endsSoon(Long.parseLong(pid))).as(pid).isTrue());
    assertThat(CommandVerdict.of(check(AMPLE), outcome).result())
        .isInstanceOf(CheckResult.Unknown.class);
  }

  @Test
  void one_that_does_not_want_to_end_is_killed() throws IOException {
    script("trap '' TERM; echo $$; while :; do read -r _ < /dev/null; done");

    CommandOutcome outcome = run(Duration.ofSeconds(2));

    assertThat(outcome).isInstanceOf(CommandOutcome.StoppedLate.class);
    assertThat(outcome.lines())
        .singleElement()
        .satisfies(pid -> assertThat(endsSoon(Long.parseLong(pid))).isTrue());
  }

  @Test
  void one_that_leaves_something_running_has_ended_all_the_same() throws IOException {
    script("sleep 5 & echo done");

    assertThat(run(AMPLE)).isEqualTo(new CommandOutcome.Ended(0, List.of("done")));
  }

  @Test
  void of_a_flood_the_last_lines_are_kept() throws IOException {
    script("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done");

    assertThat(run(AMPLE).lines()).hasSize(Checked.MOST_LINES).endsWith("line 19999");
  }

  @Test
  void secrets_that_it_prints_are_hidden() throws IOException {
    redactor.learn("geheim-token-1");
    script("echo token geheim-token-1; echo Authorization: Bearer abcdefgh12345678");

    assertThat(run(AMPLE).lines().toString()).doesNotContain("geheim", "abcdefgh12345678");
  }

  @Test
  void it_gets_nothing_of_our_environment_but_what_it_needs() throws IOException {
    script("echo \"$BASE_URL [$STARIO_SLACK_WEBHOOK] ${PATH:+path}\"");

    assertThat(run(AMPLE).lines()).containsExactly("http://localhost [] path");
  }

  @Test
  void there_is_nothing_to_read_for_it() throws IOException {
    script("read -r answer || echo nothing");

    assertThat(run(AMPLE).lines()).containsExactly("nothing");
  }

  @Test
  void without_a_program_nothing_is_run() {
    ScriptCheck none = new ScriptCheck("smoke", List.of(), new TreeMap<>(), AMPLE);

    assertThat(scripts().run(none)).isInstanceOf(CommandOutcome.NotRun.class);
  }

  private String notRun() {
    CommandOutcome outcome = run(AMPLE);
    assertThat(outcome).isInstanceOf(CommandOutcome.NotRun.class);
    return ((CommandOutcome.NotRun) outcome).why();
  }

  private void script(String body) throws IOException {
    Path file = Files.writeString(folder.resolve("smoke.sh"), "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private CommandOutcome run(Duration limit) {
    return scripts().run(check(limit));
  }

  private LocalScripts scripts() {
    return new LocalScripts(
        folder,
        Map.of(
            "PATH",
            Optional.ofNullable(System.getenv("PATH")).orElse("/bin:/usr/bin"),
            "STARIO_SLACK_WEBHOOK",
            "geheim"),
        redactor);
  }

  private static ScriptCheck check(Duration limit) {
    return new ScriptCheck(
        "smoke",
        List.of("./smoke.sh"),
        new TreeMap<>(Map.of("BASE_URL", "http://localhost")),
        limit);
  }

  /** A killed process is there until whoever inherited it looks. */
  private static boolean endsSoon(long pid) {
    Instant deadline = Instant.now().plus(AMPLE);
    while (Instant.now().isBefore(deadline)) {
      if (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) && !zombie(pid)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      } else {
        return true;
      }
    }
    return false;
  }

  private static boolean zombie(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }
}
