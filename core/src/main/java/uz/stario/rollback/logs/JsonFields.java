package uz.stario.rollback.logs;

import java.util.HashMap;
import java.util.Map;

/**
 * The plain fields at the top of a JSON object, read as far as it goes: lines are cut off, and one
 * that is no JSON after all is still a line. Objects and lists within are passed over.
 */
final class JsonFields {

  /** More than any logger writes. */
  private static final int MOST = 64;

  private final String text;
  private int at;

  private JsonFields(String text) {
    this.text = text;
  }

  static Map<String, String> of(String text) {
    return new JsonFields(text).read();
  }

  private Map<String, String> read() {
    Map<String, String> fields = new HashMap<>();
    at = 1;
    while (fields.size() < MOST) {
      skip(" \t\r\n,");
      if (peek() != '"') {
        return fields;
      }
      String name = string();
      skip(" \t");
      if (peek() != ':') {
        return fields;
      }
      at++;
      skip(" \t");
      switch (peek()) {
        case '"' -> fields.putIfAbsent(name, string());
        case '{', '[' -> passOver();
        default -> fields.putIfAbsent(name, word());
      }
    }
    return fields;
  }

  private String string() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      value.append(c == '\\' && at < text.length() ? escaped() : c);
    }
    at++;
    return value.toString();
  }

  private char escaped() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b', 'f' -> ' ';
      case 'u' -> {
        int end = Math.min(at + 4, text.length());
        int code = 0;
        for (; at < end; at++) {
          code = code * 16 + Math.max(0, Character.digit(text.charAt(at), 16));
        }
        yield (char) code;
      }
      default -> c;
    };
  }

  private String word() {
    int start = at;
    while (at < text.length() && ",} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private void passOver() {
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        string();
        continue;
      }
      at++;
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      if (depth == 0) {
        return;
      }
    }
  }

  private void skip(String any) {
    while (at < text.length() && any.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** NUL at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }
}
