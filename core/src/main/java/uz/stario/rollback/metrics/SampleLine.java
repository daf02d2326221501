package uz.stario.rollback.metrics;

import java.util.SortedMap;
import java.util.TreeMap;

/** One line with a value: {@code http_requests_total{status="200"} 17}. */
record SampleLine(String name, SortedMap<String, String> labels, double value) {

  /** More labels than any real series has. */
  private static final int MOST_LABELS = 100;

  /** Why a line is not understood; part of a sentence. */
  static final class Malformed extends Exception {
    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  static SampleLine parse(String line) throws Malformed {
    return new Reader(line).read();
  }

  /** Reads from left to right, each character once. */
  private static final class Reader {
    private final String line;
    private int at;

    Reader(String line) {
      this.line = line;
    }

    SampleLine read() throws Malformed {
      String name = name(true);
      skipBlanks();
      SortedMap<String, String> labels = new TreeMap<>();
      if (peek() == '{') {
        at++;
        labels(labels);
      }
      double value = number(word());
      String timestamp = word();
      // What follows # is an exemplar of OpenMetrics, and of no use here.
      if (!timestamp.isEmpty() && !timestamp.equals("#")) {
        number(timestamp);
        String rest = word();
        if (!rest.isEmpty() && !rest.equals("#")) {
          throw new Malformed("something follows the timestamp");
        }
      }
      return new SampleLine(name, labels, value);
    }

    private void labels(SortedMap<String, String> labels) throws Malformed {
      while (true) {
        skipBlanks();
        if (peek() == '}') {
          at++;
          return;
        }
        String label = name(false);
        expect('=');
        expect('"');
        if (labels.putIfAbsent(label, quoted()) != null) {
          throw new Malformed("the label " + label + " stands twice");
        }
        if (labels.size() > MOST_LABELS) {
          throw new Malformed("more than " + MOST_LABELS + " labels");
        }
        skipBlanks();
        if (peek() == ',') {
          at++;
        } else if (peek() != '}') {
          throw new Malformed("a , or } is missing after the label " + label);
        }
      }
    }

    private String name(boolean ofMetric) throws Malformed {
      int start = at;
      while (at < line.length() && inName(line.charAt(at), ofMetric, at == start)) {
        at++;
      }
      if (at == start) {
        throw new Malformed("no name where one should begin");
      }
      return line.substring(start, at);
    }

    private static boolean inName(char c, boolean ofMetric, boolean first) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || c == '_'
          || (c == ':' && ofMetric)
          || (c >= '0' && c <= '9' && !first);
    }

    private String quoted() throws Malformed {
      StringBuilder text = new StringBuilder();
      for (; at < line.length(); at++) {
        char c = line.charAt(at);
        if (c == '"') {
          at++;
          return text.toString();
        }
        if (c == '\\' && at + 1 < line.length()) {
          char next = line.charAt(++at);
          switch (next) {
            case 'n' -> text.append('\n');
            case '\\', '"' -> text.append(next);
            // As Prometheus reads it: a backslash that escapes nothing stays.
            default -> text.append(c).append(next);
          }
        } else {
          text.append(c);
        }
      }
      throw new Malformed("the quote of a label never ends");
    }

    private void expect(char wanted) throws Malformed {
      skipBlanks();
      if (peek() != wanted) {
        throw new Malformed("a " + wanted + " is missing");
      }
      at++;
    }

    /** NUL at the end, which no line holds to any good. */
    private char peek() {
      return at < line.length() ? line.charAt(at) : 0;
    }

    private void skipBlanks() {
      while (peek() == ' ' || peek() == '\t') {
        at++;
      }
    }

    private String word() {
      skipBlanks();
      int start = at;
      while (at < line.length() && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
        at++;
      }
      return line.substring(start, at);
    }
  }

  /**
   * A number as Prometheus reads it: {@code Inf} is one; {@code 1d} and hexadecimal ones, which
   * Java knows, are none.
   *
   * @see <a
   *     href="https://github.com/prometheus/prometheus/blob/v2.42.0/model/textparse/promparse.go">parseFloat</a>
   */
  static double number(String text) throws Malformed {
    String bare = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    if (bare.equalsIgnoreCase("inf") || bare.equalsIgnoreCase("infinity")) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    } else if (text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    if (bare.chars().allMatch(c -> "0123456789.eE+-".indexOf(c) >= 0)) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException _) {
        throw new Malformed(text.isEmpty() ? "the value is missing" : "the value is not a number");
      }
    }
    throw new Malformed("the value is not a number");
  }
}
