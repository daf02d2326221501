package uz.stario.rollback.app.conformance;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real kubectl, with a home of its own; what it prints and what it complains of are one text,
 * as a person sees them.
 */
final class Kubectl {
  /** The longest any command may take on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path home;
  private final Path kubeconfig;
  private final List<String> always;

  Kubectl(Path home, Path kubeconfig, List<String> always) {
    this.home = home;
    this.kubeconfig = kubeconfig;
    this.always = List.copyOf(always);
  }

  /** How a command ended and all it printed. */
  record Ran(int exit, String text) {}

  /** The same with more options before every command. */
  Kubectl with(List<String> options) {
    List<String> all = new ArrayList<>(always);
    all.addAll(options);
    return new Kubectl(home, kubeconfig, all);
  }

  Ran run(String command) {
    return run(command, "", Map.of());
  }

  /** Runs one command line to its end. */
  Ran run(String command, String input, Map<String, String> environment) {
    try (Running running = start(command, input, environment)) {
      if (!running.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return new Ran(-1, running.text() + "\n(still running after " + PATIENCE + ")");
      }
      running.reader.join();
      return new Ran(running.process.exitValue(), running.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts one command line; whoever closes it ends it. */
  Running start(String command, String input, Map<String, String> environment) {
    List<String> words = new ArrayList<>(List.of("kubectl"));
    words.addAll(always);
    words.addAll(words(command));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv().getOrDefault("PATH", ""));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
        in.write(input);
      } catch (IOException endedWithoutReading) {
        // As when a pipe's reader has heard enough.
      }
      return new Running(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command line that runs. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final StringBuilder text = new StringBuilder();
    private final Thread reader;

    private Running(Process process) {
      this.process = process;
      this.reader = Thread.ofVirtual().start(this::read);
    }

    private void read() {
      char[] some = new char[4096];
      try (Reader out = process.inputReader(StandardCharsets.UTF_8)) {
        for (int n = out.read(some); n >= 0; n = out.read(some)) {
          synchronized (text) {
            text.append(some, 0, n);
          }
        }
      } catch (IOException ended) {
        // Whoever ended it knows.
      }
    }

    String text() {
      synchronized (text) {
        return text.toString();
      }
    }

    boolean alive() {
      return process.isAlive() || reader.isAlive();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }

  /** Splits as a shell would, knowing single quotes only. */
  static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
        begun = true;
      } else if (c == ' ' && !quoted) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
