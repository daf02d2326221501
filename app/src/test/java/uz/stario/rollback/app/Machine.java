package uz.stario.rollback.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  Machine playbook(String text) throws IOException {
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

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
