package uz.stario.rollback.sandbox.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of shell split into commands: quotes, variables, and {@code ;}, {@code &&} and {@code ||}
 * between commands; nothing else of a shell's language.
 *
 * <p>See POSIX.1-2024, Shell Command Language, 2.2 and 2.9.3. For one thread.
 */
final class Words {
  private final String line;
  private final List<Part> parts = new ArrayList<>();
  private List<Word> words = new ArrayList<>();
  private @Nullable StringBuilder word;
  private boolean plain = true;
  private String joint = ";";
  private int at;

  private Words(String line) {
    this.line = line;
  }

  /**
   * One command of a line.
   *
   * @param joint what stands before it: {@code ;}, {@code &&} or {@code ||}
   * @param words its words
   */
  record Part(String joint, List<Word> words) {}

  /**
   * One word, its variables still unread.
   *
   * @param text the text, in which {@code \0NAME\0} stands for a variable
   */
  record Word(String text) {
    String expand(Map<String, String> env) {
      StringBuilder full = new StringBuilder();
      String[] pieces = text.split("\0", -1);
      for (int i = 0; i < pieces.length; i++) {
        full.append(i % 2 == 0 ? pieces[i] : env.getOrDefault(pieces[i], ""));
      }
      return full.toString();
    }
  }

  /** What of the language is not spoken here. */
  static final class Unspoken extends Exception {
    private static final long serialVersionUID = 1;

    Unspoken(String what) {
      super(what, null, false, false);
    }
  }

  static List<Part> parse(String line) throws Unspoken {
    Words words = new Words(line.replace("\0", ""));
    words.read();
    return words.parts;
  }

  private void read() throws Unspoken {
    while (at < line.length()) {
      char c = line.charAt(at++);
      switch (c) {
        case ' ', '\t' -> endWord();
        case '\n', ';' -> endCommand(";");
        case '\'' -> {
          int end = line.indexOf('\'', at);
          if (end < 0) {
            throw new Unspoken("unterminated quoted string");
          }
          word().append(line, at, end);
          at = end + 1;
        }
        case '"' -> quoted();
        case '\\' -> word().append(at < line.length() ? line.charAt(at++) : '\\');
        case '$' -> variable();
        case '&', '|' -> {
          if (at == line.length() || line.charAt(at) != c) {
            throw new Unspoken("no pipes and no background here");
          }
          at++;
          endCommand(c + "" + c);
        }
        case '<', '>', '(', ')', '`' -> throw new Unspoken("no '" + c + "' here");
        case '#' -> {
          if (word == null) {
            int end = line.indexOf('\n', at);
            at = end < 0 ? line.length() : end;
          } else {
            word().append(c);
          }
        }
        default -> word().append(c);
      }
    }
    endCommand(";");
  }

  private void quoted() throws Unspoken {
    plain = false;
    word();
    while (at < line.length()) {
      char c = line.charAt(at++);
      switch (c) {
        case '"' -> {
          return;
        }
        case '\\' -> word().append(at < line.length() ? line.charAt(at++) : '\\');
        case '$' -> variable();
        default -> word().append(c);
      }
    }
    throw new Unspoken("unterminated quoted string");
  }

  private void variable() throws Unspoken {
    if (at < line.length() && line.charAt(at) == '(') {
      throw new Unspoken("no '$(' here");
    }
    boolean braces = at < line.length() && line.charAt(at) == '{';
    int begin = braces ? at + 1 : at;
    int end = begin;
    while (end < line.length()
        && (Character.isLetterOrDigit(line.charAt(end))
            || line.charAt(end) == '_'
            || (line.charAt(end) == '?' && end == begin))) {
      end++;
    }
    if (end == begin) {
      word().append('$');
      return;
    }
    if (braces && (end == line.length() || line.charAt(end) != '}')) {
      throw new Unspoken("bad substitution");
    }
    word().append('\0').append(line, begin, end).append('\0');
    at = braces ? end + 1 : end;
  }

  private StringBuilder word() {
    StringBuilder present = word;
    if (present == null) {
      present = new StringBuilder();
      word = present;
    }
    return present;
  }

  private void endWord() {
    StringBuilder present = word;
    if (present != null && (!plain || !present.isEmpty())) {
      words.add(new Word(present.toString()));
    }
    word = null;
    plain = true;
  }

  private void endCommand(String next) throws Unspoken {
    endWord();
    if (words.isEmpty()) {
      if (!next.equals(";") || !joint.equals(";")) {
        throw new Unspoken("unexpected \"" + next + "\"");
      }
      return;
    }
    parts.add(new Part(joint, List.copyOf(words)));
    words = new ArrayList<>();
    joint = next;
  }
}
