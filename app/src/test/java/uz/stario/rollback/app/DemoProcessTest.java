package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process of its own: how it is stopped, and what it leaves. */
@DisabledOnOs(OS.WINDOWS)
class DemoProcessTest {

  @TempDir private Path folder;

  private Process demo(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "uz.stario.rollback.app.Main",
                "demo"));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    // Reading what it says has no end of its own, should it hang.
    CompletableFuture.delayedExecutor(Platform.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    return process;
  }

  private static String until(BufferedReader reader, String text) throws IOException {
    String line = reader.readLine();
    while (line != null && !line.contains(text)) {
      line = reader.readLine();
    }
    assertThat(line).as("a line with " + text).isNotNull();
    return String.valueOf(line);
  }

  private static void signal(Process process, String name) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  private static int ended(Process process) throws InterruptedException {
    assertThat(process.waitFor(Platform.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith("stario-demo-")).toList();
    }
  }

  @Test
  void ctrl_c_takes_everything_down_and_says_so() throws Exception {
    Process process = demo();
    BufferedReader out = process.inputReader(UTF_8);
    until(out, "measuring what is usual");
    assertThat(left()).hasSize(1);

    signal(process, "INT");

    String rest = out.readAllAsString();
    String err = process.errorReader(UTF_8).readAllAsString();
    assertThat(ended(process)).as(rest + err).isEqualTo(130);
    assertThat(err).contains("The demo was stopped.", "nothing else was touched");
    assertThat(left()).isEmpty();
  }

  @Test
  void a_kept_demo_serves_other_terminals_until_ctrl_c() throws Exception {
    Process process = demo("--scenario", "crash", "--keep");
    BufferedReader out = process.inputReader(UTF_8);
    Map<String, String> exports = new HashMap<>();
    for (String variable : List.of("KUBECONFIG", "STARIO_PLAYBOOK", "STARIO_STATE")) {
      exports.put(variable, until(out, "export " + variable + "=").split("=", 2)[1]);
    }
    until(out, "api-gateway=");
    Machine machine = new Machine(Files.createDirectory(folder.resolve("other")));
    exports.forEach(machine::set);

    Outcome history = machine.stario("history", "api-gateway");
    Outcome runs = machine.stario("runs");
    Outcome elsewhere = machine.stario("rollback", "poster-gen", "--yes");

    assertThat(history.out()).containsPattern("v1\\.2\\.4 .*bad \\(run ");
    assertThat(runs.out()).containsOnlyOnce("complete");
    assertThat(elsewhere.err()).as("one revision only").contains("poster-gen");
    assertThat(process.isAlive()).isTrue();

    signal(process, "INT");

    String rest = out.readAllAsString();
    assertThat(ended(process)).as(rest).isZero();
    assertThat(rest).contains("Stopped; the sandbox and its files are gone.");
    assertThat(left()).isEmpty();
    assertThat(machine.stario("runs").out()).doesNotContain("complete");
  }
}
