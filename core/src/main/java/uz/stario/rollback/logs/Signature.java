package uz.stario.rollback.logs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lines that tell the same have in common: a line in which a mark stands for each number,
 * time, address, id and quoted text. Takes linear time; never throws.
 */
public final class Signature {

  /** Lines that are alike so far are alike. */
  public static final int LONGEST = 240;

  private static final String HEX = "[0-9a-fA-F]";

  /** The letters of Kubernetes' random names: no vowels, nothing easily mistaken. */
  private static final String SAFE = "[bcdfghjklmnpqrstvwxz2456789]";

  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}[-/]\\d\\d[-/]\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?"
              + "(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))?)?"
              + "|\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?");
  private static final Pattern IP =
      Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}(?::\\d{1,5})?(?![0-9.])");
  private static final Pattern ID =
      Pattern.compile(
          HEX
              + "{8}-(?:"
              + HEX
              + "{4}-){3}"
              + HEX
              + "{12}(?![0-9A-Za-z])"
              + "|0x"
              + HEX
              + "{1,64}+(?![0-9A-Za-z])"
              // The two random parts of a pod's name.
              + "|(?=[a-z]{0,9}\\d)"
              + SAFE
              + "{6,10}-"
              + SAFE
              + "{5}(?![0-9A-Za-z])"
              // Only with a digit and a letter: else it is a word, or a number.
              + "|(?=[a-fA-F]{0,64}\\d)(?=\\d{0,64}[a-fA-F])"
              + HEX
              + "{8,128}+(?![0-9A-Za-z])");
  private static final Pattern NUMBER =
      Pattern.compile("\\d++(?:[.,]\\d++)*+(?:[eE][+-]?\\d{1,3}+)?");

  private final String line;
  private final Matcher time;
  private final Matcher ip;
  private final Matcher id;
  private final Matcher number;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private Signature(String line) {
    this.line = line;
    this.time = TIME.matcher(line);
    this.ip = IP.matcher(line);
    this.id = ID.matcher(line);
    this.number = NUMBER.matcher(line);
  }

  /** The signature of what a line says. */
  public static String of(String message) {
    return new Signature(message).read();
  }

  private String read() {
    while (at < line.length() && out.length() < LONGEST) {
      char c = line.charAt(at);
      if (isPlain(c) && at > 0 && isPlain(line.charAt(at - 1))) {
        // Within a word, where most characters are.
        out.append(c);
        at++;
      } else if (c == '\u001b') {
        passColour();
      } else if (Character.isWhitespace(c) || Character.isISOControl(c)) {
        at++;
        if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
          out.append(' ');
        }
      } else if (c == '"' || (c == '\'' && atBoundary())) {
        quoted(c);
      } else if (c >= '0' && c <= '9') {
        if (!atBoundary() || !(mark(time, "<time>") || mark(ip, "<ip>") || mark(id, "<id>"))) {
          mark(number, "<n>");
        }
      } else if (!atBoundary() || !holdsDigit() || !mark(id, "<id>")) {
        out.append(c);
        at++;
      }
    }
    out.setLength(Math.min(out.length(), LONGEST));
    return out.toString().strip();
  }

  private boolean mark(Matcher what, String mark) {
    if (!what.region(at, line.length()).lookingAt()) {
      return false;
    }
    at = what.end();
    out.append(mark);
    return true;
  }

  /** Words without one are no ids, and most words are. */
  private boolean holdsDigit() {
    int end = Math.min(line.length(), at + LONGEST);
    for (int i = at; i < end; i++) {
      char c = line.charAt(i);
      if (c >= '0' && c <= '9') {
        return true;
      } else if (!Character.isLetter(c) && c != '-') {
        return false;
      }
    }
    return false;
  }

  private void quoted(char quote) {
    int end = at + 1;
    while (end < line.length() && line.charAt(end) != quote) {
      end += line.charAt(end) == '\\' ? 2 : 1;
    }
    boolean closed = end < line.length();
    if (!closed && quote == '\'') {
      out.append(quote);
      at++;
      return;
    }
    out.append(quote).append('*').append(quote);
    at = closed ? end + 1 : line.length();
  }

  private void passColour() {
    at++;
    while (at < line.length() && !Character.isLetter(line.charAt(at))) {
      at++;
    }
    at++;
  }

  private boolean atBoundary() {
    return at == 0 || !Character.isLetterOrDigit(line.charAt(at - 1));
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
