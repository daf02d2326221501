package uz.stario.rollback.redact;

import static uz.stario.rollback.redact.Redactor.MASK;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values that a text gives a name: {@code password=…}, {@code ?token=…}, {@code "apiKey": "…"},
 * {@code X-Auth-Token: …}.
 */
final class NamedValues {

  /** A name and what stands between it and its value; begins where a name can begin. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?<![A-Za-z0-9_.-])([A-Za-z][A-Za-z0-9_.-]{1,80}+)(\\\\?[\"']?)\\s{0,3}([=:])(\\s{0,3})"
              + "(\\\\?[\"']?)");

  private static final Pattern VERSION = Pattern.compile("v?\\d+(\\.\\d+)+.*");

  /** So short a word after a colon is a number of something. */
  private static final int SHORTEST = 6;

  private NamedValues() {}

  static String hide(String text) {
    if (text.indexOf('=') < 0 && text.indexOf(':') < 0) {
      return text;
    }
    Matcher matcher = NAME.matcher(text);
    StringBuilder shown = new StringBuilder();
    int copied = 0;
    int from = 0;
    while (from < text.length() && matcher.find(from)) {
      String name = matcher.group(1);
      int start = matcher.end();
      int end = secret(name, text, matcher) ? end(text, matcher) : start;
      if (end > start
          && !text.substring(start, end).equals(MASK)
          && hides(text, start, end, matcher)) {
        shown.append(text, copied, start).append(MASK);
        copied = end;
        from = end;
      } else {
        from = matcher.end(1); // the value may hold names
      }
    }
    return copied == 0 ? text : shown.append(text, copied, text.length()).toString();
  }

  private static boolean secret(String name, String text, Matcher at) {
    int before = at.start() - 1;
    boolean query = before >= 0 && (text.charAt(before) == '?' || text.charAt(before) == '&');
    return SecretNames.secretInText(name) || (query && (name.equals("key") || name.equals("sig")));
  }

  /** Where a value ends: at the closing quote where it has one, else where a word does. */
  private static int end(String text, Matcher at) {
    int start = at.end();
    String quote = at.group(5);
    if (!quote.isEmpty()) {
      if (start < text.length() && ",}]:".indexOf(text.charAt(start)) >= 0) {
        return start; // it closed the string in which the name stands
      }
      for (int i = start; i < text.length(); i++) {
        if (text.startsWith(quote, i)) {
          return i;
        }
        if (quote.length() == 1 && text.charAt(i) == '\\') {
          i++; // an escaped quote does not close
        }
      }
      return text.length();
    }
    String stops = at.group(3).equals("=") ? "&;\"'\\<>" : ",;\"'\\}])<>";
    int end = start;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && stops.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    while (end > start && ",.)".indexOf(text.charAt(end - 1)) >= 0) {
      end--; // of the sentence around it
    }
    return end;
  }

  /**
   * After a colon without quotes comes a value, the tag of an image ({@code token-service:v1}) or
   * just the rest of a sentence ({@code cannot read the token: the file is empty}).
   */
  private static boolean hides(String text, int start, int end, Matcher at) {
    boolean quoted = !at.group(5).isEmpty();
    if (at.group(3).equals("=") || (quoted && at.group(4).isEmpty())) {
      return true;
    }
    if (quoted) {
      return !at.group(2).isEmpty() || SecretNames.endsSecret(at.group(1));
    }
    String value = text.substring(start, end);
    boolean word = value.chars().allMatch(c -> Character.isLetter(c) || c == '.' || c == '-');
    boolean last = end == text.length() || text.charAt(end) != ' ';
    return !at.group(4).isEmpty()
        && SecretNames.endsSecret(at.group(1))
        && value.length() >= SHORTEST
        && (!word || last)
        && !VERSION.matcher(value).matches();
  }
}
