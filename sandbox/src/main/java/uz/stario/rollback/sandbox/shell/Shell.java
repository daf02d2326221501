package uz.stario.rollback.sandbox.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands in a container: a small table of them, and {@code sh} for lines of those.
 *
 * <p>Answers come from the container itself: its environment, its files, its network. Exit codes
 * are those of POSIX: 127 for a command of a line that is not there, 2 for a line that is not
 * understood.
 */
public final class Shell {
  private static final int NOT_FOUND = 127;
  private static final int NOT_UNDERSTOOD = 2;

  private final Container container;
  private final Commands commands;

  /** A shell in the container. */
  public Shell(Container container) {
    this.container = container;
    this.commands = new Commands(container);
  }

  /**
   * Runs one command with its arguments, and gives its exit code.
   *
   * @throws NoSuchProgram where the runtime has nothing to start; a shell says 127 instead
   */
  public int run(List<String> words, Streams streams)
      throws IOException, InterruptedException, NoSuchProgram {
    String command = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
    List<String> arguments = words.subList(1, words.size());
    if (!command.equals("sh") && !command.equals("bash")) {
      int code = commands.run(command, arguments, streams);
      if (code == Commands.UNKNOWN) {
        throw new NoSuchProgram(words.getFirst());
      }
      return code;
    }
    return shell(arguments, streams);
  }

  private int shell(List<String> arguments, Streams streams)
      throws IOException, InterruptedException {
    if (arguments.isEmpty()) {
      return lines(streams);
    }
    if (arguments.getFirst().equals("-c") && arguments.size() > 1) {
      return line(arguments.get(1), new TreeMap<>(container.env()), streams).code();
    }
    streams.complain("sh: only -c LINE, or lines on standard input");
    return NOT_UNDERSTOOD;
  }

  private int simple(List<String> words, Streams streams) throws IOException, InterruptedException {
    String command = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
    int code = commands.run(command, words.subList(1, words.size()), streams);
    if (code == Commands.UNKNOWN) {
      streams.complain("sh: " + words.getFirst() + ": not found");
      return NOT_FOUND;
    }
    return code;
  }

  private int lines(Streams streams) throws IOException, InterruptedException {
    var reader = new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8));
    Map<String, String> env = new TreeMap<>(container.env());
    Outcome outcome = new Outcome(0, false);
    String line = next(reader, streams);
    while (line != null) {
      outcome = line(line, env, streams);
      line = outcome.exits() ? null : next(reader, streams);
    }
    return outcome.code();
  }

  private static @Nullable String next(BufferedReader reader, Streams streams) throws IOException {
    if (streams.terminal()) {
      streams.print("/ # ");
    }
    return reader.readLine();
  }

  private record Outcome(int code, boolean exits) {}

  private Outcome line(String line, Map<String, String> env, Streams streams)
      throws IOException, InterruptedException {
    List<Words.Part> parts;
    try {
      parts = Words.parse(line);
    } catch (Words.Unspoken unspoken) {
      streams.complain("sh: syntax error: " + unspoken.getMessage());
      return new Outcome(NOT_UNDERSTOOD, false);
    }
    int code = 0;
    for (Words.Part part : parts) {
      if ((part.joint().equals("&&") && code != 0) || (part.joint().equals("||") && code == 0)) {
        continue;
      }
      env.put("?", Integer.toString(code));
      List<String> words = part.words().stream().map(word -> word.expand(env)).toList();
      if (words.getFirst().equals("exit")) {
        return new Outcome(words.size() > 1 ? number(words.get(1)) : code, true);
      }
      code =
          words.getFirst().equals("sh") || words.getFirst().equals("bash")
              ? shell(words.subList(1, words.size()), streams)
              : simple(words, streams);
    }
    return new Outcome(code, false);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text) & 0xFF;
    } catch (NumberFormatException notANumber) {
      return NOT_UNDERSTOOD;
    }
  }
}
