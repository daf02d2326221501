package uz.stario.rollback.app.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Text broken into lines that fit; what has no place to break stays whole. */
final class Lines {

  private static final Pattern WORD = Pattern.compile("(?:[^\\s\"']|\"[^\"]*+\"|'[^']*+')++");

  private Lines() {}

  /** Prose, broken between words, but not between an option and its value. */
  static List<String> wrapped(String text, int room) {
    return broken(List.of(text.split("(?<! --[a-z-]{1,30}) ", -1)), room, "", "");
  }

  /**
   * Commands, one to a line; a longer one is continued by a backslash, an option with its value, so
   * that all of it can still be copied into a shell.
   */
  static List<String> commands(String text, int room) {
    List<String> lines = new ArrayList<>();
    List<String> commands = List.of(text.split(" && ", -1));
    for (int i = 0; i < commands.size(); i++) {
      String end = i < commands.size() - 1 ? " &&" : "";
      List<String> parts =
          Stream.of((commands.get(i) + end).split(" (?=-)", -1))
              .flatMap(part -> fitting(part, room))
              .toList();
      lines.addAll(broken(parts, room, "  ", " \\"));
    }
    return lines;
  }

  /** What would not fit is broken at further words, but not within quotes. */
  private static Stream<String> fitting(String part, int room) {
    List<String> words = WORD.matcher(part).results().map(MatchResult::group).toList();
    boolean whole = part.length() <= room || words.size() < 3;
    return whole || !String.join(" ", words).equals(part)
        ? Stream.of(part)
        : Stream.concat(
            Stream.of(words.get(0) + " " + words.get(1)), words.subList(2, words.size()).stream());
  }

  private static List<String> broken(List<String> parts, int room, String indent, String end) {
    List<String> lines = new ArrayList<>();
    String line = parts.getFirst();
    for (String part : parts.subList(1, parts.size())) {
      if (line.length() + 1 + part.length() + end.length() > room) {
        lines.add(line + end);
        line = indent + part;
      } else {
        line += " " + part;
      }
    }
    lines.add(line);
    return lines;
  }
}
