package uz.stario.rollback.sandbox.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The commands of {@link Shell}, worded as those of BusyBox. */
final class Commands {
  /** No such command. */
  static final int UNKNOWN = -1;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Container container;

  Commands(Container container) {
    this.container = container;
  }

  int run(String command, List<String> arguments, Streams streams)
      throws IOException, InterruptedException {
    return switch (command) {
      case "true", ":" -> 0;
      case "false" -> 1;
      case "echo" -> echo(arguments, streams);
      case "env", "printenv" -> env(arguments, streams);
      case "hostname" -> print(container.hostname() + "\n", streams);
      case "whoami" -> print("root\n", streams);
      case "id" -> print("uid=0(root) gid=0(root) groups=0(root)\n", streams);
      case "pwd" -> print("/\n", streams);
      case "date" -> date(arguments, streams);
      case "cat" -> cat(arguments, streams);
      case "ls" -> ls(arguments, streams);
      case "curl" -> new Curl(container).run(arguments, streams);
      default -> ofTheImage(command, arguments, streams);
    };
  }

  private int ofTheImage(String command, List<String> arguments, Streams streams) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(arguments);
    var out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
    var err = new PrintStream(streams.err(), true, StandardCharsets.UTF_8);
    return container.programs().run(words, out, err).orElse(UNKNOWN);
  }

  private static int print(String text, Streams streams) throws IOException {
    streams.print(text);
    return 0;
  }

  private static int echo(List<String> arguments, Streams streams) throws IOException {
    boolean bare = !arguments.isEmpty() && arguments.getFirst().equals("-n");
    String text = String.join(" ", bare ? arguments.subList(1, arguments.size()) : arguments);
    return print(bare ? text : text + "\n", streams);
  }

  private int env(List<String> names, Streams streams) throws IOException {
    if (names.isEmpty()) {
      StringBuilder all = new StringBuilder();
      container
          .env()
          .forEach((name, value) -> all.append(name).append('=').append(value).append('\n'));
      return print(all.toString(), streams);
    }
    int code = 0;
    for (String name : names) {
      String value = container.env().get(name);
      if (value == null) {
        code = 1;
      } else {
        streams.print(value + "\n");
      }
    }
    return code;
  }

  private int date(List<String> arguments, Streams streams) throws IOException {
    if (arguments.contains("+%s")) {
      return print(container.clock().get().getEpochSecond() + "\n", streams);
    }
    if (arguments.isEmpty() || arguments.equals(List.of("-u"))) {
      return print(DATE.format(container.clock().get()) + "\n", streams);
    }
    streams.complain("date: only -u and +%s");
    return 1;
  }

  private int cat(List<String> paths, Streams streams) throws IOException {
    if (paths.isEmpty()) {
      streams.in().transferTo(streams.out());
      return 0;
    }
    int code = 0;
    for (String path : paths) {
      String text = container.files().get(absolute(path));
      if (text != null) {
        streams.print(text);
      } else {
        code = 1;
        streams.complain(
            "cat: "
                + (folder(path)
                    ? "read error: Is a directory"
                    : "can't open '" + path + "': No such file or directory"));
      }
    }
    return code;
  }

  private int ls(List<String> arguments, Streams streams) throws IOException {
    List<String> paths = arguments.stream().filter(a -> !a.startsWith("-")).toList();
    boolean hidden = arguments.stream().anyMatch(a -> a.startsWith("-") && a.contains("a"));
    int code = 0;
    for (String path : paths.isEmpty() ? List.of("/") : paths) {
      if (container.files().containsKey(absolute(path))) {
        streams.print(path + "\n");
      } else if (folder(path)) {
        String prefix = absolute(path).equals("/") ? "/" : absolute(path) + "/";
        TreeSet<String> names = new TreeSet<>();
        container.files().tailMap(prefix, false).keySet().stream()
            .takeWhile(file -> file.startsWith(prefix))
            .forEach(file -> names.add(file.substring(prefix.length()).split("/", 2)[0]));
        for (String name : names) {
          if (hidden || !name.startsWith(".")) {
            streams.print(name + "\n");
          }
        }
      } else {
        code = 1;
        streams.complain("ls: " + path + ": No such file or directory");
      }
    }
    return code;
  }

  private static String absolute(String path) {
    return java.nio.file.Path.of("/").resolve(path).normalize().toString();
  }

  private boolean folder(String path) {
    String prefix = absolute(path).equals("/") ? "/" : absolute(path) + "/";
    String next = container.files().higherKey(prefix);
    return next != null && next.startsWith(prefix);
  }
}
