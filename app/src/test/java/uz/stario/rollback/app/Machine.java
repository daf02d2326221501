package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Somebody's machine: a folder of its own and the environment variables; the program runs in this
 * process.
 */
public final class Machine {

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  /** A machine with nothing on it but a home and a place for the journal. */
  public Machine(Path folder) {
    this.folder = folder;
    set("HOME", folder.toString());
    set("STARIO_STATE", folder.resolve("state").toString());
  }

  /** Sets an environment variable. */
  public Machine set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Machine unset(String variable) {
    environment.remove(variable);
    return this;
  }

  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  Path folder() {
    return folder;
  }

  /** Writes a file in the machine's folder. */
  Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  Machine kubeconfig(String text) throws IOException {
    return set("KUBECONFIG", file("kubeconfig", text).toString());
  }

  public Machine playbook(String text) throws IOException {
    return set("STARIO_PLAYBOOK", file("stario.yaml", text).toString());
  }

  /** Runs one command line without a terminal. */
  public Outcome stario(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int code = Main.run(List.of(arguments), stream(out), stream(err), environment()).code();
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /**
   * Runs one command line and looks over its shoulder.
   *
   * @param reading given what stands on standard error each time that a line of it is whole; the
   *     program waits meanwhile
   */
  Outcome stario(Consumer<String> reading, String... arguments) {
    var out = new ByteArrayOutputStream();
    var seen = new ByteArrayOutputStream();
    var err =
        new FilterOutputStream(seen) {
          @Override
          public void write(int b) throws IOException {
            super.write(b);
            if (b == '\n') {
              reading.accept(seen.toString(StandardCharsets.UTF_8));
            }
          }
        };
    int code =
        Main.run(
                List.of(arguments),
                stream(out),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment())
            .code();
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), seen.toString(StandardCharsets.UTF_8));
  }

  /** Starts the program in a process of its own. */
  Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "uz.stario.rollback.app.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Reads up to the line that holds the text. */
  static void until(BufferedReader reader, String text) throws IOException {
    String line = reader.readLine();
    while (line != null && !line.contains(text)) {
      line = reader.readLine();
    }
    assertThat(line).as("a line with " + text).isNotNull();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
