package uz.stario.rollback.adapters.slack;

/**
 * Text for Slack's markup that says what it says and does nothing.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text/#escaping">Slack: escaping
 *     text</a>
 */
final class Mrkdwn {

  private static final char CUT = '…';

  private Mrkdwn() {}

  /**
   * Escapes, so that {@code <!channel>} wakes nobody, and puts everything on one line, so that a
   * value can't pretend to be a line of ours.
   *
   * @param limit in characters of the result, which is cut between characters, never within an
   *     escape
   */
  static String text(String raw, int limit) {
    StringBuilder text = new StringBuilder();
    int fits = 0;
    for (int i = 0; i < raw.length(); ) {
      int c = raw.codePointAt(i);
      append(text, c);
      if (text.length() > limit) {
        return text.delete(fits, text.length()).append(CUT).toString();
      }
      if (text.length() < limit) {
        fits = text.length();
      }
      i += Character.charCount(c);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int c) {
    switch (c) {
      case '&' -> text.append("&amp;");
      case '<' -> text.append("&lt;");
      case '>' -> text.append("&gt;");
      default -> text.appendCodePoint(breaksLine(c) ? ' ' : c);
    }
  }

  private static boolean breaksLine(int c) {
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
  }
}
